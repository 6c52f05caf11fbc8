package coop.croft.lang.eval;

import org.jspecify.annotations.Nullable;

/**
 * What lasts from one run to the next where a program is entered piece by piece: the values of its
 * declarations, which are never computed twice, and the environment.
 */
public final class Memory {
  /** By the index of the definition; a value is the same for every run. */
  @Nullable Object[] values = new @Nullable Object[64];

  /** By the index of the variable. */
  @Nullable Object[] environment;

  /**
   * @param variables of the library
   */
  public Memory(int variables) {
    this.environment = new @Nullable Object[variables];
  }
}
