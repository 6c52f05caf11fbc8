package coop.croft.lang.check;

import coop.croft.lang.syntax.Expr;
import coop.croft.lang.types.Symbol;
import coop.croft.lang.types.Type;
import java.util.function.BooleanSupplier;

/**
 * Hears what the checker finds out on its way through a file, in the order of the text; for tools.
 * The types that it gets may be open still: they settle by the end of the declaration that they
 * stand in.
 */
public interface Observer {
  /** Hears nothing: what a plain check works with. */
  Observer NONE = new Observer() {};

  /** Hears nothing either. */
  static Observer unless(BooleanSupplier cancelled) {
    return new Observer() {
      @Override
      public boolean isCancelled() {
        return cancelled.getAsBoolean();
      }
    };
  }

  /**
   * Whether nobody wants to know any more: then the check ends by a {@link
   * java.util.concurrent.CancellationException}. Asked now and then.
   */
  default boolean isCancelled() {
    return false;
  }

  /** A name, where it is declared, bound or used. */
  default void named(int start, int end, Symbol symbol) {}

  /** A name that is declared or bound without a type being written. */
  default void inferred(Symbol symbol) {}

  /** A constant that has settled as that type, before it is tested. */
  default void settled(int start, int end, Type.Base type) {}

  /**
   * A function that is applied.
   *
   * @param function the type that it has by itself
   */
  default void applied(Expr.Apply apply, Type function) {}

  /** Whether that name is the hole about which {@link #hole} wants to hear. */
  default boolean isHole(String name) {
    return false;
  }

  /** The hole, and what would be legal in its place. */
  default void hole(int start, Choice choice) {}
}
