package coop.croft.lang.check;

import coop.croft.lang.syntax.Expr;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Words and marks among arguments that other languages read otherwise. */
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

  /** A text that quotation marks inside of it cut into pieces: its first argument and its last. */
  record Pieces(Expr first, Expr last) {}

  /** The first such text with all its pieces; null if there is none. */
  static @org.jspecify.annotations.Nullable Pieces pieces(List<Expr> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      int last = last(arguments, i);
      if (last > i) {
        return new Pieces(arguments.get(i), arguments.get(last));
      }
    }
    return null;
  }

  /** The last piece of the text that begins there; the same place if it is whole. */
  private static int last(List<Expr> arguments, int first) {
    int last = first;
    int at = first;
    while (arguments.get(at) instanceof Expr.Str && touch(arguments, at)) {
      int next = at + 1;
      while (next < arguments.size()
          && (arguments.get(next) instanceof Expr.Name
              || arguments.get(next) instanceof Expr.Num)) {
        next++;
      }
      if (next == at + 1
          || next == arguments.size()
          || !(arguments.get(next) instanceof Expr.Str)
          || !touch(arguments, next - 1)) {
        return last;
      }
      last = next;
      at = next;
    }
    return last;
  }

  /** Whether nothing stands between an argument and the next one. */
  private static boolean touch(List<Expr> arguments, int at) {
    return at + 1 < arguments.size() && arguments.get(at).end() == arguments.get(at + 1).start();
  }
}
