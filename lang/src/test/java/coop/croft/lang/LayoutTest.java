package coop.croft.lang;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.lang.format.Formatted;
import coop.croft.lang.format.Formatter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every {@code .dtl} file below {@code layouts} is a test: beside it stands its layout, or what is
 * wrong with it, in a {@code .out} file; {@code -Dcroft.update=true} writes these anew.
 */
class LayoutTest {
  private static final Path LAYOUTS = Path.of("src/test/resources/layouts");
  private static final boolean UPDATE = Boolean.getBoolean("croft.update");

  static Stream<Path> layouts() throws IOException {
    try (Stream<Path> files = Files.walk(LAYOUTS)) {
      return files.filter(file -> file.toString().endsWith(".dtl")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void isLaidOut(Path file) throws IOException {
    String shown = shown(new SourceText("x.dtl", Files.readAllBytes(file)));
    Path golden = Path.of(file.toString().replaceFirst("\\.dtl$", ".out"));
    if (UPDATE) {
      Files.writeString(golden, shown);
    }
    assertThat(golden).content(StandardCharsets.UTF_8).isEqualTo(shown);
  }

  private static String shown(SourceText text) {
    return switch (Formatter.format(text, Bounds.DEFAULT)) {
      case Formatted.Text laid -> laid.text();
      case Formatted.Refused refused ->
          refused.diagnostics().stream()
              .map(d -> Messages.render(d, text))
              .collect(Collectors.joining());
    };
  }
}
