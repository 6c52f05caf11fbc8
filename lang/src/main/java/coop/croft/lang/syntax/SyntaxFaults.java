package coop.croft.lang.syntax;

import coop.croft.lang.BoundBroken;
import coop.croft.lang.Code;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.Fix;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects the errors of the lexer and the parser, one for each fault. */
final class SyntaxFaults {
  /** Nobody reads more; an adversary's file must not fill the memory with messages. */
  private static final int MOST = 1000;

  private final Source source;
  private final List<Diagnostic> found = new ArrayList<>();
  private int lastParsed = -1;
  private final BitSet lexicalLines = new BitSet();

  SyntaxFaults(Source source) {
    this.source = source;
  }

  void lexical(int start, int end, String message, @Nullable String hint) {
    int line = source.lineOf(start);
    lexicalLines.set(line);
    add(start, end, message, hint, List.of());
  }

  /**
   * What follows an unreadable token on its line is a consequence, and is not reported again.
   *
   * @param before end of the token before
   */
  void parsing(
      int before, int start, int end, String message, @Nullable String hint, List<Fix> fixes) {
    if (start <= lastParsed
        || lexicalLines.get(source.lineOf(start))
        || lexicalLines.get(source.lineOf(before))) {
      return;
    }
    lastParsed = start;
    add(start, end, message, hint, fixes);
  }

  private void add(int start, int end, String message, @Nullable String hint, List<Fix> fixes) {
    if (found.size() == MOST) {
      throw new BoundBroken(
          source.span(start, end),
          "this file has more than " + MOST + " syntax errors",
          "is it a program?");
    }
    found.add(
        new Diagnostic(
            source.span(start, end),
            Code.SYNTAX,
            message,
            Optional.empty(),
            Optional.ofNullable(hint),
            fixes));
  }

  List<Diagnostic> found() {
    return found;
  }
}
