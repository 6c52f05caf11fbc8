package coop.croft.cli.editor;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;
import org.jspecify.annotations.Nullable;

/** The open documents, each in its newest version. */
final class Documents {
  /** Four times what a program may have: an editor may hold more than that for a moment. */
  private static final int LARGEST = 32 << 20;

  private final Map<String, Snapshot> open = new ConcurrentHashMap<>();
  private final Authors authors;
  private final Consumer<String> remark;

  Documents(Authors authors, Consumer<String> remark) {
    this.authors = authors;
    this.remark = remark;
  }

  @Nullable Snapshot get(String uri) {
    return open.get(uri);
  }

  List<Snapshot> all() {
    return List.copyOf(open.values());
  }

  /** Null if the document is too large, and was given up. */
  @Nullable Snapshot open(String uri, int version, Text text) {
    return isTooLarge(uri, text) ? null : put(uri, version, text);
  }

  private boolean isTooLarge(String uri, Text text) {
    boolean tooLarge = text.length() > LARGEST;
    if (tooLarge) {
      remark.accept(uri + " is far larger than a program may be, and is not looked at any more");
      close(uri);
    }
    return tooLarge;
  }

  private Snapshot put(String uri, int version, Text text) {
    Snapshot now = new Snapshot(uri, version, text, authors.current());
    Snapshot before = open.put(uri, now);
    if (before != null) {
      before.supersede();
    }
    return now;
  }

  /** Null if the document is not open, or was given up. */
  @Nullable Snapshot change(String uri, int version, List<TextDocumentContentChangeEvent> changes) {
    Snapshot before = open.get(uri);
    if (before == null) {
      return null;
    }
    Text text = before.text();
    for (TextDocumentContentChangeEvent change : changes) {
      text = text.with(change);
      if (isTooLarge(uri, text)) {
        return null;
      }
    }
    return put(uri, version, text);
  }

  /** The same text, where rights or the site may have changed. Null if they have not. */
  @Nullable Snapshot renewed(Snapshot document) {
    return document.author().equals(authors.current())
        ? null
        : put(document.uri(), document.version(), document.text());
  }

  void close(String uri) {
    Snapshot before = open.remove(uri);
    if (before != null) {
      before.supersede();
    }
  }
}
