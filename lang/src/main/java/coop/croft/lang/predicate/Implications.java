package coop.croft.lang.predicate;

import java.util.HashMap;
import java.util.Map;

/** Implications already decided; a program asks the same few again and again. */
public final class Implications {
  private final long bound;
  private final Map<Pred, Map<Pred, Implication.Answer>> known = new HashMap<>();
  private long spent;

  public Implications(long bound) {
    this.bound = bound;
  }

  /** Whether {@code premise} implies {@code conclusion}; what could not be read fits everywhere. */
  @SuppressWarnings("ReferenceEquality") // interned
  public Implication.Answer decide(Pred premise, Pred conclusion) throws Implication.TooMuchWork {
    if (premise == conclusion
        || premise.form() == Pred.Form.FAULTY
        || conclusion.form() == Pred.Form.FAULTY) {
      return HOLDS;
    }
    Map<Pred, Implication.Answer> from = known.computeIfAbsent(premise, p -> new HashMap<>());
    Implication.Answer answer = from.get(conclusion);
    if (answer == null) {
      answer = Implication.decide(premise, conclusion, bound);
      spent += answer.work();
      from.put(conclusion, answer);
    }
    return answer;
  }

  /** Work done since the last call. */
  public long takeSpent() {
    long taken = spent;
    spent = 0;
    return taken;
  }

  private static final Implication.Answer HOLDS = new Implication.Answer(null, 0);
}
