package coop.croft.services.web;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.core.manifest.Fragment;
import coop.croft.core.manifest.LineMap;
import coop.croft.core.manifest.Origin;
import coop.croft.services.Unit;
import coop.croft.services.web.Directive.Placed;
import coop.croft.services.web.Directive.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Apache reads from each site's file what its program meant: every directive of the program is
 * there once for each virtual host, in its section, word for word, at a line that leads back to it;
 * and nothing else is there but what the server itself needs.
 */
class ParseBackTest {
  private static final int PROGRAMS = 2_000;
  private static final int BATCH = 500;

  /** Names of directives that stem from the server alone. */
  private static final Set<String> OWN =
      Set.of(
          "ServerName",
          "ServerAdmin",
          "RewriteEngine",
          "DocumentRoot",
          "SuexecUserGroup",
          "Options",
          "AllowOverride",
          "Require",
          "AuthType",
          "AuthBasicProvider",
          "AuthUserFile",
          "AuthMerging",
          "SSLEngine",
          "SSLCertificateFile",
          "SSLCertificateKeyFile");

  private record Case(String program, VirtualHost site, Fragment file) {}

  @Test
  void generatedProgramsAreReadAsTheyWereMeant(@TempDir Path directory) throws IOException {
    SitePrograms programs = new SitePrograms(20_261);
    for (int first = 0; first < PROGRAMS; first += BATCH) {
      Path batch = Files.createDirectories(directory.resolve("batch" + first));
      List<Case> cases = new ArrayList<>();
      for (int i = first; i < first + BATCH; i++) {
        cases.add(compile(programs.program(i)));
      }
      check(batch, cases);
    }
  }

  /**
   * What Apache does to a line before a directive sees it, each on purpose: it expands variables,
   * joins a line that ends in a backslash with the next, and takes formats and expressions for
   * such.
   */
  @Test
  void theTrapsOfTheGrammarAreReadAsTheyWereMeant(@TempDir Path directory) throws IOException {
    check(
        directory,
        List.of(
            compile(
                """
                domain "forge.example" with vhost "s-traps" where SSL = no_ssl with
                  setHeader "X-Variable" "${HOME} ${CROFT_DOLLAR}{HOME} $${USER}";
                  setEnv "VARIABLE" "${HOME}";
                  redirect "/$%7BHOME%7D" "https://x.example/";
                  setHeader "X-Joined" "the next line is its own\\\\";
                  setEnv "JOINED" "\\\\";
                  rewriteCond "%{REQUEST_URI}" "\\\\\\\\" [];
                  rewriteRule "^/a\\\\\\\\" "/b" [];
                  setHeader "X-Format" "%t %{HTTP_HOST}e 100%";
                  setHeader "X-Expression" " expr=%{file:/etc/passwd}";
                  setEnv "EXPRESSION" "expr=%{file:/etc/passwd}"
                end end
                """)));
  }

  private static Case compile(String program) {
    List<Unit> units = Programs.units("bob", "generated", program);
    VirtualHost site = units.getFirst().of(VirtualHost.class).findFirst().orElseThrow().resource();
    Fragment file =
        Programs.render("bob", program).stream()
            .filter(f -> f.path().startsWith(SiteNames.SITES))
            .findFirst()
            .orElseThrow();
    return new Case(program, site, file);
  }

  private static void check(Path directory, List<Case> cases) throws IOException {
    Fragment global = Programs.global();
    Map<Path, Case> byFile = new LinkedHashMap<>();
    for (Case c : cases) {
      Path file = directory.resolve(c.site().name() + ".conf");
      // The accounts need not be there, and the users are not what is tested.
      String text =
          Programs.text(c.file())
              .replace("SuexecUserGroup bob bob", "SuexecUserGroup www-data www-data");
      Files.writeString(file, text);
      byFile.put(file, c);
    }
    Apache apache = new Apache(directory);
    Path main = apache.main(global.content(), "Include \"" + directory + "/s*.conf\"\n");
    Map<Path, List<Apache.Line>> read = apache.read(main);
    byFile.forEach((file, c) -> check(c, read.getOrDefault(file, List.of())));
  }

  /** What a directive came to: where it stands, its words, and the place in the program. */
  private record Read(String section, List<String> words) {
    @Override
    public String toString() {
      return section + " " + words;
    }
  }

  private static void check(Case c, List<Apache.Line> lines) {
    List<Read> read = new ArrayList<>();
    List<Read> meant = new ArrayList<>();
    String section = "";
    for (Apache.Line line : lines) {
      if (line.text().startsWith("</")) {
        section = line.text().matches("</(Location|Directory)>") ? "" : section;
      } else if (line.text().startsWith("<")) {
        List<String> head = Reading.words(line.text().substring(1, line.text().length() - 1));
        section = head.getFirst().matches("Location|Directory") ? head.toString() : section;
      } else {
        read(line, section).ifPresent(read::add);
      }
    }
    long hosts = lines.stream().filter(l -> l.text().startsWith("<VirtualHost")).count();
    assertThat(hosts).as(c.program()).isEqualTo(1);
    meant(c.site(), meant);
    assertThat(read).as(c.program()).containsExactlyInAnyOrderElementsOf(meant);
    checkLines(c, lines);
  }

