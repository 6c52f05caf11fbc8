package coop.croft.cli.repl;

import coop.croft.lang.study.Study;
import coop.croft.lang.types.Symbol;
import java.util.List;
import java.util.Set;

/**
 * Something that was entered and holds.
 *
 * @param declared values and variables, in the order of the declarations
 * @param domains that it opens
 * @param form what its statements are to the program
 */
record Piece(Study study, List<Symbol> declared, Set<String> domains, Form form) {
  /** What statements are to the program. */
  enum Form {
    /** Its statements. */
    STATEMENTS,
    /** Something else configures their domains since; what they assign holds still. */
    SUPERSEDED,
    /** A value that was looked at. */
    VALUE
  }

  Piece asSuperseded() {
    return new Piece(study, declared, Set.of(), Form.SUPERSEDED);
  }
}
