package coop.croft.services;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.core.model.Rights;
import coop.croft.core.model.SourceId;
import coop.croft.lang.Bounds;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.Language;
import coop.croft.lang.SourceText;
import coop.croft.lang.format.Formatted;
import coop.croft.lang.format.Formatter;
import coop.croft.lang.reference.DocText;
import coop.croft.lang.reference.Entry;
import coop.croft.lang.reference.Reference;
import coop.croft.services.Compiler.Compiled;
import coop.croft.services.base.RightsFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The examples in the library's doc strings: each is a whole program of a member, or what stands in
 * one of the blocks below, and has nothing wrong about it. Those of {@code hosts.dtl} are parts of
 * a site's files.
 */
class LibraryExamplesTest {
  private static final String RIGHTS =
      """
      alice domain greenhouse.example
      alice path /home/alice
      alice user alice
      alice group alice
      alice port 50020
      """;

  /** From the outermost to the innermost; an example stands in the first that takes it. */
  private static final List<String> HEADS =
      List.of(
          "%s",
          "dom \"greenhouse.example\" with\n%s\nend",
          "dom \"greenhouse.example\" with web \"www\" with\n%s\nend end");

  private static final Compiler COMPILER = Samples.compiler();
  private static final Rights HELD = held();

  record Example(String where, String file, String text) {
    @Override
    public String toString() {
      return where;
    }
  }

  static Stream<Example> examples() {
    return COMPILER.reference().sections().stream()
        .filter(section -> !section.ofSite())
        .flatMap(LibraryExamplesTest::of);
  }

  private static Stream<Example> of(Reference.Section section) {
    List<Example> examples = new ArrayList<>();
    section.doc().examples().forEach(e -> examples.add(new Example("file", section.file(), e)));
    for (Entry entry : section.entries()) {
      String where = entry.names().getFirst();
      entry.doc().examples().forEach(e -> examples.add(new Example(where, section.file(), e)));
    }
    return examples.stream();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void checks(Example example) {
    if (example.file().equals("hosts.dtl")) {
      assertThat(wrongInSite(example.text())).isEmpty();
      return;
    }
    List<List<String>> wrong = HEADS.stream().map(h -> wrong(h.formatted(example.text()))).toList();
    assertThat(wrong).as(example.text()).anyMatch(List::isEmpty);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void hasTheLayout(Example example) {
    String text = example.text() + "\n";
    assertThat(Formatter.format(source(text), Bounds.DEFAULT)).isEqualTo(new Formatted.Text(text));
  }

  @Test
  void whatIsAskedForMostHasOne() {
    assertThat(examples().map(Example::where))
        .contains(
            "dom",
            "web",
            "website",
            "vhost",
            "redirect",
            "proxyPass",
            "php",
            "scriptAlias",
            "dnsMX",
            "dnsTXT",
            "dnsSRV",
            "dnsCAA",
            "no_ssl",
            "use_cert",
            "authBasic");
  }

  @Test
  void everythingHasADocString() {
    List<String> silent =
        COMPILER.reference().sections().stream()
            .filter(section -> !section.ofSite())
            .flatMap(s -> s.entries().stream())
            .filter(
                e -> e.doc().parts().stream().noneMatch(p -> p instanceof DocText.Part.Paragraph))
            .map(e -> e.names().getFirst())
            .toList();
    assertThat(silent).isEmpty();
  }

  @Test
  void theLibraryAloneHasTheSameReference() throws Language.LibraryFault {
    List<Reference.Section> ofSite = COMPILER.reference().sections();
    List<Reference.Section> alone = Compiler.libraryReference().sections();
    assertThat(alone).extracting(Reference.Section::file).isNotEmpty();
    assertThat(ofSite.subList(0, alone.size()))
        .extracting(Reference.Section::file)
        .isEqualTo(alone.stream().map(Reference.Section::file).toList());
  }

  /** Checked, run, held against all rules for whole units, and rendered. */
  private static List<String> wrong(String program) {
    SourceId id = new SourceId("alice", "example");
    return switch (COMPILER.compile(id, source(program), HELD)) {
      case Compiled.Refused(List<Diagnostic> diagnostics) -> words(diagnostics);
      case Compiled.Units(List<Unit> units) -> {
        World world = COMPILER.world(HELD, units);
        List<String> wrong = new ArrayList<>();
        if (units.isEmpty()) {
          wrong.add("it configures nothing");
        }
        for (Unit unit : units) {
          wrong.addAll(words(COMPILER.faults(unit, world)));
          COMPILER.conflicts(unit, world).forEach(c -> wrong.add(c.message()));
          COMPILER.renderUnit(unit, world, Facts.OFFLINE);
        }
        yield wrong;
      }
    };
  }

  private static List<String> wrongInSite(String text) {
    try {
      Compiler.load(
          List.of(Samples.source(Samples.root().resolve("lab/site/site.dtl")), source(text)));
      return List.of();
    } catch (Language.LibraryFault fault) {
      return words(fault.diagnostics());
    } catch (SiteFault fault) {
      return words(fault.diagnostics());
    }
  }

  private static List<String> words(List<Diagnostic> diagnostics) {
    return diagnostics.stream().map(d -> d.code() + " " + d.message()).toList();
  }

  private static SourceText source(String text) {
    return new SourceText("example.dtl", text.getBytes(StandardCharsets.UTF_8));
  }

  private static Rights held() {
    return switch (RightsFile.read("rights", RIGHTS)) {
      case RightsFile.Read.Good(Rights rights) -> rights.in(COMPILER.site());
      case RightsFile.Read.Bad bad -> throw new IllegalStateException(bad.toString());
    };
  }
}
