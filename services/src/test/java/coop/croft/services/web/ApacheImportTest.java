package coop.croft.services.web;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.core.manifest.Fragment;
import coop.croft.core.model.Right;
import coop.croft.core.model.Rights;
import coop.croft.core.model.SourceId;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.SourceText;
import coop.croft.lang.message.Rendering;
import coop.croft.services.Compiler;
import coop.croft.services.Facts;
import coop.croft.services.Foreign;
import coop.croft.services.Unit;
import coop.croft.services.World;
import coop.croft.services.imports.Imported;
import coop.croft.services.imports.Remark;
import coop.croft.services.imports.apache.ApacheImport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Virtual hosts become programs that render to sites which do the same. Each {@code
 * hosts/NAME.conf} has its program and its remarks beside it, {@code NAME.out}; each {@code
 * refused/NAME.conf} what is said of it. {@code CROFT_GOLDEN=update} writes them anew; read the
 * difference.
 */
class ApacheImportTest {
  private static final Foreign FILES =
      new Foreign(
          Path.of("src/test/resources/web/import"), ".conf", "\0\"'\\<>/\n\r\t #${}[],.^(-\u00ff");
  private static final Pattern CONSTANT = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** Two seconds on a machine that does nothing else. */
  private static final Duration BOUND = Duration.ofSeconds(20);

  @TempDir Path directory;

  static Stream<Path> hosts() throws IOException {
    return FILES.files("hosts");
  }

  static Stream<Path> refused() throws IOException {
    return FILES.files("refused");
  }

  private static Imported.Program program(SourceText file) {
    return Foreign.program(ApacheImport.of(List.of(file), List.of()));
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void hostsComeBack(Path file) throws IOException {
    SourceText text = Foreign.text(file);
    Imported.Program program = program(text);
    FILES.expect(file, program);
    apacheReads(rendered(program.text()));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatIsWrongIsSaid(Path file) throws IOException {
    FILES.expectRefusal(file, ApacheImport.of(List.of(Foreign.text(file)), List.of()));
  }

  static Rights rights(String program) {
    Set<Right> held = new HashSet<>();
    held.add(new Right(Right.Kind.USER, "alice"));
    held.add(new Right(Right.Kind.GROUP, "alice"));
    held.add(new Right(Right.Kind.PATH, "/home/alice"));
    held.add(new Right(Right.Kind.PORT, "1-65535"));
    Matcher constants = CONSTANT.matcher(program.replaceAll("(?m)^ *#.*", ""));
    while (constants.find()) {
      String text = constants.group(1).replaceAll("\\\\(.)", "$1");
      boolean path = text.startsWith("/");
      held.add(
          new Right(
              path ? Right.Kind.PATH : Right.Kind.DOMAIN,
              path && text.length() > 1 ? text.replaceFirst("/$", "") : text));
      held.add(new Right(Right.Kind.USER, text));
      held.add(new Right(Right.Kind.GROUP, text));
    }
    return new Rights(Map.of("alice", List.copyOf(held)));
  }

  /** The files of all sites of a program. */
  private static List<Fragment> rendered(String program) {
    Rights rights = rights(program);
    List<Unit> units = units(program, rights);
    World world = Programs.COMPILER.world(rights, units);
    List<Fragment> sites = new ArrayList<>();
    for (Unit unit : units) {
      assertThat(Programs.COMPILER.faults(unit, world)).isEmpty();
      new WebService()
          .render(unit, world, Facts.OFFLINE).stream()
              .filter(f -> f.path().startsWith(SiteNames.SITES) && f.path().endsWith(".conf"))
              .forEach(sites::add);
    }
    return sites;
  }

  /** As {@code apachectl -t} does it. */
  private void apacheReads(List<Fragment> sites) throws IOException {
    Fragment global = Programs.global();
    StringBuilder all = new StringBuilder();
    for (Fragment site : sites) {
      // The accounts need not be there, and the users are not what is tested.
      all.append(
          Programs.text(site)
              .replaceAll("SuexecUserGroup \\S+ \\S+", "SuexecUserGroup www-data www-data"));
    }
    Apache apache = new Apache(directory);
    assertThat(apache.read(apache.main(global.content(), all.toString()))).isNotEmpty();
  }

  static List<Unit> units(String program, Rights rights) {
    SourceText text = new SourceText("a.dtl", program.getBytes(StandardCharsets.UTF_8));
    return switch (Programs.COMPILER.compile(new SourceId("alice", "a"), text, rights)) {
      case Compiler.Compiled.Units(List<Unit> units) -> units;
      case Compiler.Compiled.Refused(List<Diagnostic> diagnostics) ->
          throw new AssertionError(Rendering.of(diagnostics.getFirst(), text));
    };
  }

  /** Files of the collection with octets changed, doubled and lost: refused, or a good program. */
  @Test
  void brokenFilesMakeNoBrokenPrograms() throws IOException {
    Random random = new Random(20261128);
    List<Path> files = Stream.concat(hosts(), refused()).toList();
    int programs = 0;
    for (int i = 0; i < 150; i++) {
      programs += sound(FILES.broken(files, random)) ? 1 : 0;
    }
    assertThat(programs).isBetween(25, 149);
  }

  /**
   * Whether a file has become a program.
   *
   * @throws AssertionError if that does not check for a member who holds what it names
   */
  static boolean sound(SourceText file) {
    return switch (ApacheImport.of(List.of(file), List.of())) {
      case Imported.Refused(List<Diagnostic> diagnostics) -> {
        assertThat(diagnostics).isNotEmpty();
        diagnostics.forEach(d -> Rendering.of(d, file));
        yield false;
      }
      case Imported.Program(String text, List<Remark> remarks) -> {
        Rights rights = rights(text);
        List<Unit> units = units(text, rights);
        World world = Programs.COMPILER.world(rights, units);
        units.forEach(u -> assertThat(Programs.COMPILER.faults(u, world)).as(text).isEmpty());
        yield true;
      }
    };
  }

  private static Imported imported(String text) {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    return ApacheImport.of(List.of(new SourceText("a.conf", octets)), List.of());
  }

  @Test
  void hostileFilesAreBounded() {
    String host = "<VirtualHost *:80>\nServerName a.example\n";
    String end = "</VirtualHost>\n";
    for (String hostile :
        List.of(
            "<a" + " ".repeat(60_000) + "\n",
            host + "<IfModule a>\n".repeat(200) + "</IfModule>\n".repeat(200) + end,
            "#" + "x".repeat(1 << 20),
            host + "RewriteRule ^ - [" + " ,".repeat(32_768) + "]\n" + end,
            host + "SetEnv A b\\\n".repeat(9),
            host + "SetEnv A b\\\\\n" + end,
            // Apache's comment ends at the NUL, and the line behind the backslash is live.
            host + "# \0\\\n<Location /a>\n# \0\\\nRequire all denied\n" + end,
            numbered(
                "<VirtualHost *:80>\nServerName a%d.b.example\n"
                    + "Header set A b\n".repeat(80)
                    + end,
                300),
            "<VirtualHost *:80>\n</VirtualHost>\n".repeat(500))) {
      assertThat(imported(hostile)).isInstanceOf(Imported.Refused.class);
    }
    String faults = "ErrorDocument 200 /a\nErrorDocument 201 /a\nErrorDocument 202 /a\n";
    for (String hostile :
        List.of(
            "Frobnicate\n".repeat(40_000),
            "ProxyPass /" + "/".repeat(60_000) + " http://localhost:1/\n",
            "<FilesMatch " + "(a".repeat(30_000) + ">\n</FilesMatch>\n",
            "RewriteRule ^/" + "a\\.".repeat(20_000) + " /b\n",
            "Options " + "Indexes ".repeat(8_000) + "\n",
            "ServerAlias " + "*a".repeat(30_000) + "\nServerAlias b.example\n",
            "ServerAlias b.example c.example\n".repeat(1_400),
            numbered("ServerAlias a%d.example\n", 2_900),
            numbered("Redirect /a%d http://b.example/\n", 1_400),
            numbered(
                "Alias /a%d /b%1$d\n<Directory /b%1$d>\nRequire all granted\n</Directory>\n", 500),
            "ProxyPreserveHost On\n" + numbered("ProxyPass /a%d http://localhost:80\n", 1_400),
            numbered("<Location /a%d>\nRequire all denied\n</Location>\n", 990),
            numbered("<Directory /home/alice/a%d>\nRequire ip 1.2.3.4\n</Directory>\n", 990),
            numbered("Header set A%d b\n", 990),
            end
                + numbered("<VirtualHost *:80>\nServerName a%d.b%1$d.example\n" + faults + end, 150)
                + host,
            end + "<VirtualHost 999.1.1.1:80>\nServerName b.example\n" + end + host,
            numbered("Header set A%d \u00fc\"\n", 990))) {
      long before = System.nanoTime();
      imported(host + "DocumentRoot /home/alice\n" + hostile + end);
      imported(hostile);
      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .as(hostile.substring(0, 30))
          .isLessThan(BOUND);
    }
  }

  private static String numbered(String line, int count) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < count && out.length() < 1_000_000; i++) {
      out.append(line.formatted(i));
    }
    return out.toString();
  }

