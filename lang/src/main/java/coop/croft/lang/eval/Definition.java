package coop.croft.lang.eval;

import coop.croft.lang.types.Symbol;

/** A declared value of the library or of the file, checked; the code of all its uses. */
public final class Definition extends Code {
  private final Symbol symbol;
  private final int index;
  private final Code code;
  private final int slots;

  /**
   * @param index its place among the values of a run; those of the library come first
   * @param slots size of the frame that its code needs
   */
  public Definition(Symbol symbol, int index, Code code, int slots) {
    super(symbol.type());
    this.symbol = symbol;
    this.index = index;
    this.code = code;
    this.slots = slots;
  }

  public String name() {
    return symbol.name();
  }

  public Symbol symbol() {
    return symbol;
  }

  public int index() {
    return index;
  }

  public Code code() {
    return code;
  }

  public int slots() {
    return slots;
  }

  @Override
  Object eval(Machine machine, Frame frame) {
    return machine.valueOf(this);
  }
}
