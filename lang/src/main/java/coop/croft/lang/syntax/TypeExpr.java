package coop.croft.lang.syntax;

import java.util.List;

/** A type as written. */
public sealed interface TypeExpr extends TypeOrPred {
  record Named(int start, int end, String name) implements TypeExpr {}

  record ListOf(int start, int end, TypeExpr element) implements TypeExpr {}

  record Function(int start, int end, TypeExpr parameter, TypeExpr result) implements TypeExpr {}

  record Block(int start, int end, PredExpr pred, TypeExpr result) implements TypeExpr {}

  record Action(int start, int end, PredExpr pred, List<RowEntry> reads, List<RowEntry> writes)
      implements TypeExpr {}

  /** {@code X : T} in a row; {@code start} is that of the name. */
  record RowEntry(int start, String variable, TypeExpr type) {}
}
