package coop.croft.lang.eval;

/** A declared value of the library or of the file. */
public final class Global extends Code {
  private final Definition definition;

  public Global(Definition definition) {
    super(definition.type());
    this.definition = definition;
  }

  @Override
  Object eval(Machine machine, Frame frame) {
    return machine.valueOf(definition);
  }
}
