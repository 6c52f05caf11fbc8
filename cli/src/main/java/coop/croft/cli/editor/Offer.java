package coop.croft.cli.editor;

import coop.croft.lang.study.Gap;
import coop.croft.lang.study.Study;
import java.util.List;
import java.util.function.Function;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.TextEdit;

/**
 * Something that may be written at a place of a text, as editors are offered it.
 *
 * @param start offset of what it comes instead of, in UTF-16 units
 * @param end offset just behind that
 * @param text that comes there
 * @param detail its type, or empty
 */
public record Offer(int start, int end, String text, String detail) {
  /**
   * What is legal at a place, the likeliest first; whatever is written there already.
   *
   * @param file as messages name it
   * @param checker what the checker finds out about the text with a gap
   */
  public static List<Offer> at(
      String file, String text, int offset, Author author, Function<Gap, Study> checker) {
    Snapshot document = new Snapshot(file, 0, new Text(text), author);
    Gap gap = document.gapAt(offset);
    return Completions.at(document, gap, checker.apply(gap), false).stream()
        .sorted((a, b) -> a.getSortText().compareTo(b.getSortText()))
        .map(item -> of(item, document.text()))
        .toList();
  }

  private static Offer of(CompletionItem item, Text text) {
    TextEdit edit = item.getTextEdit().getLeft();
    String detail = item.getDetail();
    return new Offer(
        text.offset(edit.getRange().getStart()),
        text.offset(edit.getRange().getEnd()),
        edit.getNewText(),
        detail == null ? "" : detail);
  }
}
