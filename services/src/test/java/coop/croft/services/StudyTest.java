package coop.croft.services;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.lang.Language;
import coop.croft.lang.SourceText;
import coop.croft.lang.study.Gap;
import coop.croft.lang.study.Study;
import coop.croft.lang.syntax.Kind;
import coop.croft.lang.syntax.Source;
import coop.croft.lang.syntax.Tokens;
import coop.croft.lang.types.Symbol;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What tools can know about the sample programs of all members, wherever the cursor is. */
class StudyTest {
  private static final Language<Subject> LANGUAGE = Samples.language();
  private static final Compiler COMPILER = Samples.compiler();

  static Stream<Path> accepted() {
    return below("lab/programs/accepted", "services/src/test/resources/programs/accepted");
  }

  static Stream<Path> refused() {
    return below("lab/programs/refused", "services/src/test/resources/programs/refused");
  }

  private static Stream<Path> below(String... folders) {
    return Stream.of(folders).flatMap(f -> Samples.programs(Samples.root().resolve(f)).stream());
  }

  private static Subject subject(Path program) {
    return new Subject(
        Optional.of(Samples.id(program).member()),
        Samples.rights().in(COMPILER.site()),
        Optional.of(COMPILER.site()));
  }

  private static Study study(Source source, Tokens tokens, int offset, Subject subject) {
    return LANGUAGE.study(Gap.at(source, tokens, offset), subject, () -> false);
  }

  /** Where a name stands that is right there, it is offered. */
  @ParameterizedTest
  @MethodSource("accepted")
  void whatStandsThereIsOffered(Path program) {
    SourceText text = Samples.source(program);
    Subject subject = subject(program);
    Study whole = LANGUAGE.study(text, subject, () -> false);
    assertThat(whole.diagnostics()).isEmpty();
    Source source = whole.source();
    Tokens tokens = Tokens.of(source);
    for (Study.Named name : whole.names()) {
      boolean binds =
          name.symbol().source().equals(source) && name.symbol().start() == name.start();
      if (binds) {
        continue;
      }
      String where = source.span(name.start(), name.end()) + " " + name.symbol().name();
      Study study = study(source, tokens, name.end(), subject);
      assertThat(study.hole()).as(where).isPresent();
      List<String> offered =
          study.hole().orElseThrow().choice().symbols().stream().map(Symbol::name).toList();
      assertThat(offered).as(where).contains(name.symbol().name());
    }
  }

  /** A program with faults, and each of its beginnings, is known as far as it goes. */
  @ParameterizedTest
  @MethodSource("refused")
  void whateverIsWrongSomethingIsKnown(Path program) {
    String text = Samples.text(program);
    Subject subject = subject(program);
    Source source = new Source("program.dtl", text);
    Tokens tokens = Tokens.of(source);
    assertThat(LANGUAGE.study(Samples.source(program), subject, () -> false).diagnostics())
        .isEqualTo(LANGUAGE.check(Samples.source(program), subject));
    int step = Math.max(1, tokens.size() / 40);
    for (int token = 0; token < tokens.size(); token += step) {
      int end = tokens.end(token);
      Study study = study(source, tokens, end, subject);
      if (tokens.kind(token) == Kind.COMMENT) {
        assertThat(study.hole()).isEmpty();
      }
      String beginning = text.substring(0, end);
      Study known =
          LANGUAGE.study(
              new SourceText("program.dtl", beginning.getBytes(StandardCharsets.UTF_8)),
              subject,
              () -> false);
      assertThat(known.source().text()).isEqualTo(beginning);
    }
  }
}
