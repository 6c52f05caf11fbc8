package coop.croft.lang.predicate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides exactly whether one predicate implies another.
 *
 * <p>A stack is read from its outermost name inwards. What both predicates can tell about the part
 * read so far depends only on its last name and on which sub-formulas {@code ^Q} some part has
 * satisfied, so these make up the states of a finite automaton. Names that neither predicate
 * mentions cannot be told apart and count as one letter. A search in breadth from the empty stack
 * finds a shortest stack on which the first holds and the second does not, or proves that there is
 * none.
 */
public final class Implication {
  /** Letter for a context that no predicate at hand mentions. */
  public static final String OTHER = "…";

  /**
   * The answer.
   *
   * @param counterExample a shortest stack, outermost name first, that satisfies the first
   *     predicate and not the second; null if there is none. {@link #OTHER} stands for any other
   *     context.
   * @param work states times size of the predicates
   */
  public record Answer(@Nullable List<String> counterExample, long work) {
    public boolean holds() {
      return counterExample == null;
    }
  }

  /** The work would exceed its bound. */
  public static final class TooMuchWork extends Exception {
    private static final long serialVersionUID = 1L;

    TooMuchWork() {
      super("implication", null, false, false);
    }
  }

  private static final int EMPTY = -1;

  /** The distinct sub-formulas, inner ones before outer ones. */
  private final List<Pred> formulas = new ArrayList<>();

  private final Map<Pred, Integer> indices = new HashMap<>();
  private final List<String> letters = new ArrayList<>();
  private final Map<String, Integer> letterOf = new HashMap<>();
  private final int[][] parts;
  private final int[] own;
  private final boolean[] values;
  private int marks;

  private Implication(Pred premise, Pred conclusion) {
    collect(premise);
    collect(conclusion);
    letters.add(OTHER);
    parts = new int[formulas.size()][];
    own = new int[formulas.size()];
    values = new boolean[formulas.size()];
    for (int i = 0; i < parts.length; i++) {
      Pred formula = formulas.get(i);
      parts[i] = new int[formula.parts().size()];
      for (int j = 0; j < parts[i].length; j++) {
        parts[i][j] = index(formula.parts().get(j));
      }
      switch (formula.form()) {
        case CONTEXT -> own[i] = letter(formula.name());
        case SOMEWHERE -> own[i] = marks++;
        case ROOT, NOT, ALL, FAULTY -> own[i] = 0;
      }
    }
  }

  /**
   * Whether every stack that satisfies {@code premise} satisfies {@code conclusion}.
   *
   * @param bound most work that may be done, in states times size of the predicates
   */
  public static Answer decide(Pred premise, Pred conclusion, long bound) throws TooMuchWork {
    return new Implication(premise, conclusion).search(premise, conclusion, bound);
  }

  private int index(Pred formula) {
    Integer index = indices.get(formula);
    if (index == null) {
      throw new IllegalStateException("formula before its parts");
    }
    return index;
  }

  private int letter(String name) {
    Integer letter = letterOf.get(name);
    if (letter == null) {
      throw new IllegalStateException("name not collected");
    }
    return letter;
  }

  private void collect(Pred formula) {
    if (indices.containsKey(formula)) {
      return;
    }
    for (Pred part : formula.parts()) {
      collect(part);
    }
    indices.put(formula, formulas.size());
    formulas.add(formula);
    if (formula.form() == Pred.Form.CONTEXT) {
      letterOf.computeIfAbsent(
          formula.name(),
          name -> {
            letters.add(name);
            return letters.size() - 1;
          });
    }
  }

  /** A state, and how it was reached. */
  private static final class State {
    final int last;
    final long[] marks;
    final @Nullable State before;

    State(int last, long[] marks, @Nullable State before) {
      this.last = last;
      this.marks = marks;
      this.before = before;
    }

    @Override
    public int hashCode() {
      return java.util.Arrays.hashCode(marks) * 31 + last;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof State state
          && state.last == last
          && java.util.Arrays.equals(state.marks, marks);
    }
  }

  private Answer search(Pred premise, Pred conclusion, long bound) throws TooMuchWork {
    int premiseAt = index(premise);
    int conclusionAt = index(conclusion);
    int size = formulas.size();
    int words = (marks + 63) / 64;
    Map<State, State> seen = new HashMap<>();
    ArrayDeque<State> open = new ArrayDeque<>();
    State current = step(null, EMPTY, new long[words]);
    long work = 0;
    while (true) {
      if (seen.putIfAbsent(current, current) == null) {
        work += size;
        if (work > bound) {
          throw new TooMuchWork();
        }
        if (values[premiseAt] && !values[conclusionAt]) {
          return new Answer(path(current), work);
        }
        open.add(current);
      }
      current = null;
      while (current == null) {
        // The next letter of the oldest state; a state whose letters are all read is done.
        State from = open.peek();
        if (from == null) {
          return new Answer(null, work);
        }
        if (nextLetter == letters.size()) {
          nextLetter = 0;
          open.remove();
        } else {
          current = step(from, nextLetter++, from.marks.clone());
        }
      }
    }
  }

  private int nextLetter;

  /** Reads one letter: computes {@link #values} for the longer part, and the state it leads to. */
  private State step(@Nullable State before, int letter, long[] reached) {
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (formulas.get(i).form()) {
            case ROOT -> letter == EMPTY;
            case CONTEXT -> letter == own[i];
            case NOT -> !values[parts[i][0]];
            case ALL -> allOf(parts[i]);
            case SOMEWHERE -> mark(reached, own[i], values[parts[i][0]]);
            case FAULTY -> true;
          };
    }
    return new State(letter, reached, before);
  }

  private boolean allOf(int[] conjuncts) {
    for (int conjunct : conjuncts) {
      if (!values[conjunct]) {
        return false;
      }
    }
    return true;
  }

  private static boolean mark(long[] reached, int mark, boolean now) {
    if (now) {
      reached[mark >> 6] |= 1L << mark;
    }
    return (reached[mark >> 6] & 1L << mark) != 0;
  }

  private List<String> path(State end) {
    List<String> names = new ArrayList<>();
    for (State state = end; state != null && state.last != EMPTY; state = state.before) {
      names.add(letters.get(state.last));
    }
    Collections.reverse(names);
    return List.copyOf(names);
  }
}
