package coop.croft.lang.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads types and predicates in one pass, without going back. */
final class TypeParser {
  /** Types of other languages. */
  private static final Map<String, String> SHORT =
      Map.of(
          "str", "string", "text", "string", "integer", "int", "number", "int", "boolean", "bool");

  private static final String TYPE_WANTED = "expected a type, found ";
  private final Cursor cursor;
  private final Lexicon lexicon;

  TypeParser(Cursor cursor, Lexicon lexicon) {
    this.cursor = cursor;
    this.lexicon = lexicon;
  }

  TypeExpr type() {
    TypeOrPred read = either();
    return switch (read) {
      case TypeExpr type -> type;
      case PredExpr pred -> throw predicate(pred);
    };
  }

  /** A predicate stands where a type is needed, or a type begins with a capital letter. */
  private Cursor.Stop predicate(PredExpr pred) {
    String meant = pred instanceof PredExpr.In in ? type(in.context()) : null;
    return meant == null
        ? cursor.fault(
            "expected '=>' and a type after the predicate, found " + cursor.found(),
            "an action is written [" + "Predicate" + "]")
        : cursor.fault(
            pred.start(),
            "types begin with a small letter",
            "did you mean " + meant + "?",
            cursor.replacement(pred.start(), pred.end(), "write " + meant, meant));
  }

  private @Nullable String type(String name) {
    String small = name.toLowerCase(Locale.ROOT);
    String meant = SHORT.getOrDefault(small, small);
    return lexicon.hasType(meant) ? meant : null;
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