  private static java.util.Optional<Read> read(Apache.Line line, String section) {
    String name = line.text().split(" ", 2)[0];
    if (OWN.contains(name) || isSupervised(line)) {
      return java.util.Optional.empty();
    }
    List<String> words =
        new ArrayList<>(
            name.startsWith("Rewrite")
                ? Reading.rewriteWords(line.text())
                : Reading.words(line.text()));
    if (name.startsWith("Rewrite") && isServers(words)) {
      return java.util.Optional.empty();
    }
    switch (name) {
      case "Header" -> words.set(3, Reading.format(words.get(3)));
      case "ErrorDocument" -> words.set(2, Reading.expression(words.get(2)));
      case "AuthName" -> words.set(1, Reading.expression(words.get(1)));
      case "RewriteRule" -> {
        // What is told apart by flags of our own making is looked at elsewhere.
        words.subList(3, words.size()).clear();
      }
      case "RewriteCond" -> words.subList(3, words.size()).clear();
      default -> {}
    }
    return java.util.Optional.of(new Read(section, words));
  }

  /** The variable for the supervisor of scripts. */
  private static boolean isSupervised(Apache.Line line) {
    return line.text().startsWith("SetEnv " + SiteWriter.SUPERVISED + " ");
  }

  /**
   * Rules that the server adds: its state, challenges, guards of parts, aliases below redirections.
   */
  private static boolean isServers(List<String> words) {
    return words.get(1).contains("^/\\.well-known/")
        || (words.getFirst().equals("RewriteRule")
            && (words.equals(List.of("RewriteRule", "^", "-", "[PT]"))
                || words.getLast().endsWith("END]")))
        || (words.getFirst().equals("RewriteCond") && words.get(2).endsWith("(/|$)"))
        || words.equals(List.of("RewriteCond", "%{REQUEST_URI}", "^/"));
  }

  private static void meant(VirtualHost site, List<Read> into) {
    for (Placed p : site.body()) {
      if (p.directive() instanceof Section s) {
        String head = s.kind() == Section.Kind.LOCATION ? "Location" : "Directory";
        boolean served =
            s.kind() == Section.Kind.LOCATION || !new SiteMap(site).urlsOf(s.path()).isEmpty();
        for (Placed inner : s.body()) {
          boolean rule = inner.directive() instanceof Directive.Rewrite;
          if (!rule || served) {
            meant(inner.directive(), rule ? "" : List.of(head, s.path()).toString(), into);
          }
        }
      } else {
        meant(p.directive(), "", into);
      }
    }
  }

  /** That it matches the same texts with its limit is what {@link SiteAnswersTest} shows. */
  private static String plain(String pattern) {
    return Reading.marked(RewriteWriter.bounded(pattern));
  }

  private static String stripped(String path) {
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static void meant(Directive directive, String section, List<Read> into) {
    List<String> words =
        switch (directive) {
          case Directive.Header h -> List.of("Header", "set", h.name(), h.value());
          case Directive.Environment e -> List.of("SetEnv", e.name(), e.value());
          case Directive.ErrorPage e -> List.of("ErrorDocument", "" + e.status(), e.location());
          case Directive.MediaType m -> List.of("AddType", m.type(), m.extension());
          case Directive.CgiExtension x -> List.of("AddHandler", "cgi-script", x.extension());
          case Directive.Index i ->
              Stream.concat(Stream.of("DirectoryIndex"), i.files().stream()).toList();
          case Directive.Password p -> List.of("AuthName", p.realm());
          case Directive.Redirect r -> {
            String status = "" + r.status();
            String path = stripped(r.location());
            boolean all = path.equals("/");
            if (r.url().matches("[^?#]*/") && !all) {
              into.add(new Read(section, List.of("Redirect", status, path + "/", r.url())));
            }
            boolean slash = all && r.url().matches("[^?#]*[^?#/]");
            yield List.of("Redirect", status, path, r.url() + (slash ? "/" : ""));
          }
          case Directive.Alias a -> List.of("Alias", stripped(a.location()), below(a, a.path()));
          case Directive.ScriptAlias a ->
              List.of("ScriptAlias", stripped(a.location()), below(a, a.path()));
          case Directive.Rewrite r -> {
            r.conditions()
                .forEach(
                    c ->
                        into.add(
                            new Read(
                                section, List.of("RewriteCond", c.test(), plain(c.pattern())))));
            yield List.of("RewriteRule", plain(r.pattern()), r.substitution());
          }
          default -> List.of();
        };
    if (!words.isEmpty()) {
      into.add(new Read(section, words));
    }
  }

  private static String below(Directive.Mapping mapping, String path) {
    return mapping.location().equals("/") ? path + "/" : path;
  }

  /** Each line of a program's directive leads back to the statement that made it. */
  private static void checkLines(Case c, List<Apache.Line> lines) {
    LineMap map = c.file().lines();
    String[] program = c.program().split("\n", -1);
    Set<String> seen = new TreeSet<>();
    for (Apache.Line line : lines) {
      if (line.text().startsWith("Header ")
          || (line.text().startsWith("SetEnv ") && !isSupervised(line))) {
        Origin origin = map.at(line.number()).orElseThrow();
        String word = line.text().startsWith("Header") ? "setHeader" : "setEnv";
        String source = program[origin.span().line() - 1].substring(origin.span().column() - 1);
        assertThat(source).as(c.program()).startsWith(word);
        seen.add(word);
      }
    }
    assertThat(seen).isNotNull();
  }
}
