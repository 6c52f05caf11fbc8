package coop.croft.services;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.core.model.Right;
import coop.croft.core.model.Rights;
import coop.croft.core.model.SourceId;
import coop.croft.lang.Code;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.SourceText;
import coop.croft.lang.Span;
import coop.croft.lang.Warning;
import coop.croft.lang.message.Rendering;
import coop.croft.services.Compiler.Compiled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs programs of members that lie in files: those of the laboratory and those of {@code
 * programs/}. What an accepted one comes to stands in a file of its own, and what is said of an odd
 * one beside it; {@code CROFT_GOLDEN=update} writes both anew. A refused one names the code in its
 * first line and marks the place with {@code # here}.
 */
class ProgramsTest {
  private static final Path OWN = Samples.root().resolve("services/src/test/resources/programs");
  private static final Path LAB = Samples.root().resolve("lab/programs");
  private static final Compiler COMPILER = Samples.compiler();
  private static final Rights RIGHTS = Samples.rights();

  /** The laboratory's programs need all services; they join as soon as those are registered. */
  private static Stream<Path> both(String folder) {
    boolean all =
        COMPILER.services().stream().map(Service::name).toList().containsAll(List.of("dns", "web"));
    return Stream.of(LAB, OWN)
        .filter(f -> all || f.equals(OWN))
        .flatMap(f -> Samples.programs(f.resolve(folder)).stream());
  }

  private static Compiled compile(Path program) {
    return COMPILER.compile(Samples.id(program), Samples.source(program), RIGHTS);
  }

  private static List<Unit> units(Path program) {
    return switch (compile(program)) {
      case Compiled.Units(List<Unit> units) -> units;
      case Compiled.Refused(List<Diagnostic> diagnostics) ->
          throw new AssertionError(program + ": " + diagnostics);
    };
  }

  @TestFactory
  Stream<DynamicTest> accepted() {
    return both("accepted")
        .map(
            program ->
                DynamicTest.dynamicTest(
                    Samples.id(program).toString(), program.toUri(), () -> accepted(program)));
  }

  private static void accepted(Path program) throws IOException {
    List<Unit> units = units(program);
    World world = COMPILER.world(RIGHTS, units);
    assertThat(warnings(program)).as("nothing is odd in it").isEmpty();
    StringBuilder printed = new StringBuilder();
    for (Unit unit : units) {
      assertThat(COMPILER.faults(unit, world)).isEmpty();
      assertThat(COMPILER.conflicts(unit, world)).isEmpty();
      print(unit, printed);
    }
    Path golden =
        OWN.resolve("units")
            .resolve(Samples.id(program).member())
            .resolve(Samples.id(program).name() + ".txt");
    golden(golden, printed.toString());
  }

  private static void golden(Path file, String actual) throws IOException {
    if ("update".equals(System.getenv("CROFT_GOLDEN"))) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, actual);
    }
    assertThat(actual).isEqualTo(Samples.text(file));
  }

  @TestFactory
  Stream<DynamicTest> odd() {
    return Samples.programs(OWN.resolve("odd")).stream()
        .map(
            program ->
                DynamicTest.dynamicTest(
                    Samples.id(program).toString(), program.toUri(), () -> odd(program)));
  }

  private static void odd(Path program) throws IOException {
    assertThat(problems(program)).isEmpty();
    Rendering rendering = new Rendering(Samples.source(program));
    String said = warnings(program).stream().map(rendering::of).collect(Collectors.joining());
    golden(Path.of(program.toString().replaceFirst("dtl$", "out")), said);
  }

  private static List<Warning> warnings(Path program) {
    Compiler.Measured measured =
        COMPILER.measure(Samples.id(program), Samples.source(program), RIGHTS);
    List<Unit> units = units(program);
    return COMPILER.warnings(measured.warnings(), units, COMPILER.world(RIGHTS, units));
  }

  private static void print(Unit unit, StringBuilder out) {
    out.append(unit.domain()).append('\n');
    for (Unit.Asked asked : unit.resources()) {
      Span place = asked.origin().span();
      List<String> lines = ResourceText.of(asked.resource());
      out.append(String.format("%5d:%-3d %s%n", place.line(), place.column(), lines.getFirst()));
      lines.stream().skip(1).forEach(l -> out.append(" ".repeat(10)).append(l).append('\n'));
    }
  }

  @TestFactory
  Stream<DynamicTest> refused() {
    return both("refused")
        .map(
            program ->
                DynamicTest.dynamicTest(
                    Samples.id(program).toString(), program.toUri(), () -> refused(program)));
  }

  private static void refused(Path program) {
    List<String> lines = Samples.text(program).lines().toList();
    String code = lines.getFirst().replaceFirst("^# *", "");
    List<Integer> marked = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains("# here")) {
        marked.add(i + 1);
      }
    }
    List<Diagnostic> found = problems(program);
    assertThat(found).extracting(d -> d.code().label()).containsOnly(code);
    assertThat(found).extracting(d -> d.span().line()).isEqualTo(marked);
  }

  /** All that is wrong with a program, beside the laboratory's accepted ones. */
  private static List<Diagnostic> problems(Path program) {
    return switch (compile(program)) {
      case Compiled.Refused(List<Diagnostic> diagnostics) -> diagnostics;
      case Compiled.Units(List<Unit> units) -> {
        World world = COMPILER.world(RIGHTS, units);
        yield units.stream().flatMap(u -> COMPILER.faults(u, world).stream()).toList();
      }
    };
  }

  @Test
  void everyProgramOfTheLaboratoryIsFound() {
    assertThat(Samples.programs(LAB.resolve("accepted"))).hasSize(6);
    assertThat(Samples.programs(LAB.resolve("refused"))).hasSize(19);
  }

  @Test
  void aDomainIsConfiguredByOneSource() {
    Path first = OWN.resolve("accepted/dora/plain.dtl");
    Unit standing = units(first).getFirst();
    Unit second =
        switch (COMPILER.compile(new SourceId("dora", "again"), Samples.source(first), RIGHTS)) {
          case Compiled.Units(List<Unit> units) -> units.getFirst();
          case Compiled.Refused refused -> throw new AssertionError(refused);
        };
    World world = COMPILER.world(RIGHTS, List.of(standing));
    assertThat(COMPILER.conflicts(standing, world)).isEmpty();
    assertThat(COMPILER.conflicts(second, world))
        .singleElement()
        .satisfies(
            c -> {
              assertThat(c.refused().source().name()).isEqualTo("again");
              assertThat(c.standing()).isEqualTo(standing.resources().getFirst().origin());
              assertThat(c.message())
                  .isEqualTo("the domain archive.example is already configured by dora/plain");
            });
  }

  /** Nobody has a home by being a member: what variables say of it counts as little as a text. */
  @Test
  void aHomeThatIsNotHeldIsNotReachedThroughAVariable() {
    String program =
        """
        home <- DocumentRoot;
        dom "alice.example" with
          vhost "www" where DocumentRoot = "/srv/alice/www" with
            alias "/home" home
          end
        end
        """;
    SourceText text = new SourceText("p", program.getBytes(StandardCharsets.UTF_8));
    assertThat(compile(text, "/srv/alice"))
        .extracting(Diagnostic::code)
        .containsExactly(Code.NOT_HELD);
    assertThat(compile(text, "/srv/alice", "/home/alice")).isEmpty();
  }

  private static List<Diagnostic> compile(SourceText text, String... paths) {
    List<Right> held = new ArrayList<>();
    held.add(new Right(Right.Kind.DOMAIN, "alice.example"));
    held.add(new Right(Right.Kind.USER, "alice"));
    held.add(new Right(Right.Kind.GROUP, "alice"));
    for (String path : paths) {
      held.add(new Right(Right.Kind.PATH, path));
    }
    Rights rights = new Rights(Map.of("alice", held));
    return COMPILER.compile(new SourceId("alice", "p"), text, rights)
            instanceof Compiled.Refused(List<Diagnostic> all)
        ? all
        : List.of();
  }
}
