package coop.croft.cli.reference;

/** How types are read, for who meets them first in the reference. */
final class Legend {
  /** A form and what it means. */
  static final String[][] LINES = {
    {"T -> U", "A function: it takes a T, as in f x, and comes to a U."},
    {"[T]", "A list of T, as in [a, b]."},
    {"[P]", "An action: a statement that is legal where the predicate P holds."},
    {"P => T", "It takes a block, as in f with … end, whose statements are checked under P."},
    {"C", "In a predicate: the innermost block is one of the context C."},
    {"^C", "Some block around is one of the context C."},
    {"Root", "There is no block around: the statement stands in the file itself."},
    {"!P, P & Q", "Not P; both P and Q."},
  };

  private Legend() {}
}
