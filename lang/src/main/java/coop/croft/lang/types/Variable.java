package coop.croft.lang.types;

/**
 * An environment variable.
 *
 * @param symbol its type is built from base types and lists only
 * @param index its slot in the environment of a run; those of the library come first
 */
public record Variable(Symbol symbol, int index) {
  public String name() {
    return symbol.name();
  }

  public Type type() {
    return symbol.type();
  }

  @Override
  public boolean equals(@org.jspecify.annotations.Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return index;
  }
}
