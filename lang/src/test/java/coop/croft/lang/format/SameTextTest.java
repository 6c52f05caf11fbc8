package coop.croft.lang.format;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coop.croft.lang.syntax.Source;
import coop.croft.lang.syntax.Tokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SameTextTest {
  private static final String TEXT = "val a = \"b c\"; # one\n(* two\n   lines *) {{ d }} f 01";

  private static void compare(String after) {
    SameText.require(Tokens.of(new Source("", TEXT)), new Source("", after));
  }

  @Test
  void blanksDoNotCount() {
    assertThatCode(() -> compare(TEXT)).doesNotThrowAnyException();
    assertThatCode(
            () -> compare("val\na=\"b c\" ;\n# one\n\n  (* two  \n lines *)\n{{ d }}f\t01\n"))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "val b = \"b c\"; # one\n(* two\n   lines *) {{ d }} f 01",
        "val a = \"b  c\"; # one\n(* two\n   lines *) {{ d }} f 01",
        "val a = \"b c\" # one\n; (* two\n   lines *) {{ d }} f 01",
        "val a = \"b c\"; # One\n(* two\n   lines *) {{ d }} f 01",
        "val a = \"b c\"; # one (* two\n   lines *) {{ d }} f 01",
        "val a = \"b c\"; # one\n(* two lines *) {{ d }} f 01",
        "val a = \"b c\"; # one\n(* two\n   lines *) {{ d}} f 01",
        "val a = \"b c\"; # one\n(* two\n   lines *) {{ d }} f 1",
        "val a = \"b c\"; # one\n(* two\n   lines *) {{ d }} f01",
        "val a = \"b c\"; # one\n(* two\n   lines *) {{ d }} f",
        "val a = \"b c\"; # one\n(* two\n   lines *) {{ d }} f 01;",
        "val a = \"b c\"; (* two\n   lines *) # one\n{{ d }} f 01",
        "val a = \"b c\"; (* two\n   lines *) {{ d }} f 01",
        ""
      })
  void allElseDoes(String after) {
    assertThatThrownBy(() -> compare(after))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("would have changed the token at offset");
  }
}
