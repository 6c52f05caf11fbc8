package coop.croft.services.imports.apache;

import coop.croft.lang.Code;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.SourceText;
import coop.croft.lang.Span;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Reads the syntax of Apache's configuration files (Apache HTTP Server 2.4, "Configuration Files"):
 * a directive a line, lines that go on behind a backslash, comments, sections, words with and
 * without quotes. It follows no {@code Include}, and variables stay what they are.
 */
final class ConfigReader {
  private static final int MOST_OCTETS = 1 << 20;
  private static final int MOST_FAULTS = 20;
  private static final int DEEPEST = 100;
  private static final int LONGEST_LINE = 1 << 16;

  private record Open(Span place, String name, List<String> words, List<Node> body) {}

  private final SourceText file;
  private final List<Diagnostic> faults = new ArrayList<>();
  private final List<Node> top = new ArrayList<>();
  private final Deque<Open> open = new ArrayDeque<>();

  /** Whether sections were left out, so that nothing can be said of what closes which. */
  private boolean tooDeep;

  private ConfigReader(SourceText file) {
    this.file = file;
  }

  /** What a file came to: nodes, or faults if there are any. */
  record Read(List<Node> nodes, List<Diagnostic> faults) {}

  static Read read(SourceText file) {
    ConfigReader reader = new ConfigReader(file);
    reader.lines();
    return new Read(reader.top, reader.faults);
  }

  private void lines() {
    if (file.bytes().length > MOST_OCTETS) {
      faults.add(
          Diagnostic.of(
              new Span(file.file(), 1, 1, 1, 1),
              Code.BOUND,
              "the file is larger than 1 MiB",
              "import its parts one by one"));
      return;
    }
    String text = new String(file.bytes(), StandardCharsets.UTF_8);
    // Apache ends a line at a line feed alone.
    List<String> lines = List.of(text.replace("\r\n", "\n").split("\n", -1));
    for (int i = 0; i < lines.size() && faults.size() < MOST_FAULTS && !tooDeep; i++) {
      int first = i;
      StringBuilder line = new StringBuilder(lines.get(i));
      while (endsIn(line, "\\") && !endsIn(line, "\\\\") && i + 1 < lines.size()) {
        line.setLength(line.length() - 1);
        line.append(lines.get(++i));
      }
      String content = line.toString().strip();
      // Where Apache's line ends at a NUL in a comment, other lines are live than it seems.
      if (!content.isEmpty() && (content.charAt(0) != '#' || content.indexOf(0) >= 0)) {
        String head = lines.get(first);
        int column = head.length() - head.stripLeading().length() + 1;
        int end = Math.max(head.stripTrailing().length() + 1, column);
        line(content, new Span(file.file(), first + 1, column, first + 1, end));
      }
    }
    if (!tooDeep && faults.size() < MOST_FAULTS) {
      open.forEach(
          o -> fault(o.place(), "<" + o.name() + "> is never closed", "add </" + o.name() + ">"));
    }
  }

  private static boolean endsIn(StringBuilder line, String end) {
    return line.length() >= end.length()
        && line.indexOf(end, line.length() - end.length()) == line.length() - end.length();
  }

  private void fault(Span place, String message, String hint) {
    faults.add(Diagnostic.of(place, Code.SYNTAX, message, hint));
  }

  /** Characters that Apache reads as others than it seems, or that are not those of the file. */
  private static boolean isUnclear(int c) {
    return (c < ' ' && c != '\t')
        || c == 0x7f
        || c == '\ufffd'
        || (c > 0x7f
            && (Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.isISOControl(c)));
  }

  private void line(String content, Span place) {
    if (content.chars().anyMatch(ConfigReader::isUnclear)) {
      fault(
          place,
          "the line holds a control character, a blank that is none for Apache, or no UTF-8",
          "write it in UTF-8 with plain blanks");
    } else if (content.endsWith("\\")) {
      fault(
          place,
          "the line ends in a backslash, and whether the next one belongs to it is not clear",
          "take the backslash away, or write both as one line");
    } else if (content.length() > LONGEST_LINE) {
      fault(place, "the line is longer than 65536 characters", "cut it");
    } else if (!content.startsWith("<")) {
      int blank = blank(content);
      String rest = content.substring(blank).strip();
      body().add(new Node.Directive(place, content.substring(0, blank), rest, words(rest)));
    } else if (!content.endsWith(">")) {
      fault(
          place, "a section begins <NAME words> and ends </NAME>, on one line", "close it with >");
    } else if (content.startsWith("</")) {
      close(content.substring(2, content.length() - 1).strip(), place);
    } else if (open.size() >= DEEPEST) {
      fault(place, "sections are nested more than " + DEEPEST + " deep", "import their parts");
      tooDeep = true;
    } else {
      String head = content.substring(1, content.length() - 1).strip();
      int blank = blank(head);
      open.push(
          new Open(
              place, head.substring(0, blank), words(head.substring(blank)), new ArrayList<>()));
    }
  }

  /** Where the first word ends. */
  private static int blank(String content) {
    int blank = 0;
    while (blank < content.length() && !Character.isWhitespace(content.charAt(blank))) {
      blank++;
    }
    return blank;
  }

  private List<Node> body() {
    return open.isEmpty() ? top : open.peek().body();
  }

  private void close(String name, Span place) {
    if (open.isEmpty() || !open.peek().name().equalsIgnoreCase(name)) {
      fault(
          place,
          "</" + name + "> closes no <" + name + ">",
          open.isEmpty()
              ? "take it away"
              : "the section that is open is <"
                  + open.peek().name()
                  + "> of line "
                  + open.peek().place().line());
      return;
    }
    Open section = open.pop();
    body().add(new Node.Section(section.place(), section.name(), section.words(), section.body()));
  }

  /** As ap_getword_conf splits them. */
  private static List<String> words(String rest) {
    List<String> words = new ArrayList<>();
    int i = 0;
    while (i < rest.length()) {
      char c = rest.charAt(i);
      if (Character.isWhitespace(c)) {
        i++;
        continue;
      }
      char quote = c == '"' || c == '\'' ? c : ' ';
      StringBuilder word = new StringBuilder();
      for (i += quote == ' ' ? 0 : 1; i < rest.length() && !ends(rest.charAt(i), quote); i++) {
        char next = i + 1 < rest.length() ? rest.charAt(i + 1) : ' ';
        boolean escape = rest.charAt(i) == '\\' && (next == '\\' || next == quote) && next != ' ';
        word.append(rest.charAt(escape ? ++i : i));
      }
      i++;
      words.add(word.toString());
    }
    return words;
  }

  private static boolean ends(char c, char quote) {
    return quote == ' ' ? Character.isWhitespace(c) : c == quote;
  }
}
