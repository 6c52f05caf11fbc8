package coop.croft.lang;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.lang.message.Rendering;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every {@code .dtl} file below {@code snippets} is a test. A comment {@code #! code code …}
 * expects exactly these errors, in this order, on the next line that is no such comment; a file
 * without any must run. What it says in full stands beside it in a {@code .out} file; {@code
 * -Dcroft.update=true} writes these anew.
 */
class SnippetTest {
  private static final Path SNIPPETS = Path.of("src/test/resources/snippets");
  private static final boolean UPDATE = Boolean.getBoolean("croft.update");

  /** Each test has its own: a checker that is wrong may let a program change the library. */
  private final Language<MiniLibrary.Member> language = MiniLibrary.language();

  static Stream<Path> snippets() throws IOException {
    try (Stream<Path> files = Files.walk(SNIPPETS)) {
      return files.filter(file -> file.toString().endsWith(".dtl")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("snippets")
  void says(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    SourceText text = new SourceText(String.valueOf(file.getFileName()), bytes);
    Outcome outcome = language.run(text, MiniLibrary.ALICE);

    String shown = shown(outcome, text);
    assertThat(found(outcome))
        .as(shown)
        .isEqualTo(expected(new String(bytes, StandardCharsets.UTF_8)));
    golden(file, shown);
  }

  private static List<String> found(Outcome outcome) {
    List<String> found = new ArrayList<>();
    if (outcome instanceof Outcome.Refused refused) {
      for (Diagnostic diagnostic : refused.diagnostics()) {
        found.add(diagnostic.span().line() + " " + diagnostic.code().label());
      }
    }
    if (outcome instanceof Outcome.Resources resources) {
      resources.warnings().forEach(w -> found.add(w.span().line() + " warning"));
    }
    return found;
  }

  private static List<String> expected(String program) {
    List<String> expected = new ArrayList<>();
    List<String> pending = new ArrayList<>();
    int number = 0;
    for (String line : program.split("\n", -1)) {
      number++;
      String trimmed = line.strip();
      if (trimmed.startsWith("#!")) {
        pending.addAll(List.of(trimmed.substring(2).strip().split(" +")));
        continue;
      }
      for (String code : pending) {
        expected.add(number + " " + code);
      }
      pending.clear();
    }
    return expected;
  }

  private static String shown(Outcome outcome, SourceText text) {
    StringBuilder shown = new StringBuilder();
    switch (outcome) {
      case Outcome.Refused refused ->
          refused.diagnostics().forEach(d -> shown.append(Messages.render(d, text)));
      case Outcome.Resources resources -> {
        resources.warnings().forEach(w -> shown.append(new Rendering(text).of(w)));
        resources
            .resources()
            .forEach(
                e ->
                    shown
                        .append(e.span().line() + ":" + e.span().column() + ": " + e.value())
                        .append('\n'));
      }
    }
    return shown.toString();
  }

  private static void golden(Path file, String shown) throws IOException {
    Path golden = Path.of(file.toString().replaceFirst("\\.dtl$", ".out"));
    if (UPDATE) {
      Files.writeString(golden, shown);
    }
    assertThat(golden).content(StandardCharsets.UTF_8).isEqualTo(shown);
  }
}
