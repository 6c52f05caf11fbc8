package coop.croft.lang.check;

import coop.croft.lang.predicate.Pred;
import coop.croft.lang.types.Symbol;
import coop.croft.lang.types.Type;
import java.util.List;
import java.util.Optional;

/**
 * What would be legal at one place of a program.
 *
 * @param place what kind of thing stands there
 * @param around predicate of the surrounding block, if known
 * @param type that is wanted of a value, if known
 * @param symbols that would do, arguments aside; what is nearest first
 */
public record Choice(
    Place place, Optional<Pred> around, Optional<Type> type, List<Symbol> symbols) {
  /** What kind of thing stands at a place. */
  public enum Place {
    /** A statement: an action, or what takes a block and is an action with it. */
    STATEMENT,
    /** The head of a {@code with}: what takes a block. */
    TAKER,
    /** What a {@code where} sets for a head of {@link #type}: an assignment. */
    SETTING,
    /** A value of {@link #type}. */
    VALUE,
    /** Anything that is no type and no context. */
    ANYTHING,
    /** An environment variable. */
    VARIABLE,
    TYPE,
    CONTEXT
  }
}
