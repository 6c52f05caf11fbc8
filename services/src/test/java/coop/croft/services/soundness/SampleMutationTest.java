package coop.croft.services.soundness;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.core.model.Right;
import coop.croft.core.model.Rights;
import coop.croft.core.model.SourceId;
import coop.croft.lang.Bounds;
import coop.croft.lang.Code;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.SourceText;
import coop.croft.lang.syntax.FileParser;
import coop.croft.services.Compiler;
import coop.croft.services.Compiler.Compiled;
import coop.croft.services.Samples;
import coop.croft.services.Unit;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The accepted programs that lie in files, with each of their constants exchanged for what other
 * members hold: where the library wants something held it is refused, and elsewhere it opens
 * nothing.
 */
class SampleMutationTest {
  private static final Compiler COMPILER = Samples.compiler();
  private static final Declared LIBRARY = new Declared(COMPILER);
  private static final Rights RIGHTS = Samples.rights();
  private static final Grants GRANTS =
      new Grants(
          Samples.text(Samples.root().resolve("lab/programs/rights"))
              .lines()
              .filter(l -> !l.startsWith("#")));

  @TestFactory
  Stream<DynamicTest> constantsOfPrograms() {
    return Stream.of(
            "lab/programs/accepted",
            "services/src/test/resources/programs/accepted",
            "services/src/test/resources/web/programs")
        .flatMap(folder -> Samples.programs(Samples.root().resolve(folder)).stream())
        .map(p -> DynamicTest.dynamicTest(Samples.id(p) + "", p.toUri(), () -> mutate(p)));
  }

  private static void mutate(Path program) {
    String member = Samples.id(program).member();
    String text = Samples.text(program);
    SourceText source = new SourceText("p.dtl", text.getBytes(StandardCharsets.UTF_8));
    int held = 0;
    for (HeldPlaces.Place place :
        HeldPlaces.of(FileParser.parse(source, Bounds.DEFAULT), LIBRARY)) {
      boolean needsRight = Constants.HELD.contains(place.type());
      held += needsRight ? 1 : 0;
      for (String literal : needsRight ? foreign(place.type(), member) : anything(member)) {
        String mutant = text.substring(0, place.start()) + literal + text.substring(place.end());
        check(member, mutant, literal, needsRight);
      }
    }
    assertThat(held).as("constants that need a right").isPositive();
  }

  private static void check(String member, String mutant, String literal, boolean needsRight) {
    Compiled compiled =
        COMPILER.compile(
            new SourceId(member, "mutant"),
            new SourceText("p.dtl", mutant.getBytes(StandardCharsets.UTF_8)),
            RIGHTS);
    switch (compiled) {
      case Compiled.Refused(List<Diagnostic> found) -> {
        if (needsRight) {
          assertThat(found)
              .as(literal + " in\n" + mutant)
              .extracting(Diagnostic::code)
              .containsOnly(Code.NOT_HELD);
        }
      }
      case Compiled.Units(List<Unit> units) -> {
        assertThat(needsRight).as(literal + " is accepted in\n" + mutant).isFalse();
        HoldingOracle oracle = new HoldingOracle(GRANTS, member, COMPILER.site());
        ProgramTrial.resources(units)
            .forEach(r -> assertThat(oracle.excess(r)).as(literal + " in\n" + mutant).isEmpty());
      }
    }
  }

  /** What others hold of the kind of a type, as it is and in disguise. */
  private static List<String> foreign(String type, String member) {
    Right.Kind kind = Right.Kind.of(type.substring("your_".length())).orElseThrow();
    List<String> all =
        new ArrayList<>(kind == Right.Kind.PORT ? List.of("80", "50019") : List.of());
    for (String other : RIGHTS.members()) {
      for (Right right : RIGHTS.of(other)) {
        if (right.kind() == kind && !RIGHTS.of(member).contains(right)) {
          switch (kind) {
            case DOMAIN -> {
              all.add(Constants.quoted(right.value()));
              all.add(Constants.quoted("www." + right.value()));
              all.add(Constants.quoted(right.value().toUpperCase(Locale.ROOT)));
            }
            case PATH -> {
              all.add(Constants.quoted(right.value()));
              all.add(Constants.quoted(right.value() + "/"));
              all.add(Constants.quoted(right.value() + "/a"));
            }
            case USER, GROUP -> all.add(Constants.quoted(right.value()));
            case PORT -> all.add(right.value());
            case HOST, CERT, PRIV -> throw new IllegalArgumentException(type);
          }
        }
      }
    }
    return all;
  }

  private static List<String> anything(String member) {
    List<String> all = new ArrayList<>();
    for (String type : List.of("your_domain", "your_path", "your_user", "your_port")) {
      all.add(foreign(type, member).getLast());
    }
    return all;
  }
}
