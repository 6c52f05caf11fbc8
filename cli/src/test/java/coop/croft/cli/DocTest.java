package coop.croft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.cli.terminal.Exit;
import coop.croft.lang.syntax.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reference that {@code croft doc} writes, and how it treats the directories it is given. */
class DocTest {
  /** What would be markup, a request or an escape somewhere. */
  private static final String HOSTILE =
      """
      {{ </script><script>alert(1)</script> & "quoted" 'single' <img src=x onerror=y>
         .TH evil 1
         'br \\fBx\\fP \\n[x] `</code>` `web` WebNodes \u202e \u0007 ü 🌱

             .sp 5 <b>
             'in' \\e dom "x" }}
      val innocent = "x";
      {{ .Hidden }}
      val Mine : [web_node] = ["dynamic"];
      val TTL : int = 60;
      """;

  private static final Pattern LINK = Pattern.compile("\"link\":\"([^\"#]+)#([^\"]+)\"");
  private static final Pattern WORD = Pattern.compile("[A-Za-z_]\\w*");

  @TempDir Path directory;

  private Path site() throws IOException {
    Path site = Files.createDirectory(directory.resolve("site"));
    Files.copy(Repository.SITE.resolve("site.dtl"), site.resolve("site.dtl"));
    Files.writeString(site.resolve("a<b&\".dtl"), HOSTILE);
    return site;
  }

  private Run html(Path into, String... more) {
    List<String> words = new ArrayList<>(List.of("doc", "--html", into.toString()));
    words.addAll(List.of(more));
    return Run.croft(words);
  }

