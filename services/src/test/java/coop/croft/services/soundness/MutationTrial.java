package coop.croft.services.soundness;

import coop.croft.lang.Code;
import coop.croft.lang.Diagnostic;
import coop.croft.services.Compiler.Compiled;
import coop.croft.services.soundness.Generated.Constant;
import coop.croft.services.soundness.Generated.Way;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Asks in accepted programs for what is not held, at every place where something held is named: all
 * must be refused, at that place, whatever way the constant goes.
 */
final class MutationTrial {
  /** Such a constant has the form of its type, so that it is the right that is missing. */
  private static final Map<String, Pattern> PLAIN =
      Map.of(
          "your_domain", Pattern.compile("\"[a-z0-9-]+(\\.[a-z0-9-]+)*\""),
          "your_path", Pattern.compile("\"(/[A-Za-z0-9-]+)+/?\""),
          "your_user", Pattern.compile("\"[a-z-]+2?\""),
          "your_group", Pattern.compile("\"[a-z-]+\""),
          "your_port", Pattern.compile("[1-9][0-9]{0,3}|5[0-9]{4}"));

  private final ProgramTrial programs;
  private final Map<Way, Long> ways = new EnumMap<>(Way.class);
  private final Map<String, Long> types = new TreeMap<>();
  private long mutants;

  MutationTrial(ProgramTrial programs) {
    this.programs = programs;
  }

  /** Programs that were refused as they must be. */
  long mutants() {
    return mutants;
  }

  /** How many constants were exchanged that go each way. */
  Map<Way, Long> ways() {
    return ways;
  }

  /** How many constants of which type were exchanged. */
  Map<String, Long> types() {
    return types;
  }

  /** Exchanges each constant of something held for each thing that is not. */
  void run(Generated accepted) {
    for (int i = 0; i < accepted.constants().size(); i++) {
      Constant constant = accepted.constants().get(i);
      if (Constants.HELD.contains(constant.type()) && accepted.has(i)) {
        types.merge(constant.type(), 1L, Long::sum);
        constant.ways().forEach(way -> ways.merge(way, 1L, Long::sum));
        for (String literal : Constants.notHeld(constant.type(), accepted.number())) {
          refused(accepted, i, literal);
        }
      }
    }
    Compiled stolen = programs.compile(Grants.next(accepted.member()), accepted.text());
    require(
        stolen instanceof Compiled.Refused(List<Diagnostic> found)
            && found.stream().allMatch(d -> d.code() == Code.NOT_HELD),
        "somebody else's program: " + stolen,
        accepted.text());
  }

  private void refused(Generated accepted, int index, String literal) {
    String type = accepted.constants().get(index).type();
    String mutant = accepted.with(index, literal);
    mutants++;
    switch (programs.compile(accepted.member(), mutant)) {
      case Compiled.Units units -> require(false, literal + " is accepted as " + type, mutant);
      case Compiled.Refused(List<Diagnostic> found) -> {
        Diagnostic first = found.getFirst();
        boolean plain = Objects.requireNonNull(PLAIN.get(type)).matcher(literal).matches();
        require(
            found.size() == 1
                && (first.code() == Code.NOT_HELD
                    || (!plain && first.code() == Code.INVALID_VALUE)),
            literal + " as " + type + ": " + found,
            mutant);
        int[] place = accepted.place(index);
        require(
            Arrays.equals(place, new int[] {first.span().line(), first.span().column()}),
            literal + " is refused at another place: " + first,
            mutant);
      }
    }
  }

  private static void require(boolean holds, String otherwise, String program) {
    if (!holds) {
      throw new AssertionError(otherwise + "\n" + program);
    }
  }
}
