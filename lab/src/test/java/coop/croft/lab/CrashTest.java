package coop.croft.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Everything that can die does so at steps of the work of controller, agents and helpers. Whatever
 * the step, the daemons give the old generation or the new one, the site comes to one of them by
 * itself, what the member was told is true, and the next change works.
 *
 * <p>Each process is killed at each of its own steps, on one of the hosts where it takes it; of the
 * other points as many are tried, in an order that the seed decides, as there is time for. All of
 * them: {@code bin/soak crash}.
 */
@Tag("lab")
class CrashTest {
  private static final long SEED = Long.getLong("croft.seed", System.nanoTime() % 1_000_000);
  private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("croft.seconds", 235));

  private static CrashTrial trial;
  private static int tried;

  @BeforeAll
  static void start() throws Exception {
    trial = new CrashTrial(SEED);
  }

  @AfterAll
  static void end() throws Exception {
    System.out.println(
        "crash points: %d of %d tried, seed %d".formatted(tried, CrashPoint.all().size(), SEED));
    trial.end();
    trial.close();
  }

  @TestFactory
  Stream<DynamicTest> points() {
    long end = System.nanoTime() + TIME.toNanos();
    List<CrashPoint> own = new ArrayList<>();
    List<CrashPoint> others = new ArrayList<>();
    CrashPoint.all().forEach(p -> (p.isOwn() ? own : others).add(p));
    Random random = new Random(SEED);
    Collections.shuffle(own, random);
    Set<String> steps = new HashSet<>();
    own.removeIf(p -> !steps.add(p.step()) && others.add(p));
    Collections.shuffle(others, random);
    return Stream.concat(own.stream(), others.stream().takeWhile(p -> System.nanoTime() < end))
        .map(p -> DynamicTest.dynamicTest(p.toString(), () -> run(p)));
  }

  private static void run(CrashPoint point) throws Exception {
    tried++;
    boolean passed = false;
    try {
      System.out.println(trial.run(point));
      passed = true;
    } finally {
      if (!passed) {
        trial.repair();
      }
    }
  }
}
