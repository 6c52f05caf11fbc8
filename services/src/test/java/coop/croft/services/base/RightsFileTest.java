package coop.croft.services.base;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.core.model.Right;
import coop.croft.core.model.Rights;
import coop.croft.lang.Diagnostic;
import java.util.List;
import org.junit.jupiter.api.Test;

class RightsFileTest {
  private static Rights good(String text) {
    return switch (RightsFile.read("rights", text)) {
      case RightsFile.Read.Good(Rights rights) -> rights;
      case RightsFile.Read.Bad bad -> throw new AssertionError(bad);
    };
  }

  private static List<Diagnostic> bad(String text) {
    return switch (RightsFile.read("rights", text)) {
      case RightsFile.Read.Good good -> throw new AssertionError("accepted: " + text);
      case RightsFile.Read.Bad(List<Diagnostic> diagnostics) -> diagnostics;
    };
  }

  @Test
  void rightsAreKeptInNormalForm() {
    Rights rights =
        good(
            """
            # MEMBER CLASS VALUE
            bob  domain  Bücher.Example   # a comment

            bob\tport 50020-50029
            bob port 7-7
            bob path /home/bob/my pictures/a#b/
            bob path /
            bob priv admin
            bob host shell
            """);
    assertThat(rights.of("bob"))
        .extracting(Right::toString)
        .containsExactlyInAnyOrder(
            "domain xn--bcher-kva.example",
            "port 50020-50029",
            "port 7",
            "path /home/bob/my pictures/a#b",
            "path /",
            "priv admin",
            "host shell");
  }

  @Test
  void everyBadLineIsSaid() {
    assertThat(
            bad(
                """
                bob domain
                bob castle moor
                bob domain moor.example.
                bob port 0
                bob port 50029-50020
                bob path home
                Bob user bob
                bob priv king
                bob domain fine.example
                """))
        .extracting(d -> d.span().line() + " " + d.code().label())
        .containsExactly(
            "1 syntax",
            "2 invalid-value",
            "3 invalid-value",
            "4 invalid-value",
            "5 invalid-value",
            "6 invalid-value",
            "7 invalid-value",
            "8 invalid-value");
  }

  @Test
  void anEmptyFileGrantsNothing() {
    assertThat(good("").members()).isEmpty();
    assertThat(good("# nothing").members()).isEmpty();
  }
}
