package coop.croft.lang.syntax;

/** What may stand behind {@code (} and {@code [} in a type: told apart by what is inside. */
public sealed interface TypeOrPred permits TypeExpr, PredExpr {
  int start();

  int end();
}
