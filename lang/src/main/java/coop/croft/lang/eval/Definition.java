package coop.croft.lang.eval;

import coop.croft.lang.types.Symbol;
import coop.croft.lang.types.Type;

/**
 * A declared value, checked.
 *
 * @param index its place among the values of a run; those of the library come first
 * @param slots size of the frame that its code needs
 */
public record Definition(Symbol symbol, int index, Code code, int slots) {
  public String name() {
    return symbol.name();
  }

  public Type type() {
    return symbol.type();
  }
}
