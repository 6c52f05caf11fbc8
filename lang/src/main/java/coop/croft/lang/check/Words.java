package coop.croft.lang.check;

import coop.croft.lang.syntax.Expr;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Words among arguments that other languages read otherwise. */
final class Words {
  private static final Set<String> CONDITIONS = Set.of("and", "or", "not");

  private Words() {}

  /** Those between conditions. */
  static List<Expr.Name> of(Expr.Apply apply) {
    return Stream.concat(Stream.of(apply.function()), apply.arguments().stream())
        .filter(e -> e instanceof Expr.Name name && CONDITIONS.contains(name.name()))
        .map(Expr.Name.class::cast)
        .toList();
  }
}
