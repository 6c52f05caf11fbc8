package coop.croft.cli.editor;

import coop.croft.lang.Bounds;
import coop.croft.lang.format.Formatted;
import coop.croft.lang.format.Formatter;
import coop.croft.lang.syntax.Source;
import coop.croft.lang.syntax.Tokens;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.lsp4j.TextEdit;

/** The one layout as changes of blanks, so that marks and the cursor stay where they are. */
final class Formatting {
  private Formatting() {}

  /** Nothing for what cannot be read: its errors are shown anyway. */
  static List<TextEdit> edits(Snapshot document) {
    return switch (Formatter.format(document.sourceText(), Bounds.DEFAULT)) {
      case Formatted.Refused refused -> List.of();
      case Formatted.Text(String layout) -> between(document, layout);
    };
  }

  private static List<TextEdit> between(Snapshot document, String layout) {
    String before = document.source().text();
    Tokens old = document.tokens();
    Tokens now = Tokens.of(new Source("", layout));
    List<TextEdit> edits = new ArrayList<>();
    int from = 0;
    int laid = 0;
    for (int i = 0; i <= old.size(); i++) {
      change(document, edits, before, from, old.start(i), layout.substring(laid, now.start(i)));
      if (!old.isSpeltAs(now, i)) {
        // Comments of several lines move as a whole.
        change(document, edits, before, old.start(i), old.end(i), now.text(i));
      }
      from = old.end(i);
      laid = now.end(i);
    }
    return edits;
  }

  private static void change(
      Snapshot document, List<TextEdit> edits, String before, int start, int end, String text) {
    if (!before.substring(start, end).equals(text)) {
      edits.add(new TextEdit(document.text().range(start, end), text));
    }
  }
}
