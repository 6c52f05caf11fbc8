package coop.croft.services.soundness;

import coop.croft.services.soundness.Declared.Named;
import coop.croft.services.soundness.Generated.Way;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** What drawing a program needs at every place: chance, what is declared, and what was drawn. */
abstract class Drawing {
  /** Nesting from which on only simple things are drawn. */
  static final int DEEPEST = 5;

  final Declared library;
  final Random random;
  final Generated program;
  final Constants constants;
  final Scope scope = new Scope();
  final Set<Way> ways = EnumSet.noneOf(Way.class);

  /** How many things that do not fit may still be drawn. */
  private int faults;

  private int names;
  int fuel = 40;
  final List<Named> ownVariables = new ArrayList<>();

  Drawing(Declared library, long seed, int number) {
    this.library = library;
    // Neighbouring seeds of a Random begin with almost the same numbers.
    this.random = new Random(new SplittableRandom(seed).nextLong());
    this.program = new Generated(number);
    this.constants = new Constants(random, number);
    this.faults =
        switch (random.nextInt(8)) {
          case 0 -> Integer.MAX_VALUE;
          case 1, 2 -> 1;
          default -> 0;
        };
  }

  boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  /** Whether this is a place for something that does not fit. */
  boolean wrong(int rarity) {
    boolean wrong = faults > 0 && oneIn(rarity);
    faults -= wrong ? 1 : 0;
    return wrong;
  }

  <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  String fresh(String start) {
    return start + names++;
  }

  static Form base(String name) {
    return new Form.Base(name);
  }

  String under(Way way, Supplier<String> inner) {
    boolean added = ways.add(way);
    String text = inner.get();
    if (added) {
      ways.remove(way);
    }
    return text;
  }

  Named anyVariable() {
    int at = random.nextInt(ownVariables.size() + library.variables().size());
    return at < ownVariables.size()
        ? ownVariables.get(at)
        : pick(library.variableNames().get(at - ownVariables.size()));
  }

  void use(Named variable) {
    if (library.variables().containsKey(variable.name())) {
      program.used().add(variable.name());
    }
  }

  Named pick(String variable) {
    return new Named(variable, Objects.requireNonNull(library.variables().get(variable)));
  }

  List<Named> visible(List<Named> of) {
    return of.stream().filter(n -> !scope.hides(n.name())).toList();
  }
}
