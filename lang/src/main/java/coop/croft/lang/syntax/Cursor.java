package coop.croft.lang.syntax;

import coop.croft.lang.BoundBroken;
import org.jspecify.annotations.Nullable;

/** A place in the tokens, with what both parsers need: expectations, depth and errors. */
final class Cursor {
  /** Unwinds to the nearest place that can go on; the error has been reported already. */
  static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;
    Stop() {
      super(null, null, false, false);
    }
  }

  private final Source source;
  private final Tokens tokens;
  private final SyntaxFaults faults;
  private final int nesting;
  private int at;
  private int depth;

  Cursor(Source source, Tokens tokens, SyntaxFaults faults, int nesting) {
    this.source = source;
    this.tokens = tokens;
    this.faults = faults;
    this.nesting = nesting;
  }

  Kind kind() {
    return tokens.kind(at);
  }

  Kind next() {
    return tokens.kind(Math.min(at + 1, tokens.size() - 1));
  }

  int start() {
    return tokens.start(at);
  }

  int end() {
    return tokens.end(at);
  }

  /** End of the token before this one. */
  int lastEnd() {
    return at == 0 ? 0 : tokens.end(at - 1);
  }

  String text() {
    return tokens.text(at);
  }

  void advance() {
    if (at < tokens.size() - 1) {
      at++;
    }
  }

  boolean is(Kind kind) {
    return kind() == kind;
  }

  boolean accept(Kind kind) {
    if (kind() == kind) {
      advance();
      return true;
    }
    return false;
  }

  void expect(Kind kind, String where) {
    if (!accept(kind)) {
      throw fault("expected " + kind.shown() + " " + where + ", found " + found(), null);
    }
  }

  String name(Kind kind, String where) {
    if (!is(kind)) {
      throw fault("expected " + kind.shown() + " " + where + ", found " + found(), null);
    }
    String name = text();
    advance();
    return name;
  }

  String found() {
    return switch (kind()) {
      case SYMBOL, CSYMBOL, INT -> "'" + shortened(text()) + "'";
      default -> kind().shown();
    };
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  Stop fault(String message, @Nullable String hint) {
    report(message, hint);
    return new Stop();
  }

  void report(String message, @Nullable String hint) {
    faults.parsing(start(), Math.max(end(), start()), message, hint);
  }

  /** One level deeper; to be followed by {@link #leave} unless an error unwinds to a known depth. */
  void enter() {
    if (++depth > nesting + 1) {
      throw new BoundBroken(
          source.span(start(), end()),
          "this is nested deeper than the bound of " + nesting + " levels",
          "give inner parts names with val");
    }
  }

  void leave() {
    depth--;
  }

  int depth() {
    return depth;
  }

  /** After an error: back to the depth of whoever goes on. */
  void backTo(int known) {
    depth = known;
  }
}
