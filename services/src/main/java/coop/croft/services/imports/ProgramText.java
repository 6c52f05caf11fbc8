package coop.croft.services.imports;

import coop.croft.lang.Bounds;
import coop.croft.lang.Code;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.SourceText;
import coop.croft.lang.Span;
import coop.croft.lang.format.Formatted;
import coop.croft.lang.format.Formatter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The one writer of programs that were not written by hand. Text from elsewhere becomes part of a
 * program as a constant or a comment only, and can be neither more nor less.
 */
public final class ProgramText {
  private sealed interface Piece {
    /** Something that runs. */
    record Statement(String text, Optional<String> comment) implements Piece {}

    record Comment(String text) implements Piece {}

    record Blank() implements Piece {}
  }

  private final List<Piece> pieces = new ArrayList<>();

  /**
   * A constant. Control characters must have been refused before: there is no way to write them.
   */
  public static String constant(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\');
      }
      out.append(c);
    }
    return out.append('"').toString();
  }

  public ProgramText statement(String text) {
    pieces.add(new Piece.Statement(text, Optional.empty()));
    return this;
  }

  /** A statement with a comment behind it. */
  public ProgramText statement(String text, String comment) {
    pieces.add(new Piece.Statement(text, Optional.of(oneLine(comment))));
    return this;
  }

  /** A comment on a line of its own. */
  public ProgramText comment(String text) {
    pieces.add(new Piece.Comment(oneLine(text)));
    return this;
  }

  public ProgramText blank() {
    pieces.add(new Piece.Blank());
    return this;
  }

  /** A block: its statements between {@code opening with} and {@code end}. */
  public ProgramText block(String opening, ProgramText inside) {
    return statement(opening + " with\n" + inside.written() + "end");
  }

  public boolean isEmpty() {
    return pieces.isEmpty();
  }

  /** Whatever a comment was made of, it ends with its line. */
  private static String oneLine(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (Character.getType(c)) {
                case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED ->
                    out.append(c == '\t' ? ' ' : '\ufffd');
                default -> out.appendCodePoint(c);
              }
            });
    return out.toString().strip();
  }

  private String written() {
    int left = (int) pieces.stream().filter(Piece.Statement.class::isInstance).count();
    StringBuilder out = new StringBuilder();
    for (Piece piece : pieces) {
      switch (piece) {
        case Piece.Statement s -> {
          out.append(s.text()).append(--left > 0 ? ";" : "");
          s.comment().ifPresent(c -> comment(out.append(' '), c));
        }
        case Piece.Comment c -> comment(out, c.text());
        case Piece.Blank b -> {}
      }
      out.append('\n');
    }
    return out.toString();
  }

  private static void comment(StringBuilder out, String text) {
    out.append(text.isEmpty() ? "#" : "# ").append(text);
  }

  /** The whole in the one layout; what is too large for a program is refused. */
  public Imported finished(String file, List<Remark> remarks) {
    SourceText text = new SourceText(file, written().getBytes(StandardCharsets.UTF_8));
    return switch (Formatter.format(text, Bounds.DEFAULT)) {
      case Formatted.Text(String layout) -> new Imported.Program(layout, List.copyOf(remarks));
      // What is written parses: only the size can be refused.
      case Formatted.Refused(var diagnostics) ->
          new Imported.Refused(
              List.of(
                  Diagnostic.of(
                      new Span(file, 1, 1, 1, 1),
                      Code.BOUND,
                      "the program would be larger than 8 MiB",
                      "cut the file into several")));
    };
  }
}
