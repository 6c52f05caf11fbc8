package coop.croft.services.soundness;

import coop.croft.services.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Tries generated programs by {@code bin/soak programs}: three batches of a thousand in ten are
 * rendered and shown to the daemons' checkers, and some are mutated. What passed is written down
 * ten thousand programs a line, so that a run that was interrupted goes on where it was.
 *
 * <p>Arguments: the file for what passed, and how many programs shall have passed in all.
 */
public final class ProgramSoak {
  private static final long BATCH = Grants.NUMBERS;
  private static final long LINE = 10 * BATCH;
  private static final int RENDERED = 3;

  /** One program in so many is mutated at all its places, which is as much work as a hundred. */
  private static final int MUTATED = 500;

  private ProgramSoak() {}

  public static void main(String[] args) throws IOException {
    Path passed = Path.of(args[0]);
    long wanted = Long.parseLong(args[1]);
    List<String> before = Files.exists(passed) ? Files.readAllLines(passed) : List.of();
    String commit = Objects.requireNonNullElse(System.getenv("CROFT_COMMIT"), "unknown");
    for (long line = before.size(); line * LINE < wanted; line++) {
      long began = System.nanoTime();
      ProgramTrial trial = new ProgramTrial();
      MutationTrial mutants = new MutationTrial(trial);
      try {
        run(trial, mutants, line * LINE);
      } catch (AssertionError e) {
        System.out.println("FAILED " + e.getMessage());
        System.exit(1);
      }
      String text =
          "from seed %d, commit %s, %d ms: %s, mutants %d"
              .formatted(
                  line * LINE,
                  commit,
                  (System.nanoTime() - began) / 1_000_000,
                  trial.summary(),
                  mutants.mutants());
      System.out.println(text);
      Files.writeString(passed, text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }

  private static void run(ProgramTrial trial, MutationTrial mutants, long first)
      throws IOException {
    for (int batch = 0; batch < RENDERED; batch++) {
      render(trial, first + batch * BATCH);
    }
    for (long seed = first + RENDERED * BATCH; seed < first + LINE; seed++) {
      List<Unit> units = trial.run(seed);
      if (seed % MUTATED == 0 && !units.isEmpty()) {
        mutants.run(trial.program(seed));
      }
    }
  }

  private static void render(ProgramTrial trial, long first) throws IOException {
    Path directory = Files.createTempDirectory("croft-programs");
    try {
      trial.render(first, Grants.NUMBERS, directory);
    } finally {
      try (Stream<Path> files = Files.walk(directory)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(f -> f.delete());
      }
    }
  }
}
