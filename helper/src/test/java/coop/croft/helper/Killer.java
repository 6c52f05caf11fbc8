package coop.croft.helper;

import coop.croft.core.os.Checkpoint;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ends the process, as kill -9 would, at the n-th time that it reaches the step {@code
 * croft.kill=STEP:N}.
 */
public final class Killer implements Checkpoint.Hook {
  private static final String WANTED = System.getProperty("croft.kill", "");
  private static final AtomicInteger TIMES = new AtomicInteger();

  @Override
  public void reached(String step) {
    String[] wanted = WANTED.split(":");
    if (step.equals(wanted[0]) && TIMES.incrementAndGet() == Integer.parseInt(wanted[1])) {
      Runtime.getRuntime().halt(137);
    }
  }
}
