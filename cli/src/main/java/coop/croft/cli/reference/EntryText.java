package coop.croft.cli.reference;

import coop.croft.lang.reference.DocText;
import coop.croft.lang.reference.Entry;
import coop.croft.lang.reference.Reference;
import coop.croft.lang.syntax.LinkedText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** One declaration for a terminal, or as values for JSON. */
final class EntryText {
  private static final int WIDTH = 78;
  private static final int COLUMN = 11;
  private static final Pattern WORDS = Pattern.compile("[a-z]+|.* .*");

  private EntryText() {}

  static String of(Reference.Found found) {
    Entry entry = found.entry();
    StringBuilder out = new StringBuilder();
    wrap(out, Detail.signature(entry).text(), "", "    ");
    doc(out, entry.doc());
    out.append('\n');
    for (Detail detail : Detail.of(entry)) {
      label(out, detail.label(), detail.text().text());
    }
    label(out, "Declared", "in " + place(entry));
    return out.toString();
  }

  static String of(Keyword keyword) {
    StringBuilder out = new StringBuilder();
    wrap(out, keyword.form(), "", "    ");
    doc(out, keyword.doc());
    return out.append("\nA word of the language.\n").toString();
  }

  private static void doc(StringBuilder out, DocText doc) {
    for (DocText.Part part : doc.parts()) {
      out.append('\n');
      switch (part) {
        case DocText.Part.Paragraph(LinkedText text) -> wrap(out, plain(text), "", "");
        case DocText.Part.Example(LinkedText program) ->
            program
                .text()
                .lines()
                .forEach(l -> out.append(l.isEmpty() ? "" : "    ").append(l).append('\n'));
      }
    }
  }

  private static String place(Entry entry) {
    return entry.place().file() + ", line " + entry.place().line();
  }

  private static void label(StringBuilder out, String label, String text) {
    String flat = String.join(" ", text.lines().map(String::strip).toList());
    wrap(out, flat, label + " ".repeat(COLUMN - label.length()), " ".repeat(COLUMN));
  }

  /** Programs that could be taken for words of the sentence stand in quotes. */
  private static String plain(LinkedText text) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    for (LinkedText.Stretch stretch : text.stretches()) {
      String code = text.text().substring(stretch.start(), stretch.end());
      String quote = WORDS.matcher(code).matches() ? "'" : "";
      out.append(text.text(), at, stretch.start()).append(quote).append(code).append(quote);
      at = stretch.end();
    }
    return out.append(text.text().substring(at)).toString();
  }

  private static void wrap(StringBuilder out, String text, String first, String others) {
    StringBuilder line = new StringBuilder(first);
    boolean empty = true;
    for (String word : text.split(" ", -1)) {
      if (!empty && line.length() + 1 + word.length() > WIDTH) {
        out.append(line).append('\n');
        line = new StringBuilder(others);
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      empty = false;
    }
    out.append(line).append('\n');
  }

  static Map<String, Object> values(Reference.Found found, String name) {
    Entry entry = found.entry();
    Map<String, Object> values = summary(found, name);
    values.put("line", entry.place().line());
    values.put("signature", Detail.signature(entry).text());
    values.put("text", paragraphs(entry.doc()));
    values.put("examples", entry.doc().examples());
    Map<String, Object> details = new LinkedHashMap<>();
    Detail.of(entry).forEach(d -> details.put(d.label(), d.text().text()));
    values.put("details", details);
    return values;
  }

  private static List<String> paragraphs(DocText doc) {
    return doc.parts().stream()
        .filter(part -> part instanceof DocText.Part.Paragraph)
        .map(part -> part.text().text())
        .toList();
  }

  static Map<String, Object> values(Keyword keyword, String word) {
    Map<String, Object> values = summary(keyword, word);
    values.put("signature", keyword.form());
    values.put("text", paragraphs(keyword.doc()));
    values.put("examples", keyword.doc().examples());
    return values;
  }

  static Map<String, Object> summary(Keyword keyword, String word) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", word);
    values.put("kind", Keyword.KIND);
    values.put("summary", keyword.doc().summary());
    return values;
  }

  static Map<String, Object> summary(Reference.Found found, String name) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", name);
    values.put("kind", Detail.kind(found.entry()));
    values.put("section", found.section().name());
    values.put("file", found.entry().place().file());
    values.put("summary", found.entry().doc().summary(name));
    return values;
  }
}
