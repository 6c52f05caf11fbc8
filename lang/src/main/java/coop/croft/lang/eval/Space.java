package coop.croft.lang.eval;

/**
 * What values take of the heap, in words of eight bytes. A run may keep every value that it makes,
 * so each word counts as a step, and the bound of steps bounds the memory, too.
 */
final class Space {
  /** A function, an action or what takes a block: its code and its frame. */
  static final int CLOSURE = 3;

  /** Without its slots, each of which is one more. */
  static final int FRAME = 5;

  /** Without its elements, each of which is one more. */
  static final int LIST = 8;

  /** An action of the library with its arguments, or what the library makes of them. */
  static final int PRIMITIVE = 16;

  private Space() {}
}
