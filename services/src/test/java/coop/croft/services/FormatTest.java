package coop.croft.services;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.core.model.Rights;
import coop.croft.lang.Bounds;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.SourceText;
import coop.croft.lang.format.Formatted;
import coop.croft.lang.format.Formatter;
import coop.croft.services.Compiler.Compiled;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** With the whole library: a program means the same, or is refused alike, in the one layout. */
class FormatTest {
  private static final Path ROOT = Samples.root();
  private static final Compiler COMPILER = Samples.compiler();
  private static final Rights RIGHTS = Samples.rights();

  static Stream<Path> programs() {
    return Stream.of("lab/programs", "services/src/test/resources/programs")
        .flatMap(folder -> Samples.programs(ROOT.resolve(folder)).stream());
  }

  @ParameterizedTest
  @MethodSource("programs")
  void meansTheSame(Path program) {
    SourceText before = Samples.source(program);
    if (Formatter.format(before, Bounds.DEFAULT) instanceof Formatted.Text(String layout)) {
      byte[] bytes = layout.getBytes(StandardCharsets.UTF_8);
      SourceText after = new SourceText(before.file(), bytes);
      assertThat(meaning(program, after)).isEqualTo(meaning(program, before)).isNotEmpty();
    } else {
      assertThat(meaning(program, before)).allMatch(m -> m.startsWith("SYNTAX "));
    }
  }

  private static List<String> meaning(Path program, SourceText text) {
    return switch (COMPILER.compile(Samples.id(program), text, RIGHTS)) {
      case Compiled.Refused(List<Diagnostic> diagnostics) -> words(diagnostics);
      case Compiled.Units(List<Unit> units) -> {
        World world = COMPILER.world(RIGHTS, units);
        List<String> meaning = new ArrayList<>();
        for (Unit unit : units) {
          meaning.add(unit.domain());
          unit.resources().forEach(r -> meaning.add(withoutPlaces(r.resource().toString())));
          meaning.addAll(words(COMPILER.faults(unit, world)));
        }
        yield meaning;
      }
    };
  }

  private static List<String> words(List<Diagnostic> diagnostics) {
    return diagnostics.stream()
        .map(d -> withoutPlaces(d.code() + " " + d.message() + " " + d.found() + " " + d.hint()))
        .toList();
  }

  private static String withoutPlaces(String text) {
    return text.replaceAll("\\.dtl:[0-9]+(:[0-9]+)?", ".dtl");
  }
}
