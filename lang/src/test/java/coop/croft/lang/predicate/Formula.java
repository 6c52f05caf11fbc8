package coop.croft.lang.predicate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Predicates once more, by the words of their definition alone: they share no code with those of
 * the checker, which are held against them.
 */
sealed interface Formula {
  /** Names of contexts in formulas; to each of them any further name is just another one. */
  List<String> NAMES = List.of("A", "B", "C");

  record Root() implements Formula {}

  record Name(String name) implements Formula {}

  record Somewhere(Formula part) implements Formula {}

  record Not(Formula part) implements Formula {}

  record Both(Formula left, Formula right) implements Formula {}

  /** Whether a stack, outermost first, satisfies it. */
  default boolean holds(List<String> stack) {
    return switch (this) {
      case Root() -> stack.isEmpty();
      case Name(String name) -> !stack.isEmpty() && stack.getLast().equals(name);
      case Somewhere(Formula part) -> {
        for (int outer = 0; outer <= stack.size(); outer++) {
          if (part.holds(stack.subList(0, outer))) {
            yield true;
          }
        }
        yield false;
      }
      case Not(Formula part) -> !part.holds(stack);
      case Both(Formula left, Formula right) -> left.holds(stack) && right.holds(stack);
    };
  }

  /** The same in the checker's table. */
  default Pred in(Predicates table) {
    return switch (this) {
      case Root() -> table.root();
      case Name(String name) -> table.context(name);
      case Somewhere(Formula part) -> table.somewhere(part.in(table));
      case Not(Formula part) -> table.not(part.in(table));
      case Both(Formula left, Formula right) -> table.all(List.of(left.in(table), right.in(table)));
    };
  }

  /** Its distinct parts {@code ^P}, where {@code ^^P}, which says the same as {@code ^P}, is it. */
  default Set<Formula> memories() {
    Set<Formula> memories = new HashSet<>();
    collect(memories);
    return memories;
  }

  private void collect(Set<Formula> memories) {
    switch (this) {
      case Root root -> {}
      case Name name -> {}
      case Somewhere(Formula part) -> {
        if (!(part instanceof Somewhere)) {
          memories.add(part);
        }
        part.collect(memories);
      }
      case Not(Formula part) -> part.collect(memories);
      case Both(Formula left, Formula right) -> {
        left.collect(memories);
        right.collect(memories);
      }
    }
  }

  /** All formulas of a size: the number of their names, {@code Root} and operators. */
  static List<List<Formula>> bySize(int most) {
    List<List<Formula>> sizes = new ArrayList<>();
    sizes.add(List.of());
    sizes.add(atoms());
    for (int size = 2; size <= most; size++) {
      List<Formula> made = new ArrayList<>();
      for (Formula part : sizes.get(size - 1)) {
        made.add(new Not(part));
        made.add(new Somewhere(part));
      }
      for (int left = 1; left < size - 1; left++) {
        for (Formula a : sizes.get(left)) {
          for (Formula b : sizes.get(size - 1 - left)) {
            made.add(new Both(a, b));
          }
        }
      }
      sizes.add(made);
    }
    return sizes;
  }

  private static List<Formula> atoms() {
    List<Formula> atoms = new ArrayList<>();
    atoms.add(new Root());
    NAMES.forEach(name -> atoms.add(new Name(name)));
    return atoms;
  }

  /** A formula of that size. */
  static Formula random(int size, Random random) {
    if (size == 1) {
      int atom = random.nextInt(NAMES.size() + 1);
      return atom == NAMES.size() ? new Root() : new Name(NAMES.get(atom));
    }
    if (size > 2 && random.nextBoolean()) {
      int left = 1 + random.nextInt(size - 2);
      return new Both(random(left, random), random(size - 1 - left, random));
    }
    Formula part = random(size - 1, random);
    return random.nextBoolean() ? new Somewhere(part) : new Not(part);
  }
}
