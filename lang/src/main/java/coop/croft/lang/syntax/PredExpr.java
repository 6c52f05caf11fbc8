package coop.croft.lang.syntax;

import java.util.List;

/** A predicate as written. */
public sealed interface PredExpr extends TypeOrPred {
  record Root(int start, int end) implements PredExpr {}

  record In(int start, int end, String context) implements PredExpr {}

  record Somewhere(int start, int end, PredExpr inner) implements PredExpr {}

  record Not(int start, int end, PredExpr inner) implements PredExpr {}

  record All(int start, int end, List<PredExpr> parts) implements PredExpr {}
}
