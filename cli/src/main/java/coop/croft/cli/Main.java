package coop.croft.cli;

import coop.croft.cli.terminal.Exit;
import coop.croft.cli.terminal.Screen;
import coop.croft.cli.terminal.Streams;
import java.nio.file.Path;

/** The {@code croft} command. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Screen screen = new Screen(Streams.ofProcess(System.getenv()));
    Path run = Path.of(System.getProperty("croft.run", "/run/croft"));
    Exit exit;
    try {
      exit = new Croft(new Desk(screen, run)).run(arguments);
    } catch (RuntimeException | Error e) {
      // A JVM would end with 1, which means that a program has errors.
      screen.bug(e);
      exit = Exit.FAILED;
    }
    System.exit(exit.status());
  }
}
