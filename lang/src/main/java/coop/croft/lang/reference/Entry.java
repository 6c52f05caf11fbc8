package coop.croft.lang.reference;

import coop.croft.lang.Span;
import coop.croft.lang.syntax.LinkedText;
import coop.croft.lang.syntax.Uses;
import coop.croft.lang.types.Literals;
import java.util.List;
import java.util.Optional;

/** One declaration of a library file or a site file, for one name or for several. */
public sealed interface Entry {
  List<String> names();

  /** The name space of its names. */
  Uses.Space space();

  /** Of the first name. */
  Span place();

  DocText doc();

  /**
   * A type.
   *
   * @param literals which constants it may accept; the externs say which of these it does
   * @param makers values of the type, and functions that give one
   * @param takers functions with a parameter of the type or a list of it
   * @param variables that hold the type or a list of it
   */
  record OfType(
      List<String> names,
      Span place,
      DocText doc,
      Literals literals,
      List<String> makers,
      List<String> takers,
      List<String> variables)
      implements Entry {
    @Override
    public Uses.Space space() {
      return Uses.Space.TYPE;
    }
  }

  /**
   * A value; a function or an action mostly.
   *
   * @param type without rows
   * @param reads variables that the action reads, in the order of their names
   * @param writes variables that it sets for what follows it
   * @param where of an action: where it is legal, in words
   * @param legalIn of an action: the blocks in which it is legal
   * @param takes of what takes a block: the predicate of the block
   */
  record OfValue(
      List<String> names,
      Span place,
      DocText doc,
      LinkedText type,
      List<Row> reads,
      List<Row> writes,
      Optional<String> where,
      List<BlockKind> legalIn,
      Optional<LinkedText> takes)
      implements Entry {
    @Override
    public Uses.Space space() {
      return Uses.Space.VALUE;
    }
  }

  /** A variable in the row of an action. */
  record Row(String variable, LinkedText type) {}

  /**
   * An environment variable.
   *
   * @param byDefault the expression behind it, as it is written
   * @param ofSite the expression that the site sets instead
   * @param readBy values whose actions read it
   */
  record OfVariable(
      List<String> names,
      Span place,
      DocText doc,
      LinkedText type,
      String byDefault,
      Optional<String> ofSite,
      List<String> readBy)
      implements Entry {
    @Override
    public Uses.Space space() {
      return Uses.Space.VARIABLE;
    }
  }

  /** Another default that a site file gives to a variable of the library. */
  record OfSetting(List<String> names, Span place, DocText doc, LinkedText type, String byDefault)
      implements Entry {
    @Override
    public Uses.Space space() {
      return Uses.Space.VARIABLE;
    }
  }

  /**
   * A context.
   *
   * @param openers values whose block is inside it
   */
  record OfContext(List<String> names, Span place, DocText doc, List<String> openers)
      implements Entry {
    @Override
    public Uses.Space space() {
      return Uses.Space.CONTEXT;
    }
  }
}
