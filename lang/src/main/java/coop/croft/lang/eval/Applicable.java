package coop.croft.lang.eval;

/** The value of a function. */
@FunctionalInterface
interface Applicable {
  Object apply(Machine machine, Object argument);
}
