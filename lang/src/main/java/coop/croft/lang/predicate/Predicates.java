package coop.croft.lang.predicate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A table of predicates in which equal ones are the same object. A table for one program stands
 * upon that of the library, which is no longer written by then.
 */
public final class Predicates {
  /** Nothing is known about it, and nothing is held against it. */
  public static final Pred FAULTY = new Pred(Pred.Form.FAULTY, "", List.of());

  private static final Pred ROOT = new Pred(Pred.Form.ROOT, "", List.of());
  private static final Pred ANYWHERE = new Pred(Pred.Form.SOMEWHERE, "", List.of(ROOT));

  /** Structural key; the parts are interned, so identity compares them. */
  private record Key(Pred pred) {
    @Override
    public int hashCode() {
      return pred.structuralHash();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      if (!(other instanceof Key key)) {
        return false;
      }
      Pred that = key.pred;
      if (pred.form() != that.form()
          || pred.parts().size() != that.parts().size()
          || !pred.name().equals(that.name())) {
        return false;
      }
      for (int i = 0; i < pred.parts().size(); i++) {
        if (!same(pred.parts().get(i), that.parts().get(i))) {
          return false;
        }
      }
      return true;
    }

    @SuppressWarnings("ReferenceEquality")
    private static boolean same(Pred a, Pred b) {
      return a == b;
    }
  }

  private final @Nullable Predicates below;
  private final Map<Key, Pred> table = new HashMap<>();

  public Predicates(@Nullable Predicates below) {
    this.below = below;
  }

  public Pred root() {
    return ROOT;
  }

  /** Holds for every stack. */
  public Pred anywhere() {
    return ANYWHERE;
  }

  public Pred context(String name) {
    return interned(new Pred(Pred.Form.CONTEXT, name, List.of()));
  }

  public Pred somewhere(Pred inner) {
    if (inner.form() == Pred.Form.FAULTY) {
      return FAULTY;
    }
    return inner.form() == Pred.Form.ROOT
        ? ANYWHERE
        : interned(new Pred(Pred.Form.SOMEWHERE, "", List.of(inner)));
  }

  public Pred not(Pred inner) {
    if (inner.form() == Pred.Form.FAULTY) {
      return FAULTY;
    }
    return interned(new Pred(Pred.Form.NOT, "", List.of(inner)));
  }

  /** The conjunction, flat and without repetitions; {@link #anywhere} if there is nothing in it. */
  public Pred all(Iterable<Pred> predicates) {
    Set<Pred> distinct = new LinkedHashSet<>();
    for (Pred pred : predicates) {
      if (pred.form() == Pred.Form.FAULTY) {
        return FAULTY;
      }
      distinct.addAll(pred.conjuncts());
    }
    distinct.remove(ANYWHERE);
    return switch (distinct.size()) {
      case 0 -> ANYWHERE;
      case 1 -> distinct.iterator().next();
      default -> interned(new Pred(Pred.Form.ALL, "", List.copyOf(new ArrayList<>(distinct))));
    };
  }

  private Pred interned(Pred fresh) {
    Key key = new Key(fresh);
    if (below != null) {
      Pred known = below.table.get(key);
      if (known != null) {
        return known;
      }
    }
    Pred known = table.putIfAbsent(key, fresh);
    return known == null ? fresh : known;
  }
}
