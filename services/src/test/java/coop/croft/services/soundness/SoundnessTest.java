package coop.croft.services.soundness;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.services.soundness.ProgramTrial.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs drawn from the whole library: what the checker accepts evaluates, is held, and is taken
 * by the daemons. {@code bin/soak programs} goes on from here.
 */
class SoundnessTest {
  private static final int PROGRAMS = 20_000;

  @Test
  void whatPassesTheCheckerIsSafe(@TempDir Path directory) throws IOException {
    ProgramTrial trial = new ProgramTrial();
    trial.render(-PROGRAMS, Grants.NUMBERS, directory.resolve("first"));
    trial.render(Grants.NUMBERS - PROGRAMS, Grants.NUMBERS, directory.resolve("second"));
    for (long seed = 2L * Grants.NUMBERS - PROGRAMS; seed < 0; seed++) {
      trial.run(seed);
    }
    System.out.println("programs: " + trial.summary());
    assertThat(trial.results().get(Result.ACCEPTED)).isGreaterThan(7_500);
    assertThat(trial.results().get(Result.FAULT)).isGreaterThan(2_000);
    assertThat(trial.results().get(Result.REFUSED)).isGreaterThan(4_000);
    assertThat(trial.holes()).isGreaterThan(10);
    // At the border the checker has all kinds of faults to tell from what is right.
    Map<String, Long> codes = new HashMap<>(trial.codes());
    // Loops in loops may come to more than a site may have.
    Long bounds = codes.remove("bound");
    assertThat(bounds == null ? 0 : bounds).isLessThan(10);
    assertThat(codes)
        .containsOnlyKeys(
            "ambiguous-type",
            "conflict",
            "context",
            "invalid-value",
            "needs-block",
            "not-a-function",
            "not-an-action",
            "not-held",
            "takes-no-block",
            "type-mismatch",
            "undeclared-variable",
            "unknown-name");
    codes.forEach((code, count) -> assertThat(count).as(code).isGreaterThan(100));
    // The site's own words take constants that no member has.
    assertThat(trial.unused()).isEqualTo(Declared.SITES_OWN);
    trial.used().forEach((name, count) -> assertThat(count).as(name).isGreaterThan(20));
  }
}
