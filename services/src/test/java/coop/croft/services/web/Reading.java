package coop.croft.services.web;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes what Apache dumps apart: the dump has the values of variables in place, and quotes still
 * around the words. That the first kind of word is read like this is what {@link WordTest} shows.
 */
final class Reading {
  private Reading() {}

  /** Words as ap_getword_conf splits them. */
  static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    int i = 0;
    while (i < line.length()) {
      if (line.charAt(i) == ' ') {
        i++;
        continue;
      }
      boolean quoted = line.charAt(i) == '"';
      StringBuilder word = new StringBuilder();
      for (i += quoted ? 1 : 0; i < line.length() && line.charAt(i) != (quoted ? '"' : ' '); i++) {
        boolean escape =
            line.charAt(i) == '\\'
                && i + 1 < line.length()
                && (line.charAt(i + 1) == '\\' || (quoted && line.charAt(i + 1) == '"'));
        word.append(line.charAt(escape ? ++i : i));
      }
      i++;
      words.add(word.toString());
    }
    return words;
  }

  /** Words as mod_rewrite splits them: no backslash is taken away. */
  static List<String> rewriteWords(String line) {
    List<String> words = new ArrayList<>();
    int i = 0;
    while (i < line.length()) {
      if (line.charAt(i) == ' ') {
        i++;
        continue;
      }
      boolean quoted = line.charAt(i) == '"';
      int start = i + (quoted ? 1 : 0);
      for (i = start; i < line.length() && line.charAt(i) != (quoted ? '"' : ' '); i++) {
        if (line.charAt(i) == '\\' && i + 1 < line.length() && line.charAt(i + 1) == ' ') {
          i++;
        }
      }
      words.add(line.substring(start, Math.min(i, line.length())));
      i++;
    }
    return words;
  }

  /** The text of a string expression without variables. */
  static String expression(String word) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c == '\\') {
        text.append(word.charAt(++i));
      } else if ((c == '%' && word.startsWith("{", i + 1))
          || (c == '$' && i + 1 < word.length() && Character.isDigit(word.charAt(i + 1)))) {
        throw new AssertionError("Apache would evaluate " + word);
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  /** The lines of a string expression without variables. */
  static List<String> lines(String word) {
    List<String> lines = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < word.length(); i++) {
      if (word.startsWith("\\n", i)) {
        lines.add(expression(word.substring(from, i)));
        from = i + 2;
      }
      i += word.charAt(i) == '\\' ? 1 : 0;
    }
    lines.add(expression(word.substring(from)));
    return lines;
  }

  /**
   * A pattern with quotation marks by number: each of them, one that is escaped with its backslash.
   */
  static String marked(String pattern) {
    return pattern.replaceAll("(?<!\\\\)((?:\\\\\\\\)*)\\\\?\"", "$1\\\\x22");
  }

  /** The text of a format of mod_headers without items. */
  static String format(String word) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < word.length(); i++) {
      if (word.charAt(i) == '%' && !word.startsWith("%", ++i)) {
        throw new AssertionError("mod_headers would fill in " + word);
      }
      if (word.charAt(i) == '\\' && !word.startsWith("\\", ++i)) {
        throw new AssertionError("mod_headers would read a mark of its own in " + word);
      }
      text.append(word.charAt(i));
    }
    return text.toString();
  }
}
