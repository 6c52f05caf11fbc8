package coop.croft.lab;

import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Random schedules of submissions, deaths and pulled cables, for some minutes; how many that were
 * is printed. Many of them: {@code bin/soak random 2000}. One again: {@code bin/soak random --seed
 * SEED}.
 */
@Tag("lab")
class ScheduleTest {
  private static final long SEED = Long.getLong("croft.seed", System.nanoTime() % 1_000_000);
  private static final Duration TIME =
      Duration.ofSeconds(Integer.getInteger("croft.schedules.seconds", 350));

  private static ScheduleTrial trial;
  private static int tried;

  @BeforeAll
  static void start() throws Exception {
    trial = new ScheduleTrial();
  }

  @AfterAll
  static void end() throws Exception {
    System.out.println("random schedules: %d, seeds drawn from %d".formatted(tried, SEED));
    trial.end();
    trial.close();
  }

  @TestFactory
  Stream<DynamicTest> schedules() {
    long end = System.nanoTime() + TIME.toNanos();
    Random random = new Random(SEED);
    return LongStream.generate(() -> random.nextLong(1_000_000_000))
        .takeWhile(seed -> System.nanoTime() < end)
        .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> run(seed)));
  }

  private static void run(long seed) throws Exception {
    tried++;
    Schedule schedule = Schedule.of(seed, trial.members());
    try {
      trial.run(schedule);
    } catch (AssertionError | Exception e) {
      trial.repair();
      throw new AssertionError(
          e.getMessage() + "\nbin/soak random --seed " + seed + " plays it again:\n" + schedule, e);
    }
  }
}
