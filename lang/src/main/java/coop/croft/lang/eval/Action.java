package coop.croft.lang.eval;

/** The value of an action: runs when it stands as a statement. */
@FunctionalInterface
interface Action {
  Action NOTHING = machine -> {};

  void run(Machine machine);
}
