package coop.croft.services.dns;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.lang.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever expression a NAPTR record may have, BIND takes it. */
class NaptrFormTest {
  private static final int MANY = 5_000;

  private static final List<String> PATTERN =
      List.of(
          "a",
          "b",
          "z",
          "0",
          "9",
          "-",
          "^",
          "$",
          "*",
          "+",
          "?",
          "{1}",
          "{2,3}",
          "{0}",
          "{0,}",
          "{255}",
          "{256}",
          "{,2}",
          "{3,2}",
          "(",
          ")",
          "|",
          "(a|b)",
          "[",
          "]",
          "[a-c]",
          "[^a]",
          "[]a]",
          "[^]-]",
          "[a-c-e]",
          "[[:alpha:]]",
          "[.a.]",
          "\\.",
          "\\\\",
          "\\(",
          "\\-",
          "\\a",
          "\\1",
          "\\!",
          ".",
          ",",
          "{",
          "}",
          "!",
          "/",
          "\"",
          " ",
          ";",
          "=",
          "&",
          "~");

  private static final List<String> RESULT =
      List.of("x", "\\1", "\\2", "\\9", "\\0", "\\a", "\\\\", "@", ".", "\\!", "\"", "!");

  @TempDir Path directory;

  @Test
  void bindTakesWhateverIsTaken() throws IOException {
    StringBuilder zone =
        new StringBuilder(
            "a.example. 60 IN SOA a. b. 1 3600 600 86400 300\na.example. 60 IN NS b.\n");
    Choices choices = Choices.seeded(20_261_128);
    int taken = 0;
    while (taken < MANY) {
      Optional<Rdata> record = record(expression(choices));
      if (record.isPresent()) {
        new ZoneWriter(zone).record("n" + taken + ".a.example", 60, record.get());
        taken++;
      }
    }
    Path file = Files.writeString(directory.resolve("zone"), zone);
    Bind.Ran bind =
        Bind.run(List.of("named-checkzone", "-i", "none", "a.example", file.toString()));
    assertThat(bind.exit()).as(bind.output()).isZero();
  }

  private static Optional<Rdata> record(String expression) {
    try {
      return Optional.of(new Rdata.Naptr(1, 1, "U", "E2U+sip", expression, "."));
    } catch (Fault refused) {
      return Optional.empty();
    }
  }

  private static String expression(Choices choices) {
    String mark = choices.oneIn(4) ? choices.of(PATTERN).substring(0, 1) : "!";
    return mark
        + parts(choices, PATTERN, 1 + choices.below(7))
        + mark
        + parts(choices, RESULT, choices.below(3))
        + mark
        + (choices.oneIn(4) ? "i" : "");
  }

  private static String parts(Choices choices, List<String> from, int number) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < number; i++) {
      out.append(choices.of(from));
    }
    return out.toString();
  }
}
