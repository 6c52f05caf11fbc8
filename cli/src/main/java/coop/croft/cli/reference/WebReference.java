package coop.croft.cli.reference;

import coop.croft.core.wire.Wire;
import coop.croft.lang.reference.BlockKind;
import coop.croft.lang.reference.DocText;
import coop.croft.lang.reference.Entry;
import coop.croft.lang.reference.Reference;
import coop.croft.lang.syntax.LinkedText;
import coop.croft.lang.syntax.Uses;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The reference as web pages that need no server and no network: an overview, a page for each file,
 * a page of contexts, one of the words of the language, an index of names, a style and a search.
 */
final class WebReference {
  private static final String OVERVIEW = "index.html";
  private static final String CONTEXTS = "contexts.html";
  private static final String NAMES = "names.html";
  private static final String WORDS = "words.html";

  private final Reference reference;
  private final Pages pages;
  private final String version;

  private WebReference(Reference reference, String version) {
    this.reference = reference;
    this.pages = new Pages(reference);
    this.version = version;
  }

  /** All files, by name. */
  static Map<String, byte[]> of(Reference reference, String version) {
    return new WebReference(reference, version).files();
  }

  private Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(OVERVIEW, bytes(overview()));
    for (Reference.Section section : reference.sections()) {
      files.put(Pages.of(section) + ".html", bytes(page(section)));
    }
    files.put(CONTEXTS, bytes(contexts()));
    files.put(WORDS, bytes(words()));
    files.put(NAMES, bytes(names()));
    files.put("search-index.js", bytes(searchIndex()));
    files.put("search.js", resource("search.js"));
    files.put("style.css", resource("style.css"));
    return files;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] resource(String name) {
    try (InputStream in = WebReference.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name + " is in every build").readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Html begin(String title, String page) {
    Html html = new Html();
    html.open("html", "lang", "en").open("head");
    html.single("meta", "charset", "utf-8");
    html.single("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.element("title", title + " – Croft reference");
    html.single("link", "rel", "stylesheet", "href", "style.css");
    html.element("script", "", "src", "search-index.js", "defer", "");
    html.element("script", "", "src", "search.js", "defer", "");
    html.close().open("body");
    html.open("p", "class", "skip").element("a", "Skip to the text", "href", "#text").close();
    html.open("header");
    html.open("p").element("a", "Croft reference", "href", OVERVIEW).close();
    html.open("nav", "aria-label", "Pages").open("ul");
    for (Reference.Section section : reference.sections()) {
      item(html, section.name(), Pages.of(section) + ".html", page);
    }
    item(html, "Contexts", CONTEXTS, page);
    item(html, "Words of the language", WORDS, page);
    item(html, "All names", NAMES, page);
    html.close().close();
    html.element("div", "", "id", "search");
    return html.close().open("main", "id", "text");
  }

  private static void item(Html html, String text, String page, String current) {
    html.open("li");
    if (page.equals(current)) {
      html.element("a", text, "href", page, "aria-current", "page");
    } else {
      html.element("a", text, "href", page);
    }
    html.close();
  }

  private String end(Html html) {
    html.close().open("footer").element("p", "Made by croft doc, " + version + ".").close();
    return html.close().close().done();
  }

  private String overview() {
    Html html = begin("Overview", OVERVIEW);
    html.element("h1", "Croft reference");
    html.open("p").text("All that a program can say: ").text(counts());
    html.text(". ").element("a", "Contexts", "href", CONTEXTS);
    html.text(" shows what is legal where; ");
    html.element("a", "Words of the language", "href", WORDS);
    html.text(" explains with, where and their like; ").element("a", "All names", "href", NAMES);
    html.text(" has everything in the order of the alphabet.").close();
    for (Reference.Section section : reference.sections()) {
      String page = Pages.of(section) + ".html";
      html.open("section").open("h2").element("a", title(section), "href", page).close();
      html.element("p", section.doc().summary());
      html.open("p", "class", "names");
      String separator = "";
      for (Entry entry : section.entries()) {
        for (String name : entry.names()) {
          html.text(separator);
          html.element("a", name, "href", page + "#" + Pages.anchor(entry, name));
          separator = " ";
        }
      }
      html.close().close();
    }
    legend(html);
    return end(html);
  }

  private String counts() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Reference.Found found : pages.index().values()) {
      String kind = found.entry().space().name().toLowerCase(Locale.ROOT);
      counts.merge(kind, 1, Integer::sum);
    }
    List<String> words = new ArrayList<>();
    counts.forEach((kind, count) -> words.add(count + " " + kind + (count == 1 ? "" : "s")));
    return String.join(", ", words);
  }

  private static String title(Reference.Section section) {
    return section.ofSite() ? section.name() + " (this site)" : section.name();
  }

  private static void legend(Html html) {
    html.open("section").element("h2", "How types are read").open("dl", "class", "legend");
    for (String[] line : Legend.LINES) {
      html.open("dt").element("code", line[0]).close().element("dd", line[1]);
    }
    html.close().close();
  }

  private String page(Reference.Section section) {
    String page = Pages.of(section) + ".html";
    Html html = begin(title(section), page);
    html.element("h1", title(section));
    doc(html, section.doc(), page, "");
    if (section.entries().isEmpty()) {
      html.element("p", "This file declares nothing.");
    } else {
      html.open("nav", "class", "names", "aria-label", "On this page").open("p");
      String separator = "";
      for (Entry entry : section.entries()) {
        for (String name : entry.names()) {
          html.text(separator).element("a", name, "href", "#" + Pages.anchor(entry, name));
          separator = " ";
        }
      }
      html.close().close();
    }
    for (Entry entry : section.entries()) {
      entry(html, entry, page);
    }
    return end(html);
  }

  private void entry(Html html, Entry entry, String page) {
    String first = entry.names().getFirst();
    html.open("article", "id", Pages.anchor(entry, first)).open("h2");
    String separator = "";
    for (String name : entry.names()) {
      String anchor = Pages.anchor(entry, name);
      html.text(separator);
      if (name.equals(first)) {
        html.element("a", name, "href", "#" + anchor);
      } else {
        html.element("a", name, "id", anchor, "href", "#" + anchor);
      }
      separator = ", ";
    }
    html.text(" ").element("small", Detail.kind(entry)).close();
    if (!(entry instanceof Entry.OfType || entry instanceof Entry.OfContext)) {
      html.open("pre", "class", "type").open("code");
      linked(html, Detail.signature(entry), page, "", false);
      html.close().close();
    }
    doc(html, entry.doc(), page, Pages.anchor(entry, first));
    List<Detail> details = Detail.of(entry);
    if (!details.isEmpty()) {
      html.open("dl");
      for (Detail detail : details) {
        html.element("dt", detail.label()).open("dd");
        linked(html, detail.text(), page, "", true);
        html.close();
      }
      html.close();
    }
    html.close();
  }

  private void doc(Html html, DocText doc, String page, String own) {
    for (DocText.Part part : doc.parts()) {
      switch (part) {
        case DocText.Part.Paragraph(LinkedText text) -> {
          html.open("p");
          linked(html, text, page, own, true);
          html.close();
        }
        case DocText.Part.Example(LinkedText program) -> {
          html.open("pre", "class", "example").open("code");
          linked(html, program, page, own, false);
          html.close().close();
        }
      }
    }
  }

  /**
   * @param own the place that this is about: no link leads to where one is
   * @param mark whether programs stand out from the text
   */
  private void linked(Html html, LinkedText text, String page, String own, boolean mark) {
    int at = 0;
    for (LinkedText.Stretch stretch : text.stretches()) {
      html.text(text.text().substring(at, stretch.start()));
      at = stretch.end();
      String code = text.text().substring(stretch.start(), at);
      String link = stretch.name() == null ? "" : pages.link(stretch.name());
      if (mark) {
        html.open("code");
      }
      if (link.isEmpty() || link.equals(page + "#" + own)) {
        html.text(code);
      } else {
        html.element("a", code, "href", link.startsWith(page + "#") ? afterPage(link) : link);
      }
      if (mark) {
        html.close();
      }
    }
    html.text(text.text().substring(at));
  }

  private static String afterPage(String link) {
    return link.substring(link.indexOf('#'));
  }

  private String contexts() {
    Html html = begin("Contexts", CONTEXTS);
    html.element("h1", "Contexts");
    html.open("p").text("An action is legal in some blocks only, and the block that it stands in ");
    html.text("decides. Each kind of block, and what may stand in it:").close();
    for (Map.Entry<BlockKind, List<String>> block : reference.blocks().entrySet()) {
      block(html, block.getKey(), block.getValue());
    }
    return end(html);
  }

  private void block(Html html, BlockKind kind, List<String> legal) {
    html.open("section").open("h2");
    if (kind.openers().isEmpty()) {
      html.text("In the file itself");
    } else {
      html.text("In the block of ");
      names(html, kind.openers(), ", ");
    }
    html.close().open("p").text("Its predicate is ").open("code");
    linked(html, kind.pred(), CONTEXTS, "", false);
    html.close().text(".").close();
    html.open("dl", "class", "legal");
    for (Reference.Section section : reference.sections()) {
      List<String> here = legal.stream().filter(n -> section.equals(sectionOf(n))).toList();
      if (!here.isEmpty()) {
        html.open("dt").element("a", section.name(), "href", Pages.of(section) + ".html").close();
        html.open("dd", "class", "names");
        names(html, here, " ");
        html.close();
      }
    }
    html.close().close();
  }

  private Reference.Section sectionOf(String value) {
    Uses.Name name = new Uses.Name(Uses.Space.VALUE, value);
    return Objects.requireNonNull(pages.index().get(name), "it is declared").section();
  }

  private void names(Html html, List<String> values, String between) {
    String separator = "";
    for (String value : values) {
      html.text(separator);
      html.element("a", value, "href", pages.link(new Uses.Name(Uses.Space.VALUE, value)));
      separator = between;
    }
  }

  private String words() {
    Html html = begin("Words of the language", WORDS);
    html.element("h1", "Words of the language");
    html.element("p", "The library declares all other words.");
    for (Keyword keyword : Keyword.values()) {
      html.open("article", "id", anchor(keyword));
      html.open("h2");
      html.element("a", String.join(", ", keyword.words()), "href", "#" + anchor(keyword)).close();
      html.open("pre", "class", "form").element("code", keyword.form()).close();
      doc(html, keyword.doc(), WORDS, anchor(keyword));
      html.close();
    }
    return end(html);
  }

  private static String anchor(Keyword keyword) {
    return "word-" + keyword.name().toLowerCase(Locale.ROOT);
  }

  /** One line of the index; all of it is text. */
  private record Indexed(String name, String kind, String link, String summary, String text) {}

  private List<Indexed> index() {
    List<Indexed> all = new ArrayList<>();
    pages
        .index()
        .forEach(
            (name, found) ->
                all.add(
                    new Indexed(
                        name.name(),
                        Detail.kind(found.entry()) + " in " + found.section().name(),
                        pages.link(name),
                        found.entry().doc().summary(name.name()),
                        words(found.entry().doc()))));
    for (Keyword keyword : Keyword.values()) {
      for (String word : keyword.words()) {
        String link = WORDS + "#" + anchor(keyword);
        String summary = keyword.doc().summary();
        all.add(new Indexed(word, Keyword.KIND, link, summary, words(keyword.doc())));
      }
    }
    all.sort(
        Comparator.comparing((Indexed i) -> i.name().toLowerCase(Locale.ROOT))
            .thenComparing(Indexed::name)
            .thenComparing(Indexed::link));
    return all;
  }

  private String names() {
    Html html = begin("All names", NAMES);
    html.element("h1", "All names").open("dl", "class", "index");
    for (Indexed each : index()) {
      html.open("dt").element("a", each.name(), "href", each.link());
      html.text(" ").element("small", each.kind());
      html.close().element("dd", each.summary());
    }
    html.close();
    return end(html);
  }

  /** A list of objects, one a line: a script, because pages from files may load nothing else. */
  private String searchIndex() {
    List<String> lines = new ArrayList<>();
    for (Indexed each : index()) {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("name", each.name());
      values.put("kind", Characters.shown(each.kind()));
      values.put("link", each.link());
      values.put("summary", Characters.shown(each.summary()));
      values.put("text", Characters.shown(each.text()));
      lines.add(Wire.object(values));
    }
    return "const searchIndex = [\n" + String.join(",\n", lines) + "\n];\n";
  }

  private static String words(DocText doc) {
    StringBuilder words = new StringBuilder();
    doc.parts().stream()
        .filter(part -> part instanceof DocText.Part.Paragraph)
        .forEach(part -> words.append(part.text().text()).append(' '));
    return words.toString().strip().toLowerCase(Locale.ROOT);
  }
}
