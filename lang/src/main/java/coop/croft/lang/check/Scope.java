package coop.croft.lang.check;

import org.jspecify.annotations.Nullable;

/** A function whose body is being checked, and the slots of its frame given away so far. */
final class Scope {
  private final @Nullable Scope outer;
  private int slots;

  Scope(@Nullable Scope outer) {
    this.outer = outer;
  }

  @Nullable Scope outer() {
    return outer;
  }

  int newSlot() {
    return slots++;
  }

  int slots() {
    return slots;
  }
}
