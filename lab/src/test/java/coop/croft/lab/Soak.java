package coop.croft.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;

/**
 * The long runs of {@code bin/soak}. What passed is written down line by line, so that a run that
 * was interrupted goes on where it was.
 *
 * <p>Arguments: what to run, the file for what passed.
 */
public final class Soak {
  private final Path passed;

  private Soak(Path passed) {
    this.passed = passed;
  }

  public static void main(String[] args) throws Exception {
    Soak soak = new Soak(Path.of(args[1]));
    int failed =
        switch (args[0]) {
          case "random" -> soak.random(Long.parseLong(args[2]), args.length > 3 ? args[3] : "");
          case "crash" -> soak.crash(List.of(args).subList(2, args.length));
          default -> throw new IllegalArgumentException("what is " + args[0] + "?");
        };
    System.exit(failed == 0 ? 0 : 1);
  }

  private List<String> passed() throws IOException {
    return Files.exists(passed) ? Files.readAllLines(passed) : List.of();
  }

  private void pass(String line) throws IOException {
    Files.writeString(passed, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Every crash point that has not passed yet, or those that are named. */
  private int crash(List<String> named) throws Exception {
    List<String> done = passed();
    List<CrashPoint> points =
        named.isEmpty()
            ? CrashPoint.all().stream().filter(p -> !done.contains(p.toString())).toList()
            : named.stream().map(CrashPoint::of).toList();
    long seed = System.nanoTime() % 1_000_000;
    System.out.println(points.size() + " of " + CrashPoint.all().size() + " to do, seed " + seed);
    int failed = 0;
    try (CrashTrial trial = new CrashTrial(seed)) {
      for (CrashPoint point : points) {
        try {
          System.out.println(trial.run(point));
          pass(point.toString());
        } catch (AssertionError | Exception e) {
          failed++;
          System.out.println("FAILED " + point + ": " + e);
          e.printStackTrace(System.out);
          trial.repair();
        }
      }
    }
    System.out.println(points.size() - failed + " passed, " + failed + " failed");
    return failed;
  }

  /**
   * So many random schedules, counted with those that passed before; or the one of a seed.
   *
   * @param seed empty: new ones
   */
  private int random(long wanted, String seed) throws Exception {
    long done = passed().size();
    int failed = 0;
    try (ScheduleTrial trial = new ScheduleTrial()) {
      for (long i = seed.isEmpty() ? done : wanted - 1; i < wanted; i++) {
        long s = seed.isEmpty() ? new Random().nextLong(1_000_000_000) : Long.parseLong(seed);
        Schedule schedule = Schedule.of(s, trial.members());
        try {
          long seconds = trial.run(schedule).toSeconds();
          System.out.println(
              "schedule " + (i + 1) + " of " + wanted + ", seed " + s + ": " + seconds + " s");
          pass("seed " + s);
        } catch (AssertionError | Exception e) {
          failed++;
          System.out.println("FAILED seed " + s + "; again with: bin/soak random --seed " + s);
          System.out.println(schedule);
          e.printStackTrace(System.out);
          trial.repair();
        }
      }
    }
    System.out.println(passed().size() + " schedules passed in all, " + failed + " failed now");
    return failed;
  }
}
