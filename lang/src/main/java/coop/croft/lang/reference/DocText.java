package coop.croft.lang.reference;

import coop.croft.lang.syntax.Kind;
import coop.croft.lang.syntax.LinkedText;
import coop.croft.lang.syntax.Source;
import coop.croft.lang.syntax.Tokens;
import coop.croft.lang.syntax.Uses;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A doc string, read. It is a small part of Markdown: paragraphs, with blank lines between them;
 * parts of programs between backquotes; examples, which are lines behind a blank one that go in by
 * four columns more than the text. Names that cannot be words of English need no backquotes.
 */
public record DocText(List<Part> parts) {
  /** A paragraph or an example. */
  public sealed interface Part {
    LinkedText text();

    /** Running text on one line; its stretches were in backquotes, or are names. */
    record Paragraph(LinkedText text) implements Part {}

    /** Lines of a program; the names in it are links. */
    record Example(LinkedText text) implements Part {}
  }

  /** What names mean. */
  interface Meaning {
    /** Of a name that somebody marked as one; null if there is none. */
    Uses.@Nullable Name marked(String name);

    /** Of a name in running text: only if it can be nothing else. */
    Uses.@Nullable Name unmarked(String name);
  }

  /** Text stands behind the opening braces and a blank, and its further lines below that. */
  private static final int MARGIN = 3;

  private static final int FURTHER = 4;
  private static final Pattern CODE_OR_NAME =
      Pattern.compile(
          "`(?<code>\\s*+[^`\\s][^`]*+)`|(?<![\\w`\"./:-])(?<name>[A-Za-z]\\w*+)(?![`\"]|[./-]\\w)");

  /** Not the dot alone in quotation marks; a name that begins a sentence may be in lower case. */
  private static final Pattern END_OF_SENTENCE =
      Pattern.compile("(?<!\\s)[.!?](?!\")\\)*(?=\\s|$)");

  static DocText of(String doc, Meaning meaning) {
    return new DocText(new Reader(doc, meaning).read());
  }

  /** The same where nobody asks what the names in it mean. */
  public static DocText of(String doc) {
    return of(
        doc,
        new Meaning() {
          @Override
          public Uses.@Nullable Name marked(String name) {
            return null;
          }

          @Override
          public Uses.@Nullable Name unmarked(String name) {
            return null;
          }
        });
  }

  /** The first sentence; empty if there is no text. */
  public String summary() {
    return paragraphs().stream().findFirst().map(DocText::firstSentence).orElse("");
  }

  /** What is said of one of several names: the sentence that begins with it, else the first. */
  public String summary(String name) {
    Pattern own = Pattern.compile("(?:^|[.;] )\\Q" + name + "\\E: (?<sentence>.+)");
    for (String paragraph : paragraphs()) {
      Matcher found = own.matcher(paragraph);
      if (found.find()) {
        return firstSentence(found.group("sentence"));
      }
    }
    return summary();
  }

  private List<String> paragraphs() {
    return parts.stream()
        .filter(p -> p instanceof Part.Paragraph)
        .map(p -> p.text().text())
        .toList();
  }

  public List<String> examples() {
    return parts.stream().filter(p -> p instanceof Part.Example).map(p -> p.text().text()).toList();
  }

  private static String firstSentence(String text) {
    Matcher end = END_OF_SENTENCE.matcher(text);
    return end.find() ? text.substring(0, end.end()) : text;
  }

  private static final class Reader {
    private final List<String> lines;
    private final int margin;
    private final Meaning meaning;
    private final List<Part> parts = new ArrayList<>();
    private final List<String> pending = new ArrayList<>();

    Reader(String doc, Meaning meaning) {
      this.lines = doc.strip().replace("\t", " ".repeat(8)).lines().toList();
      this.margin =
          lines.stream()
              .skip(1)
              .filter(l -> !l.isBlank())
              .mapToInt(Reader::indentation)
              .reduce(MARGIN, Math::min);
      this.meaning = meaning;
    }

    List<Part> read() {
      boolean example = false;
      boolean afterBlank = false;
      for (String line : lines) {
        boolean further = indentation(line) >= margin + FURTHER;
        if (line.isBlank()) {
          if (example) {
            pending.add("");
          } else {
            paragraph();
          }
          afterBlank = true;
        } else if (further && afterBlank) {
          example = true;
          pending.add(line.substring(margin + FURTHER).stripTrailing());
        } else {
          if (example) {
            example();
            example = false;
          }
          afterBlank = false;
          pending.add(line.strip());
        }
      }
      if (example) {
        example();
      } else {
        paragraph();
      }
      return List.copyOf(parts);
    }

    private static int indentation(String line) {
      int columns = 0;
      while (columns < line.length() && line.charAt(columns) == ' ') {
        columns++;
      }
      return columns;
    }

    private void paragraph() {
      if (!pending.isEmpty()) {
        parts.add(new Part.Paragraph(linked(String.join(" ", pending))));
        pending.clear();
      }
    }

    private void example() {
      while (pending.getLast().isEmpty()) {
        pending.removeLast();
      }
      String program = String.join("\n", pending);
      pending.clear();
      parts.add(new Part.Example(linkedProgram(program)));
    }

    private LinkedText linked(String text) {
      LinkedText.Writer out = new LinkedText.Writer();
      Matcher found = CODE_OR_NAME.matcher(text);
      int at = 0;
      while (found.find()) {
        out.text(text.substring(at, found.start()));
        at = found.end();
        String code = found.group("code");
        if (code != null) {
          out.code(code, meaning.marked(code));
        } else {
          Uses.Name name = meaning.unmarked(found.group("name"));
          if (name == null) {
            out.text(found.group());
          } else {
            out.code(found.group("name"), name);
          }
        }
      }
      return out.text(text.substring(at)).done();
    }

    private LinkedText linkedProgram(String program) {
      LinkedText.Writer out = new LinkedText.Writer();
      Tokens tokens = Tokens.of(new Source("", program));
      int at = 0;
      for (int i = 0; i < tokens.size(); i++) {
        if (tokens.kind(i) != Kind.SYMBOL && tokens.kind(i) != Kind.CSYMBOL) {
          continue;
        }
        String word = tokens.text(i);
        Optional<Uses.Name> name = Optional.ofNullable(meaning.marked(word));
        if (name.isPresent()) {
          out.text(program.substring(at, tokens.start(i))).code(word, name.get());
          at = tokens.end(i);
        }
      }
      return out.text(program.substring(at)).done();
    }
  }
}
