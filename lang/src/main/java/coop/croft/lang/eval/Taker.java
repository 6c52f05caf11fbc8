package coop.croft.lang.eval;

/** The value of what takes a nested block. */
@FunctionalInterface
interface Taker {
  Object take(Machine machine, Action block);
}
