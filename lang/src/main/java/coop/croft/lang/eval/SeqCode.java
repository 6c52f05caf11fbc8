package coop.croft.lang.eval;

import coop.croft.lang.types.Type;

/** Statements in a row. */
public final class SeqCode extends ActionCode {
  private final Code[] statements;

  public SeqCode(Type type, Code[] statements) {
    super(type);
    this.statements = statements;
  }

  @Override
  void run(Machine machine, Frame frame) {
    machine.enter();
    for (Code statement : statements) {
      statement.run(machine, frame);
    }
    machine.leave();
  }
}
