package coop.croft.lang;

/** The answer of a refined type's membership test about one constant. */
public sealed interface Verdict {
  /**
   * The constant belongs to the type.
   *
   * @param normal its normal form (a {@code String} or {@code Long}), which is what is held,
   *     compared and sent on
   */
  record Accepted(Object normal) implements Verdict {}

  /**
   * Malformed.
   *
   * @param why a sentence: {@code 203.0.113.999: the last part must be at most 255}
   */
  record Invalid(String why) implements Verdict {}

  /**
   * Well formed, but the subject does not hold it.
   *
   * @param why a sentence: {@code you do not hold the domain bank.example}
   * @param hint how to get the right
   */
  record NotHeld(String why, String hint) implements Verdict {}

  static Verdict accepted(Object normal) {
    return new Accepted(normal);
  }

  static Verdict invalid(String why) {
    return new Invalid(why);
  }

  static Verdict notHeld(String why, String hint) {
    return new NotHeld(why, hint);
  }
}
