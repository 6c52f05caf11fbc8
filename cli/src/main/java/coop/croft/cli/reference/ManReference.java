package coop.croft.cli.reference;

import coop.croft.lang.reference.DocText;
import coop.croft.lang.reference.Entry;
import coop.croft.lang.reference.Reference;
import coop.croft.lang.syntax.LinkedText;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The reference as manual pages of section 7, one for each file: croft-dns.7. */
final class ManReference {
  private static final String MANUAL = "Croft reference";

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
    return reference.sections().stream().map(ManReference::name).toList();
  }

  private static String name(Reference.Section section) {
    return "croft-" + Pages.of(section);
  }

  private Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (Reference.Section section : reference.sections()) {
      files.put("man7/" + name(section) + ".7", page(section).getBytes(StandardCharsets.US_ASCII));
    }
    return files;
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
    StringBuilder others = new StringBuilder(Roff.bold("croft")).append("(1)");
    for (Reference.Section other : reference.sections()) {
      if (!other.equals(section)) {
        others.append(", ").append(Roff.bold(name(other))).append("(7)");
      }
    }
    return page.ready(others.toString()).done();
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
