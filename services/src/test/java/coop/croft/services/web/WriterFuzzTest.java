package coop.croft.services.web;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import coop.croft.lang.Fault;
import coop.croft.lang.Verdict;
import java.util.List;

/** Whatever text a program holds: it is refused, or it stays the one word that it was. */
class WriterFuzzTest {
  /** Any text is one word of one line, and comes back as it was. */
  @FuzzTest
  void words(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    Word word;
    try {
      word = Word.text(text);
    } catch (IllegalArgumentException e) {
      return;
    }
    one(word, "SetEnv", text);
    one(Word.expression(text), "AuthName", null);
    require(Reading.expression(read(Word.expression(text))).equals(text), text);
    if (!Word.isExpression(text)) {
      require(Reading.format(read(Word.header(text))).equals(text), text);
    }
  }

  private static String read(Word word) {
    return Reading.words(resolved(new ConfigWriter().directive("X", word).text().strip())).get(1);
  }

  private static void one(Word word, String name, @org.jspecify.annotations.Nullable String text) {
    String file = new ConfigWriter().directive(name, word).text();
    require(file.indexOf('\n') == file.length() - 1, file);
    List<String> words = Reading.words(resolved(file.strip()));
    require(words.size() == 2, file);
    require(text == null || words.get(1).equals(text), file);
  }

  /**
   * Puts values for variables, as Apache does with a line: what a value gives is not looked at
   * again.
   */
  private static String resolved(String line) {
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < line.length()) {
      int end = line.startsWith("${", i) ? line.indexOf('}', i) : -1;
      if (end < 0) {
        out.append(line.charAt(i++));
        continue;
      }
      require(line.substring(i + 2, end).equals(Word.DOLLAR), line);
      out.append('$');
      i = end + 1;
    }
    return out.toString();
  }

  /** What is accepted for mod_rewrite is one word to it, and no other kind of target. */
  @FuzzTest
  void rewriting(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    if (RewriteText.substitution(text) instanceof Verdict.Accepted(String normal)) {
      String line = new ConfigWriter().directive("X", Word.rewrite(normal)).text().strip();
      require(Reading.rewriteWords(resolved(line)).equals(List.of("X", normal)), line);
      require(
          normal.equals("-")
              || (normal.startsWith("/") && !normal.startsWith("//"))
              || normal.matches("(?s)https?://[a-z0-9.-]+(:[0-9]+)?/.*"),
          normal);
    }
    if (RewriteText.test(text) instanceof Verdict.Accepted(String normal)) {
      String line = new ConfigWriter().directive("X", Word.rewrite(normal)).text().strip();
      require(Reading.rewriteWords(resolved(line)).equals(List.of("X", normal)), line);
    }
    RewriteText.place(text);
  }

  /** A path that is served stays below its tree, and means no pattern. */
  @FuzzTest
  void paths(FuzzedDataProvider data) {
    String text = "/" + data.consumeRemainingAsString();
    try {
      String served = WebPaths.served(text);
      require(served.equals("/") || !served.endsWith("/") || text.endsWith("//"), served);
      require(served.chars().noneMatch(c -> "*?[]\\\"".indexOf(c) >= 0), served);
    } catch (Fault refused) {
      // As it should be.
    }
  }

  private static void require(boolean holds, String text) {
    if (!holds) {
      throw new AssertionError(text);
    }
  }
}
