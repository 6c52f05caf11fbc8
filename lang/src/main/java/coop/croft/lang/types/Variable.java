package coop.croft.lang.types;

/**
 * An environment variable.
 *
 * @param index its slot in the environment of a run; those of the library come first
 * @param type built from base types and lists only
 */
public record Variable(String name, int index, Type type) {
  @Override
  public boolean equals(@org.jspecify.annotations.Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return index;
  }
}
