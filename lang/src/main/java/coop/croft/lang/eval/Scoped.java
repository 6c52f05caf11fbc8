package coop.croft.lang.eval;

/**
 * Values of {@code … with … end}: wherever the action that they end in runs, it restores the
 * environment. What is scoped already is not wrapped again, so that such values do not pile up.
 * What takes a further block is left alone: it is another {@code with} that gives it one.
 */
sealed interface Scoped {
  static Object of(Object value) {
    return switch (value) {
      case Scoped scoped -> scoped;
      case Action action -> new OfAction(action);
      case Applicable function -> new OfFunction(function);
      default -> value;
    };
  }

  record OfAction(Action action) implements Scoped, Action {
    @Override
    public void run(Machine machine) {
      int mark = machine.mark();
      machine.perform(action);
      machine.restore(mark);
    }
  }

  record OfFunction(Applicable function) implements Scoped, Applicable {
    @Override
    public Object apply(Machine machine, Object argument) {
      return of(function.apply(machine, argument));
    }
  }
}
