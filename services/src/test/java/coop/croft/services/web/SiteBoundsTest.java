package coop.croft.services.web;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.core.manifest.Fragment;
import coop.croft.core.model.Right;
import coop.croft.core.model.SourceId;
import coop.croft.lang.Code;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.SourceText;
import coop.croft.services.Compiler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a site, and the sites of a program together, may ask of the server that all share. */
class SiteBoundsTest {
  private static final String SITE =
      """
      dom "forge.example" with
        web "www" with
      %s
        end
      end
      """;

  /** A program in which each of some numbers stands where %d is, and one more number at the end. */
  private static String program(String line, int times) {
    return SITE.formatted(
        IntStream.range(0, times)
            .mapToObj(i -> "    " + line.replace("%d", i + ""))
            .collect(Collectors.joining(";\n")));
  }

  private static void accepted(String program) {
    assertThat(Programs.units("bob", "test", program)).isNotEmpty();
  }

  private static Diagnostic refused(String program, String message) {
    Diagnostic refusal = Programs.refusal("bob", program);
    assertThat(refusal.code()).isEqualTo(Code.BOUND);
    assertThat(refusal.message()).isEqualTo(message);
    return refusal;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          100  | serverAliasHost "a%d"            | names besides its own
          10   | serverAliasHost "*.a%d"          | names with *
          1000 | redirect "/a%d" "https://x.example/" | alias, scriptAlias, redirect and proxyPass together
          500  | location "/a%d" with end         | location and directory blocks together
          200  | rewriteRule "^/a%d$" "-" [gone]  | rewriteRule and rewriteCond together
          5000 | setHeader "X-A" "%d"             | settings, those of its location and directory blocks included
          """)
  void aSiteHasBounds(int most, String line, String what) {
    accepted(program(line, most));
    Diagnostic refusal =
        refused(
            program(line, most + 1),
            "the site www.forge.example has more than " + most + " " + what);
    assertThat(refusal.span().line()).isEqualTo(most + 3);
    assertThat(refusal.hint()).isPresent();
  }

  @Test
  void aFileThatIsCopiedHasAPathOfAtMostAThousandCharacters() {
    String path = "/home/bob/" + ("p".repeat(99) + "/").repeat(9) + "p".repeat(90);
    for (String site :
        List.of(
            "web \"www\" with location \"/\" with authBasic \"R\" \"%s\" end end",
            "web \"www\" where SSL = use_cert \"%s\" with end")) {
      String program = "dom \"forge.example\" with " + site + " end";
      accepted(program.formatted(path));
      Diagnostic refusal = Programs.refusal("bob", program.formatted(path + "p"));
      assertThat(refusal.code()).isEqualTo(Code.INVALID_VALUE);
      assertThat(refusal.message()).endsWith("has at most 1,000 characters here");
    }
  }

  /** Each site says of each of them that it is closed. */
  @Test
  void whatOthersHoldInASitesDirectoriesCounts() {
    String program =
        "dom \"forge.example\" with for i in [%s] do web i with end end end"
            .formatted(
                IntStream.range(0, 2_000)
                    .mapToObj(i -> "\"a" + i + "\"")
                    .collect(Collectors.joining(", ")));
    assertThat(withOthers(program, 2)).isInstanceOf(Compiler.Compiled.Units.class);
    assertThat(withOthers(program, 2_000))
        .isInstanceOfSatisfying(
            Compiler.Compiled.Refused.class,
            r -> assertThat(r.diagnostics().getFirst().code()).isEqualTo(Code.BOUND));
  }

  private static Compiler.Compiled withOthers(String program, int paths) {
    Map<String, Set<Right>> granted = new TreeMap<>();
    Programs.RIGHTS.members().forEach(m -> granted.put(m, Programs.RIGHTS.granted(m)));
    granted.put(
        "dora",
        IntStream.range(0, paths)
            .mapToObj(i -> new Right(Right.Kind.PATH, "/home/bob/public_html/d" + i))
            .collect(Collectors.toSet()));
    return Programs.COMPILER.compile(
        new SourceId("bob", "test"),
        new SourceText("test.dtl", program.getBytes(StandardCharsets.UTF_8)),
        Programs.RIGHTS.granting(granted));
  }

  /** As many sites as together have that many of one kind. */
  private static String sites(int sites, String line, int each) {
    String one =
        IntStream.range(0, each)
            .mapToObj(i -> line.replace("%d", i + ""))
            .collect(Collectors.joining("; "));
    return "dom \"forge.example\" with\n"
        + IntStream.range(0, sites)
            .mapToObj(
                i ->
                    "  vhost \"s%d\" where SSL = no_ssl with ".formatted(i)
                        + one.replace("%s", i + "")
                        + " end")
            .collect(Collectors.joining(";\n"))
        + "\nend\n";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          100 | 100  | serverAliasHost "a%d-%s"        | names besides its own
          10  | 1000 | redirect "/a%d" "https://x.example/" | alias, scriptAlias, redirect and proxyPass together
          10  | 500  | location "/a%d" with end        | location and directory blocks together
          10  | 200  | rewriteRule "^/a%d$" "-" [gone] | rewriteRule and rewriteCond together
          """)
  void theSitesOfAProgramHaveBounds(int sites, int each, String line, String what) {
    accepted(sites(sites, line, each));
    refused(
        sites(sites + 1, line, each),
        "the sites of this program have more than " + sites * each + " " + what);
  }