  /** A program has room for some thousand characters of paths that are no files. */
  @Test
  void pathsWhoseScriptsAreRefusedAllTheSameAreTold() {
    String host =
        "<VirtualHost *:80>\nServerName www.a.example\nDocumentRoot /home/alice/www\n"
            + "<Directory /home/alice/www>\nRequire all granted\n</Directory>\n"
            + numbered("Redirect /" + "a".repeat(80) + "%d https://b.example/\n", 400)
            + "</VirtualHost>\n";
    assertThat(imported(host))
        .isInstanceOfSatisfying(
            Imported.Program.class,
            p ->
                assertThat(p.remarks())
                    .filteredOn(r -> r.why().startsWith("scripts below it are refused"))
                    .hasSizeBetween(150, 250)
                    .allMatch(r -> r.kind().isLoss()));
  }

  /** Hosts of others are left out where the domain is said. */
  @Test
  void theDomainMayBeSaid() {
    byte[] octets =
        """
        <VirtualHost *:80>
        ServerName a.b.c.example
        </VirtualHost>
        <VirtualHost *:80>
        ServerName d.example
        </VirtualHost>
        """
            .getBytes(StandardCharsets.UTF_8);
    assertThat(ApacheImport.of(List.of(new SourceText("a", octets)), List.of("b.c.example")))
        .isInstanceOfSatisfying(
            Imported.Program.class,
            p -> {
              assertThat(p.text())
                  .contains("dom \"b.c.example\" where DefaultAddress = false with");
              assertThat(p.text()).contains("web \"a\" where SSL = no_ssl with");
              assertThat(p.remarks())
                  .anyMatch(r -> r.why().startsWith("its name d.example") && r.kind().isLoss());
            });
  }
}
