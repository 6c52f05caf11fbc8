package coop.croft.lang;

import java.util.Locale;

/** The classes of errors. {@link #label} is what members see and what {@code explain} takes. */
public enum Code {
  SYNTAX,
  UNKNOWN_NAME,
  TYPE_MISMATCH,
  INVALID_VALUE,
  NOT_HELD,
  CONTEXT,
  NEEDS_BLOCK,
  TAKES_NO_BLOCK,
  NOT_A_FUNCTION,
  NOT_AN_ACTION,
  EXTERN_FORBIDDEN,
  UNDECLARED_VARIABLE,
  AMBIGUOUS_TYPE,
  CONFLICT,
  BOUND;

  /** The code as it is written in messages, for example {@code not-held}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
