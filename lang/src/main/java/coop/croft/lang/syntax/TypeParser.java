package coop.croft.lang.syntax;

import java.util.ArrayList;
import java.util.List;

/** Reads types and predicates in one pass, without going back. */
final class TypeParser {
  private static final String TYPE_WANTED = "expected a type, found ";
  private final Cursor cursor;

  TypeParser(Cursor cursor) {
    this.cursor = cursor;
  }

  TypeExpr type() {
    TypeOrPred read = either();
    return switch (read) {
      case TypeExpr type -> type;
      case PredExpr pred ->
          throw cursor.fault(
              "expected '=>' and a type after the predicate, found " + cursor.found(),
              "an action is written [" + "Predicate" + "]");
    };
  }

  PredExpr pred() {
    cursor.enter();
    PredExpr read = conjunction(prefixed());
    cursor.leave();
    return read;
  }

  private TypeOrPred either() {
    cursor.enter();
    TypeOrPred first =
        switch (cursor.kind()) {
          case CARET, NOT, ROOT, CSYMBOL -> prefixed();
          case OPEN_PAREN -> parenthesis();
          case OPEN_BRACKET -> bracket();
          case SYMBOL -> named();
          default -> throw cursor.fault(TYPE_WANTED + cursor.found(), null);
        };
    TypeOrPred whole =
        switch (first) {
          case PredExpr pred -> blockOrPred(conjunction(pred));
          case TypeExpr type -> functionOr(type);
        };
    cursor.leave();
    return whole;
  }

  private TypeOrPred blockOrPred(PredExpr pred) {
    if (!cursor.accept(Kind.DOUBLE_ARROW)) {
      return pred;
    }
    TypeExpr result = type();
    return new TypeExpr.Block(pred.start(), result.end(), pred, result);
  }

  private TypeExpr functionOr(TypeExpr parameter) {
    if (!cursor.accept(Kind.ARROW)) {
      return parameter;
    }
    TypeExpr result = type();
    return new TypeExpr.Function(parameter.start(), result.end(), parameter, result);
  }

  private TypeExpr named() {
    int start = cursor.start();
    int end = cursor.end();
    String name = cursor.text();
    cursor.advance();
    return new TypeExpr.Named(start, end, name);
  }

  private TypeOrPred parenthesis() {
    cursor.advance();
    TypeOrPred inner = either();
    cursor.expect(
        Kind.CLOSE_PAREN, "after " + (inner instanceof PredExpr ? "a predicate" : "a type"));
    return inner;
  }

  private TypeExpr bracket() {
    int start = cursor.start();
    cursor.advance();
    TypeOrPred inner = either();
    int end = cursor.end();
    cursor.expect(
        Kind.CLOSE_BRACKET, "after " + (inner instanceof PredExpr ? "a predicate" : "a type"));
    return switch (inner) {
      case TypeExpr element -> new TypeExpr.ListOf(start, end, element);
      case PredExpr pred -> action(start, pred);
    };
  }

  private TypeExpr action(int start, PredExpr pred) {
    List<TypeExpr.RowEntry> reads = List.of();
    List<TypeExpr.RowEntry> writes = List.of();
    if (cursor.is(Kind.OPEN_BRACE)) {
      reads = row();
      if (cursor.accept(Kind.DOUBLE_ARROW)) {
        writes = row();
      }
    }
    return new TypeExpr.Action(start, cursor.lastEnd(), pred, reads, writes);
  }

  private List<TypeExpr.RowEntry> row() {
    cursor.expect(Kind.OPEN_BRACE, "before the variables of a row");
    List<TypeExpr.RowEntry> entries = new ArrayList<>();
    if (!cursor.is(Kind.CLOSE_BRACE)) {
      do {
        int start = cursor.start();
        String variable = cursor.name(Kind.CSYMBOL, "in a row");
        cursor.expect(Kind.COLON, "after a variable in a row");
        entries.add(new TypeExpr.RowEntry(start, variable, type()));
      } while (cursor.accept(Kind.COMMA));
    }
    cursor.expect(Kind.CLOSE_BRACE, "at the end of a row");
    return List.copyOf(entries);
  }

  private PredExpr conjunction(PredExpr first) {
    if (!cursor.is(Kind.AND)) {
      return first;
    }
    List<PredExpr> parts = new ArrayList<>();
    parts.add(first);
    while (cursor.accept(Kind.AND)) {
      parts.add(prefixed());
    }
    return new PredExpr.All(first.start(), cursor.lastEnd(), List.copyOf(parts));
  }

  private PredExpr prefixed() {
    int start = cursor.start();
    int end = cursor.end();
    return switch (cursor.kind()) {
      case CARET -> {
        PredExpr inner = nested();
        yield new PredExpr.Somewhere(start, inner.end(), inner);
      }
      case NOT -> {
        PredExpr inner = nested();
        yield new PredExpr.Not(start, inner.end(), inner);
      }
      case ROOT -> {
        cursor.advance();
        yield new PredExpr.Root(start, end);
      }
      case CSYMBOL -> {
        String name = cursor.text();
        cursor.advance();
        yield new PredExpr.In(start, end, name);
      }
      case OPEN_PAREN -> {
        cursor.advance();
        PredExpr inner = pred();
        cursor.expect(Kind.CLOSE_PAREN, "after a predicate");
        yield inner;
      }
      default -> throw cursor.fault("expected a predicate, found " + cursor.found(), null);
    };
  }

  private PredExpr nested() {
    cursor.advance();
    cursor.enter();
    PredExpr inner = prefixed();
    cursor.leave();
    return inner;
  }
}
