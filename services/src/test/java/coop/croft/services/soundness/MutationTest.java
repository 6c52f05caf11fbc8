package coop.croft.services.soundness;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.lang.Code;
import coop.croft.lang.Diagnostic;
import coop.croft.services.Compiler.Compiled;
import coop.croft.services.soundness.Generated.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Accepted programs that are changed so that they ask for what is not held. */
class MutationTest {
  private static final ProgramTrial PROGRAMS = new ProgramTrial();
  private static final String MEMBER = Grants.member(0);

  @Test
  void whatIsNotHeldIsRefusedAtEveryPlace() {
    MutationTrial trial = new MutationTrial(PROGRAMS);
    for (long seed = -1; seed > -100; seed--) {
      if (!PROGRAMS.run(seed).isEmpty()) {
        trial.run(PROGRAMS.program(seed));
      }
    }
    System.out.printf(
        "mutants: %d, constants by their type %s, by their way %s%n",
        trial.mutants(), trial.types(), trial.ways());
    assertThat(trial.mutants()).isGreaterThan(5_000);
    assertThat(trial.types()).containsOnlyKeys(Constants.HELD);
    assertThat(trial.ways()).containsOnlyKeys(Way.values());
  }

  /**
   * Names that evaluation makes of a host and the open domain, for every value that takes a host.
   */
  @TestFactory
  Stream<DynamicTest> noHostBelowSomebodyElsesName() {
    Form host = new Form.Base("host");
    return PROGRAMS.library().values().entrySet().stream()
        .filter(e -> e.getValue().parameters().contains(host))
        .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> hosts(e.getKey(), e.getValue())));
  }

  private static void hosts(String value, Form type) {
    for (String own : List.of("free", "held2", "theheld", "back.held", "a.back.held")) {
      assertThat(compile(value, type, own)).as(own).isInstanceOf(Compiled.Units.class);
    }
    for (String foreign :
        List.of("held", "HELD", "a.held", "a.b.held", "ｈeld", "he\u00adld", "A.Held", "a。held")) {
      assertThat(compile(value, type, foreign))
          .as(foreign)
          .isInstanceOfSatisfying(
              Compiled.Refused.class,
              r ->
                  assertThat(r.diagnostics())
                      .singleElement()
                      .extracting(Diagnostic::code)
                      .isEqualTo(Code.NOT_HELD));
    }
  }

  private static Compiled compile(String value, Form type, String host) {
    return PROGRAMS.compile(
        MEMBER, "domain \"p0.example\" with\n" + call(value, type, host) + " end");
  }

  private static String call(String value, Form type, String host) {
    Constants constants = new Constants(new Random(0), 0);
    String tied = Ranges.arguments(value, new Random(0));
    List<String> words = new ArrayList<>(List.of(value));
    List<Form> parameters = type.parameters();
    for (Form parameter : parameters.subList(0, parameters.size() - Ranges.count(value))) {
      String name = ((Form.Base) parameter).name();
      words.add(name.equals("host") ? Constants.quoted(host) : constants.good(name, value));
    }
    String call = String.join(" ", words) + " " + tied;
    return switch (type.end()) {
      case Form.Base record -> "dns (" + call + ")";
      case Form.Taker taker -> call + " with setHeader \"X-A\" \"a\" end";
      case Form.Action action when value.equals("serverAliasHost") ->
          "vhost \"www\" with " + call + " end";
      case Form.Action action -> call;
      case Form.ListOf list -> throw new IllegalArgumentException(value);
      case Form.Function function -> throw new IllegalArgumentException(value);
    };
  }

  /** The environment makes names, too. */
  @Test
  void noOfficialNameBelowSomebodyElses() {
    String program = "domain \"p0.example\" with website where Official = \"%s\" with end end";
    assertThat(PROGRAMS.compile(MEMBER, program.formatted("www")))
        .isInstanceOf(Compiled.Units.class);
    assertThat(PROGRAMS.compile(MEMBER, program.formatted("a.held")))
        .isInstanceOfSatisfying(
            Compiled.Refused.class,
            r -> assertThat(r.diagnostics().getFirst().code()).isEqualTo(Code.NOT_HELD));
  }

  /** Every spelling of what is held is accepted, and comes out in one form. */
  @Test
  void spellingsOfWhatIsHeldAreOneName() {
    for (String spelling :
        List.of("p0.example", "P0.EXAMPLE", "ｐ0.example", "p0。example", "p\u00ad0.example")) {
      assertThat(PROGRAMS.compile(MEMBER, "domain \"" + spelling + "\" with end"))
          .as(spelling)
          .isInstanceOfSatisfying(
              Compiled.Units.class,
              u -> assertThat(u.units().getFirst().domain()).isEqualTo("p0.example"));
    }
  }
}
