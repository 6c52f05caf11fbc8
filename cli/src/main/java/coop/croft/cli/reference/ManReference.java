package coop.croft.cli.reference;

import coop.croft.lang.reference.DocText;
import coop.croft.lang.reference.Entry;
import coop.croft.lang.reference.Reference;
import coop.croft.lang.syntax.LinkedText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The reference as manual pages of section 7: one for each file, such as croft-dns.7, and one of
 * the words of the language.
 */
final class ManReference {
  private static final String MANUAL = "Croft reference";
  private static final String WORDS = "croft-words";

  private final Reference reference;
  private final String version;

  private ManReference(Reference reference, String version) {
    this.reference = reference;
    this.version = version;
  }

  /** All pages, by the names that man(1) looks for: {@code man7/croft-dns.7}. */
  static Map<String, byte[]> of(Reference reference, String version) {
    return new ManReference(reference, version).files();
  }

  /** The names of the pages, as man(1) takes them. */
  static List<String> names(Reference reference) {
    List<String> names = new ArrayList<>();
    reference.sections().forEach(s -> names.add(name(s)));
    names.add(WORDS);
    return names;
  }

  private static String name(Reference.Section section) {
    return "croft-" + Pages.of(section);
  }

  private Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (Reference.Section section : reference.sections()) {
      files.put("man7/" + name(section) + ".7", page(section).getBytes(StandardCharsets.US_ASCII));
    }
    files.put("man7/" + WORDS + ".7", words().getBytes(StandardCharsets.US_ASCII));
    return files;
  }

  private String words() {
    Roff page = new Roff(WORDS.toUpperCase(java.util.Locale.ROOT), 7, version, MANUAL);
    page.section("NAME");
    page.ready(Roff.quoted(WORDS) + " \\- the words of the language, with, where and their like");
    page.section("WORDS");
    for (Keyword keyword : Keyword.values()) {
      page.subsection(String.join(", ", keyword.words()));
      page.ready(Roff.bold(keyword.form()));
      doc(page, keyword.doc());
    }
    page.section("SEE ALSO");
    return page.ready(others(WORDS)).done();
  }

  /** All pages but one. */
  private String others(String page) {
    StringBuilder others = new StringBuilder(Roff.bold("croft")).append("(1)");
    for (String other : names(reference)) {
      if (!other.equals(page)) {
        others.append(", ").append(Roff.bold(other)).append("(7)");
      }
    }
    return others.toString();
  }

  private String page(Reference.Section section) {
    Roff page = new Roff(name(section).toUpperCase(java.util.Locale.ROOT), 7, version, MANUAL);
    String summary = section.doc().summary();
    page.section("NAME");
    page.ready(
        Roff.quoted(name(section))
            + " \\- "
            + Roff.quoted(summary.isEmpty() ? "what " + section.name() + " declares" : summary));
    if (!section.doc().parts().isEmpty()) {
      page.section("DESCRIPTION");
      doc(page, section.doc());
    }
    if (!section.entries().isEmpty()) {
      page.section("DECLARATIONS");
    }
    for (Entry entry : section.entries()) {
      entry(page, entry);
    }
    page.section("SEE ALSO");
    return page.ready(others(name(section))).done();
  }

  private static void entry(Roff page, Entry entry) {
    page.subsection(Detail.signature(entry).text());
    doc(page, entry.doc());
    for (Detail detail : Detail.of(entry)) {
      page.term(detail.label()).ready(linked(detail.text()));
    }
  }

  private static void doc(Roff page, DocText doc) {
    for (DocText.Part part : doc.parts()) {
      switch (part) {
        case DocText.Part.Paragraph(LinkedText text) -> page.paragraph().ready(linked(text));
        case DocText.Part.Example(LinkedText program) -> page.program(program.text());
      }
    }
  }

  /** Parts of programs in bold. */
  private static String linked(LinkedText text) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    for (LinkedText.Stretch stretch : text.stretches()) {
      out.append(quoted(text.text().substring(at, stretch.start()), at == 0));
      out.append(Roff.bold(text.text().substring(stretch.start(), stretch.end())));
      at = stretch.end();
    }
    return out.append(quoted(text.text().substring(at), at == 0)).toString();
  }

  private static String quoted(String text, boolean first) {
    return first ? Roff.quoted(text) : Roff.quotedInside(text);
  }
}
