package coop.croft.services.soundness;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The names that a program has declared where something is written, innermost last. */
final class Scope {
  private final List<Declared.Named> names = new ArrayList<>();

  /** To be given to {@link #leave}. */
  int enter() {
    return names.size();
  }

  void leave(int entered) {
    names.subList(entered, names.size()).clear();
  }

  void add(String name, Form type) {
    names.add(new Declared.Named(name, type));
  }

  boolean hides(String libraryName) {
    return names.stream().anyMatch(n -> n.name().equals(libraryName));
  }

  /** Those that are not hidden by later ones and have a type that fits. */
  List<Declared.Named> those(Predicate<Form> fits) {
    List<Declared.Named> found = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Declared.Named named = names.get(i);
      boolean hidden =
          names.subList(i + 1, names.size()).stream().anyMatch(n -> n.name().equals(named.name()));
      if (!hidden && fits.test(named.type())) {
        found.add(named);
      }
    }
    return found;
  }
}
