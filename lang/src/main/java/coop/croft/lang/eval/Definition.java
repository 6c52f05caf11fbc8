package coop.croft.lang.eval;

import coop.croft.lang.types.Type;

/**
 * A declared value, checked.
 *
 * @param index its place among the values of a run; those of the library come first
 * @param slots size of the frame that its code needs
 * @param doc doc string, or empty
 */
public record Definition(String name, int index, Type type, Code code, int slots, String doc) {
  @Override
  public boolean equals(@org.jspecify.annotations.Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return index;
  }
}
