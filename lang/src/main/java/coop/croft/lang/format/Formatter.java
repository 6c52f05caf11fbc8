package coop.croft.lang.format;

import coop.croft.lang.BoundBroken;
import coop.croft.lang.Bounds;
import coop.croft.lang.DeepStack;
import coop.croft.lang.SourceText;
import coop.croft.lang.syntax.FileParser;
import coop.croft.lang.syntax.Source;
import coop.croft.lang.syntax.Tokens;
import coop.croft.lang.syntax.Tree;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Gives a file the one layout. It follows from the tokens, from where comments stand among them,
 * and from blank lines between statements, and from nothing else; so a file that has it keeps it.
 */
public final class Formatter {
  private Formatter() {}

  /**
   * Changes blanks and line breaks only: all tokens and comments are there, in their order, spelt
   * as they were.
   *
   * @throws IllegalStateException if that should not be so, a fault of ours; nothing is lost, as
   *     nothing comes back
   */
  public static Formatted format(SourceText text, Bounds bounds) {
    Tree tree = FileParser.parse(text, bounds);
    if (!tree.diagnostics().isEmpty()) {
      return new Formatted.Refused(tree.diagnostics());
    }
    if (tree.source().text().indexOf('\r') >= 0) {
      String feeds = tree.source().text().replaceAll("\r+\n", "\n");
      byte[] bytes = feeds.getBytes(StandardCharsets.UTF_8);
      tree = FileParser.parse(new SourceText(text.file(), bytes), bounds);
    }
    Source source = tree.source();
    Tokens tokens = Tokens.of(source);
    try {
      String laidOut = layout(tree, tokens, bounds);
      SameText.require(tokens, new Source(source.file(), laidOut));
      return new Formatted.Text(laidOut);
    } catch (BoundBroken broken) {
      return new Formatted.Refused(List.of(broken.diagnostic()));
    }
  }

  private static String layout(Tree tree, Tokens tokens, Bounds bounds) {
    Source source = tree.source();
    Page page = new Page(source.file(), bounds.sourceBytes());
    Document document = new Document(source.text(), page);
    Layout layout = new Layout(new TokenWriter(tokens, document), document);
    if (tree.depth() <= DeepStack.LEVELS_ON_CALLER) {
      layout.file(tree);
    } else {
      DeepStack.<Boolean>call(
          tree.depth(),
          () -> {
            layout.file(tree);
            return true;
          });
    }
    return page.finished();
  }
}
