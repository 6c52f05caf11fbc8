package coop.croft.services.soundness;

import coop.croft.services.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Tries generated programs by {@code bin/soak programs}: three batches of a thousand in ten are
 * rendered and shown to the daemons' checkers, and some are mutated. What passed is written down
 * ten thousand programs a line, so that a run that was interrupted goes on with those that miss.
 * Each processor has a thread.
 *
 * <p>Arguments: the file for what passed, and how many programs shall have passed in all.
 */
public final class ProgramSoak {
  private static final long BATCH = Grants.NUMBERS;
  private static final long LINE = 10 * BATCH;
  private static final int RENDERED = 3;

  /** One program in so many is mutated at all its places, which is as much work as a hundred. */
  private static final int MUTATED = 500;

  private static final Pattern FIRST = Pattern.compile("from seed (\\d+),");
  private static final String COMMIT =
      Objects.requireNonNullElse(System.getenv("CROFT_COMMIT"), "unknown");

  private ProgramSoak() {}

  public static void main(String[] args) throws IOException {
    Path passed = Path.of(args[0]);
    long wanted = Long.parseLong(args[1]);
    List<String> before = Files.exists(passed) ? Files.readAllLines(passed) : List.of();
    Set<Long> done = before.stream().map(ProgramSoak::first).collect(Collectors.toSet());
    Iterator<Long> open =
        LongStream.iterate(0, first -> first < wanted, first -> first + LINE)
            .filter(first -> !done.contains(first))
            .iterator();
    for (int thread = 0; thread < Runtime.getRuntime().availableProcessors(); thread++) {
      Thread.ofPlatform().start(() -> runAll(open, passed));
    }
  }

  /** The first seed of a line. */
  private static Long first(String line) {
    Matcher seed = FIRST.matcher(line);
    if (!seed.lookingAt()) {
      throw new IllegalArgumentException("not a line of this trial: " + line);
    }
    return Long.valueOf(seed.group(1));
  }

  private static void runAll(Iterator<Long> open, Path passed) {
    try {
      for (Optional<Long> first = next(open); first.isPresent(); first = next(open)) {
        String line = line(first.get());
        System.out.println(line);
        Files.writeString(
            passed, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
    } catch (AssertionError | IOException e) {
      System.out.println("FAILED " + e.getMessage());
      System.exit(1);
    }
  }

  private static Optional<Long> next(Iterator<Long> open) {
    synchronized (open) {
      return open.hasNext() ? Optional.of(open.next()) : Optional.empty();
    }
  }

  private static String line(long first) throws IOException {
    long began = System.nanoTime();
    ProgramTrial trial = new ProgramTrial();
    MutationTrial mutants = new MutationTrial(trial);
    run(trial, mutants, first);
    return "from seed %d, commit %s, %d ms: %s, mutants %d"
        .formatted(
            first,
            COMMIT,
            (System.nanoTime() - began) / 1_000_000,
            trial.summary(),
            mutants.mutants());
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