  private static String nested(int depth, String block) {
    return SITE.formatted(
        IntStream.rangeClosed(1, depth)
            .mapToObj(i -> "    " + block.replace("%s", "/a".repeat(i)))
            .collect(Collectors.joining(";\n")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          location "%s" with setHeader "X-A" "b" end | /a/a
          directory "/home/bob%s" with setHeader "X-A" "b" end | /home/bob/a/a
          """)
  void whatMeetsOnAPathHasABound(String block, String path) {
    accepted(nested(16, block));
    refused(
        nested(17, block),
        "more than 16 blocks or programs of the site www.forge.example lie on the way to "
            + path
            + "/a".repeat(15)
            + ", itself included");
  }

  /** Each has a section of its own for the header that tells it where it is. */
  @Test
  void programsWithoutTheirPrefixMeetToo() {
    String block = "proxyPass \"%s\" 50020 where ProxyPrefix = stripPrefix end";
    String most = nested(16, block).replace("forge.", "press.");
    assertThat(Programs.units("chidi", "test", most)).isNotEmpty();
    String more = nested(17, block).replace("forge.", "press.");
    assertThat(Programs.refusal("chidi", more).message())
        .startsWith("more than 16 blocks or programs of the site www.press.example");
    String kept = nested(17, "proxyPass \"%s\" 50020").replace("forge.", "press.");
    assertThat(Programs.units("chidi", "test", kept)).isNotEmpty();
  }

  /** Whatever their order; blocks for the same path meet there, too. */
  @Test
  void blocksOfOnePathAllMeet() {
    String same = "    location \"/a/b\" with end;\n".repeat(15);
    String around = "    location \"/\" with end";
    accepted(SITE.formatted(same + around));
    refused(
        SITE.formatted(same + "    location \"/a\" with end;\n" + around),
        "more than 16 blocks or programs of the site www.forge.example lie on the way to /a/b,"
            + " itself included");
    // What lies side by side does not meet.
    accepted(program("location \"/a%d\" with end", 100));
  }

  @Test
  void patternsOfAProgramHaveABound() {
    // 748 steps for each copy of it; these sites are written once.
    String rule = "rewriteRule \"(?:[ab][cd][ef]){187}\" \"-\" []";
    accepted(sites(2, rule, 200));
    refused(
        sites(3, rule, 200),
        "the patterns of this program's sites have more than 400000 steps when their repeats are"
            + " written out");
  }

  /** The body of the site is written again for each name with an asterisk. */
  @Test
  void textCountsAsOftenAsItIsWritten() {
    String program =
        """
        val long : line = "%s";
        dom "forge.example" with
          vhost "www" where SSL = no_ssl with
        %s
        %s
          end
        end
        """;
    String headers =
        IntStream.range(0, 100)
            .mapToObj(i -> "setHeader \"X-" + i + "\" long")
            .collect(Collectors.joining(";\n"));
    String wildcards =
        IntStream.range(0, 10)
            .mapToObj(i -> ";\nserverAliasHost \"*.a" + i + "\"")
            .collect(Collectors.joining());
    String text = program.formatted("v".repeat(1_000), headers, wildcards);
    accepted(text);
    List<Fragment> files = Programs.render("bob", text);
    long rendered = files.stream().mapToLong(f -> f.content().length).sum();
    assertThat(rendered).isBetween(1_100_000L, 16_000_000L);
    accepted(program.formatted("v".repeat(8_000), headers, ""));
    refused(
        program.formatted(
            "v".repeat(8_000), headers + ";\n" + headers.replace("X-", "Y-"), wildcards),
        "what this program asks for holds more than the bound of 16000000 characters of text");
  }

  private static long size(String statement, int times) {
    return Programs.COMPILER
        .measure(
            new SourceId("bob", "test"),
            new SourceText("test.dtl", program(statement, times).getBytes(StandardCharsets.UTF_8)),
            Programs.RIGHTS)
        .text();
  }

  /** All programs of a member have a bound for what they hold, and none for their settings. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          set_options [indexes]                       | 100
          location "/%d" with end                     | 300
          rewriteRule "(?:[ab][cd]){100}" "-" []      | 1500
          """)
  void whatCostsTheServerMemoryCountsAsText(String statement, int least) {
    long one = size(statement, 1);
    assertThat(size(statement, 10) - one).isGreaterThanOrEqualTo(9L * least);
  }

  private static String manySites(int hundreds, String tls) {
    return """
        val names : [host] = [%s];
        val sites = \\d -> dom d with
          for n in names do vhost n where SSL = %s with end end
        end;
        %s
        """
        .formatted(
            IntStream.range(0, 100)
                .mapToObj(i -> "\"s" + i + "\"")
                .collect(Collectors.joining(", ")),
            tls,
            IntStream.range(0, hundreds)
                .mapToObj(i -> "sites \"a" + i + ".forge.example\"")
                .collect(Collectors.joining(";\n")));
  }

  /** Each virtual host takes the server 20 kB and more, one with TLS twice as much. */
  @Test
  void sitesOfAProgramHaveABound() {
    String message =
        "what this program asks for holds more than the bound of 16000000 characters of text";
    accepted(manySites(100, "no_ssl"));
    refused(manySites(180, "no_ssl"), message);
    String own = "use_cert \"/home/bob/all.pem\"";
    accepted(manySites(30, own));
    refused(manySites(60, own), message);
  }
}