  private static Map<String, Document> pages(Path folder) throws IOException {
    Map<String, Document> pages = new HashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".html")).sorted().toList()) {
        Parser parser = Parser.htmlParser().setTrackErrors(100);
        Document page = parser.parseInput(Files.readString(file), "");
        assertThat(parser.getErrors()).as(file.toString()).isEmpty();
        pages.put(file.getFileName().toString(), page);
      }
    }
    return pages;
  }

  @Test
  void pagesAreWholeAndLeadToEachOtherOnly() throws IOException {
    Path out = directory.resolve("out");
    Run run = html(out, "--site", site().toString());
    assertThat(run.exit()).as(run.err()).isEqualTo(Exit.DONE);

    Map<String, Document> pages = pages(out);

    assertThat(pages.keySet())
        .contains("index.html", "names.html", "contexts.html", "web.html", "site.html")
        .contains("site-a_3c_b_26__22_.html");
    for (Map.Entry<String, Document> page : pages.entrySet()) {
      Document text = page.getValue();
      assertThat(text.select("html[lang=en] h1")).hasSize(1);
      assertThat(text.title()).isNotBlank();
      List<String> ids = text.select("[id]").eachAttr("id");
      assertThat(ids).doesNotHaveDuplicates();
      assertThat(text.select("[style], [onclick], [onerror], img, iframe, style, b")).isEmpty();
      for (Element element : text.select("[href], [src]")) {
        String link = element.hasAttr("href") ? element.attr("href") : element.attr("src");
        leadsSomewhere(pages, out, page.getKey(), link);
      }
      assertThat(text.select("script").eachAttr("src"))
          .containsExactly("search-index.js", "search.js");
      assertThat(text.select("script").eachText()).isEmpty();
    }
    assertThat(Files.readString(out.resolve("style.css")))
        .doesNotContain("url(", "@import", "http");
    assertThat(Files.readString(out.resolve("search.js"))).doesNotContain("http", "innerHTML");
  }

  private static Document page(Map<String, Document> pages, String name) {
    return Objects.requireNonNull(pages.get(name), name);
  }

  private static void leadsSomewhere(
      Map<String, Document> pages, Path out, String from, String link) {
    assertThat(link).doesNotContain(":").doesNotStartWith("/");
    String[] parts = link.split("#", 2);
    String page = parts[0].isEmpty() ? from : parts[0];
    assertThat(out.resolve(page)).exists();
    if (parts.length > 1) {
      Document target = pages.get(page);
      assertThat(target != null ? target.getElementById(parts[1]) : null)
          .as(from + " to " + link)
          .isNotNull();
    }
  }

  @Test
  void everyNameInATypeIsALink() throws IOException {
    Path out = directory.resolve("out");
    html(out);
    int types = 0;
    for (Document page : pages(out).values()) {
      for (Element type : page.select("pre.type code")) {
        types++;
        Element rest = type.clone();
        rest.select("a").remove();
        String afterNames = rest.wholeText().substring(rest.wholeText().indexOf(" : "));
        Matcher word = WORD.matcher(afterNames);
        while (word.find()) {
          assertThat(word.group()).as(type.wholeText()).isEqualTo("Root");
        }
      }
    }
    assertThat(types).isGreaterThan(100);
  }

  @Test
  void theSearchKnowsEveryName() throws IOException {
    Path out = directory.resolve("out");
    html(out, "--site", site().toString());
    Map<String, Document> pages = pages(out);
    Matcher link = LINK.matcher(Files.readString(out.resolve("search-index.js")));
    int links = 0;
    while (link.find()) {
      links++;
      leadsSomewhere(pages, out, "", link.group(1) + "#" + link.group(2));
    }
    assertThat(links)
        .isEqualTo(page(pages, "names.html").select("dl.index dt").size())
        .isGreaterThan(150);
  }

  /** A summary of the site, and its file's name, are in the list of what was found. */
  @Test
  void theSearchTurnsNothingRound() throws IOException {
    Path out = directory.resolve("out");
    Path site = site();
    Files.writeString(site.resolve("\u2067.dtl"), "val turned = 1;\n{{ A \u202e summary. }}\n");
    html(out, "--site", site.toString());
    assertThat(Files.readString(out.resolve("search-index.js")))
        .contains("\"name\":\"turned\"", "A \ufffd summary.", "\"value in \ufffd\"")
        .doesNotContain("\u202e", "\u2067");
  }

  @Test
  void whatTheSiteSaysIsShownAsItIs() throws IOException {
    Path out = directory.resolve("out");
    html(out, "--site", site().toString());
    Document page = page(pages(out), "site-a_3c_b_26__22_.html");
    assertThat(page.expectFirst("h1").text()).isEqualTo("a<b&\" (this site)");
    assertThat(page.expectFirst("main > p").text())
        .contains("</script><script>alert(1)</script> & \"quoted\"", "<img src=x onerror=y>")
        .contains("ü 🌱")
        .doesNotContain("\u0007", "\u202e");
    assertThat(page.expectFirst("pre.example").wholeText())
        .isEqualTo(".sp 5 <b>\n'in' \\e dom \"x\"");
    assertThat(page.select("article:has(small:contains(setting))").text()).contains("60");
    Document domain = page(pages(out), "domain.html");
    assertThat(domain.expectFirst("#variable-TTL").text()).contains("Default 3600 Here 60");
  }

  @Test
  void manualPagesAreReadWithoutAWarning() throws Exception {
    Path out = directory.resolve("man");
    Run run = Run.croft("doc", "--man", out.toString(), "--site", site().toString());
    assertThat(run.exit()).as(run.err()).isEqualTo(Exit.DONE);
    String all;
    try (Stream<Path> files = Files.walk(out)) {
      List<Path> pages = files.filter(f -> f.toString().matches(".*\\.[17]")).sorted().toList();
      assertThat(pages).hasSize(9);
      List<String> words = new ArrayList<>(List.of("groff", "-ww", "-man", "-Tutf8", "-P-c"));
      pages.forEach(p -> words.add(p.toString()));
      Process groff = new ProcessBuilder(words).start();
      groff.getOutputStream().close();
      all = new String(groff.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String warnings = new String(groff.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(warnings).isEmpty();
      assertThat(groff.waitFor()).isZero();
    }
    String words = all.replaceAll(".\b", "").replaceAll("\\s+", " ");
    assertThat(words)
        .contains(".TH evil 1 'br \\fBx\\fP \\n[x]", ".sp 5 <b> 'in' \\e dom \"x\"")
        .contains("ü", "croft-dns(7)", "dnsMX : int -> domain -> dnsRecord");
    for (String command : Help.words()) {
      assertThat(words).contains("croft " + command);
    }
  }

  @Test
  void anEarlierReferenceIsReplaced() throws IOException {
    Path out = Files.createDirectory(directory.resolve("out"));
    assertThat(html(out, "--site", site().toString()).exit()).isEqualTo(Exit.DONE);
    assertThat(out.resolve("site.html")).exists();
    Files.writeString(out.resolve("web.html"), "changed");
    Files.createDirectory(out.resolve(".croft-doc-new123"));

    assertThat(html(out).exit()).isEqualTo(Exit.DONE);

    assertThat(out.resolve("site.html")).doesNotExist();
    assertThat(out.resolve("web.html")).content().contains("proxyPass");
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .filteredOn(name -> name.startsWith("."))
          .containsExactly(".croft-doc");
    }
  }

  @Test
  void whatIsNotItsOwnStays() throws IOException {
    Path out = Files.createDirectory(directory.resolve("out"));
    for (String name : List.of("index.html", ".croft-doc")) {
      Path mine = Files.writeString(out.resolve(name), "mine\nindex.html\n");
      refused(out, mine);
      Files.delete(mine);
    }
    assertThat(html(out).exit()).isEqualTo(Exit.DONE);
    Set<Path> before = tree(out);
    Path folder = Files.createDirectory(out.resolve("man7"));
    refused(out, folder);
    Files.delete(folder);
    assertThat(tree(out)).isEqualTo(before);
    Run other = Run.croft("doc", "--man", out.toString());
    assertThat(other.exit()).isEqualTo(Exit.FAILED);
    assertThat(other.err()).contains("holds web pages of croft doc");
    assertThat(tree(out)).isEqualTo(before);
  }

  @Test
  void directoriesOfRunsAreTakenAwayOnlyOnceTheseHaveEnded() throws IOException {
    Path out = directory.resolve("out");
    assertThat(html(out).exit()).isEqualTo(Exit.DONE);
    Path beside = Files.createDirectory(out.resolve(".croft-doc-new7"));
    Path mine = Files.writeString(beside.resolve("index.html"), "mine");
    refused(out, beside);
    assertThat(mine).hasContent("mine");
    try (FileChannel run =
        FileChannel.open(
            beside.resolve(".croft-doc-run"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE)) {
      run.lock();
      Run other = html(out);
      assertThat(other.exit()).isEqualTo(Exit.FAILED);
      assertThat(other.err()).contains("another croft doc writes to " + out + " just now");
      assertThat(mine).hasContent("mine");
    }
    assertThat(html(out).exit()).isEqualTo(Exit.DONE);
    assertThat(beside).doesNotExist();
  }

  @Test
  void linksAreNotFollowed() throws IOException {
    Path out = directory.resolve("out");
    assertThat(html(out).exit()).isEqualTo(Exit.DONE);
    Path precious = Files.writeString(directory.resolve("precious"), "precious");
    Path page = out.resolve("web.html");
    Files.delete(page);
    Files.createSymbolicLink(page, precious);
    refused(out, page);
    Files.delete(page);
    Path note = out.resolve(".croft-doc");
    Files.writeString(note, Files.readString(note) + "../precious\n/etc/hostname\nman7/x\n");
    Path folder = Files.createSymbolicLink(out.resolve("man7"), directory);
    refused(out, folder);
    Files.delete(folder);
    assertThat(html(out).exit()).isEqualTo(Exit.DONE);
    assertThat(precious).hasContent("precious");
    assertThat(page).isRegularFile();
    Path link = Files.createSymbolicLink(directory.resolve("link"), out);
    Run through = html(link);
    assertThat(through.exit()).isEqualTo(Exit.FAILED);
    assertThat(through.err()).contains(link + " is a link");
  }

  private void refused(Path out, Path because) {
    Set<Path> before = tree(out);
    Run run = html(out);
    assertThat(run.exit()).isEqualTo(Exit.FAILED);
    assertThat(run.err())
        .startsWith("croft: " + because + " was not written by croft doc, so it stays as it is\n");
    assertThat(tree(out)).isEqualTo(before);
  }

  private static Set<Path> tree(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return new TreeSet<>(files.toList());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aSiteWithErrorsWritesNothing() throws IOException {
    Path site = site();
    Files.writeString(site.resolve("more.dtl"), "val x = nothing;");
    Path out = directory.resolve("out");
    Run run = html(out, "--site", site.toString());
    assertThat(run.exit()).isEqualTo(Exit.REFUSED);
    assertThat(run.err()).contains("more.dtl:1:9: error[unknown-name]");
    assertThat(out).doesNotExist();
  }

  @Test
  void wordsOfTheLanguageHaveTheirPages() throws IOException {
    Path out = directory.resolve("out");
    html(out);
    Document page = page(pages(out), "words.html");
    for (Kind kind : Kind.values()) {
      String word = kind.shown().replace("'", "");
      if (!kind.shown().startsWith("'") || !Character.isLetter(word.charAt(0))) {
        continue;
      }
      Run run = Run.croft("doc", word);
      assertThat(run.exit()).as(word).isEqualTo(Exit.DONE);
      assertThat(run.out()).contains(word).endsWith("\nA word of the language.\n");
      assertThat(run.out().lines())
          .filteredOn(l -> !l.startsWith("    "))
          .allMatch(l -> l.length() <= 80);
      assertThat(page.select("article h2").eachText())
          .as(word)
          .anyMatch(title -> List.of(title.split(", ")).contains(word));
    }
    assertThat(Files.readString(out.resolve("search-index.js"))).contains("words.html#word-with");
  }

  @Test
  void entriesFitATerminal() {
    for (String name :
        List.of("dom", "proxyPass", "location", "rewriteRule", "WebNodes", "noDns")) {
      Run run = Run.croft("doc", name);
      assertThat(run.exit()).as(name).isEqualTo(Exit.DONE);
      assertThat(run.out()).contains(name).contains("\nDeclared   in ");
      assertThat(run.out().lines())
          .filteredOn(l -> !l.startsWith("    "))
          .allMatch(l -> l.length() <= 80);
    }
  }
}
