package coop.croft.lang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coop.croft.lang.MiniLibrary.Member;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Loading of libraries and sites, and runs of several programs. */
class LanguageTest {
  private static SourceText text(String name, String program) {
    return new SourceText(name, program.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> things(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Resources.class);
    return outcome instanceof Outcome.Resources resources
        ? resources.resources().stream().map(e -> e.span() + " " + e.value()).toList()
        : List.of();
  }

  private static List<String> faults(List<SourceText> library, List<SourceText> site) {
    Externs<Member> externs =
        Externs.<Member>builder()
            .strings("held", (s, member) -> Verdict.notHeld("you do not hold " + s, "ask for it"))
            .value("one", member -> 1L)
            .pure("plus", (a, member) -> a.getFirst())
            .action("act", (a, run) -> {})
            .build();
    try {
      Language.load(library, site, externs, Bounds.DEFAULT, MiniLibrary.NOBODY);
      return List.of();
    } catch (Language.LibraryFault fault) {
      return fault.diagnostics().stream().map(d -> d.span() + " " + d.code().label()).toList();
    }
  }

  @Test
  void libraryFilesAreLoadedInTheOrderOfTheirUses() {
    assertThat(
            faults(
                List.of(
                    text("c.dtl", "val c = \\a : (int) -> b;"),
                    text("b.dtl", "val b : int = a; val local = \\c : (int) -> c;"),
                    text("a.dtl", "extern val one : int; val a = one;")),
                List.of()))
        .isEmpty();
  }

  @Test
  void circlesAndDoubleNamesAreFaults() {
    assertThat(
            faults(
                List.of(text("a.dtl", "val a = b;"), text("b.dtl", "val x = 1; val b = a;")),
                List.of()))
        .contains("b.dtl:1:20 conflict");
    assertThat(faults(List.of(text("a.dtl", "val a = 1;"), text("b.dtl", "val a = 2;")), List.of()))
        .containsExactly("b.dtl:1:5 conflict");
    assertThat(faults(List.of(text("a.dtl", "val a = 1;")), List.of(text("s.dtl", "val a = 2;"))))
        .containsExactly("s.dtl:1:5 conflict");
    assertThat(
            faults(
                List.of(text("a.dtl", "context C; context C; val A : int = 1; val A : int = 2;")),
                List.of()))
        .containsExactly("a.dtl:1:20 conflict", "a.dtl:1:44 conflict");
  }

  @Test
  void anExternIsDeclaredOnce() {
    assertThat(
            faults(
                List.of(
                    text(
                        "a.dtl",
                        "extern type held; extern type held; extern type bool, bool;"
                            + " extern val one : int; extern val plus, one : int -> int;")),
                List.of()))
        .containsExactly("a.dtl:1:31 conflict", "a.dtl:1:100 conflict");
  }

  /** Of several names of a file, the first that is used tells of a circle. */
  @Test
  void aCircleIsToldOnceForEachFileInIt() {
    assertThat(
            faults(
                List.of(
                    text("a.dtl", "val a = 1; val list = [d, c, b, zz, e];"),
                    text("b.dtl", "val b = a; val c = 1; val d = 1; val e = 1; val zz = 1;")),
                List.of()))
        .contains("b.dtl:1:9 conflict")
        .doesNotContain("b.dtl:1:20 conflict");
    assertThat(
            faults(
                List.of(
                    text("b.dtl", "val b = a; val c = 1; val d = 1; val e = 1; val zz = 1;"),
                    text("a.dtl", "val a = 1; val list = [d, c, b, zz, e];")),
                List.of()))
        .contains("a.dtl:1:24 conflict");
  }

  @Test
  void libraryFilesHoldNoRightsAndHaveNoBody() {
    assertThat(faults(List.of(text("a.dtl", "extern type held; val a : held = \"x\";")), List.of()))
        .containsExactly("a.dtl:1:34 not-held");
    assertThat(faults(List.of(text("a.dtl", "val a = begin end; a")), List.of()))
        .containsExactly("a.dtl:1:20 syntax");
    assertThat(faults(List.of(text("a.dtl", "val a = ")), List.of()))
        .containsExactly("a.dtl:1:9 syntax");
  }

  @Test
  void externsMustBeGivenAndOfTheKindDeclared() {
    assertThat(
            faults(
                List.of(text("a.dtl", "extern type missing; extern val absent : int;")), List.of()))
        .containsExactly("a.dtl:1:13 unknown-name", "a.dtl:1:33 unknown-name");
    assertThat(
            faults(
                List.of(text("a.dtl", "extern val plus : int; extern val act : int -> int;")),
                List.of()))
        .containsExactly("a.dtl:1:12 type-mismatch", "a.dtl:1:35 type-mismatch");
    assertThat(
            faults(
                List.of(text("a.dtl", "extern type bool; {{ true or false }} extern type string;")),
                List.of()))
        .isEmpty();
  }

  @Test
  void aSiteSetsDefaultsAndHasABody() {
    SourceText site =
        text(
            "site.dtl",
            "val TTL : int = 60;\nval WebNodes : [string] = [\"main\"];\n"
                + "val motto = \"small\";\nval announce = note motto;\nannounce; note \"site\"");
    Language<Member> language = MiniLibrary.language(Bounds.DEFAULT, List.of(site));

    assertThat(language.defaultOf("TTL", MiniLibrary.ALICE)).isEqualTo(60L);
    assertThat(language.defaultOf("DocumentRoot", MiniLibrary.ALICE)).isEqualTo("/home/alice");
    assertThatThrownBy(() -> language.defaultOf("Nothing", MiniLibrary.ALICE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(things(language.runSite(MiniLibrary.NOBODY)))
        .containsExactly("site.dtl:5:1 note small", "site.dtl:5:11 note site");
    assertThat(
            things(
                language.run(
                    text("m.dtl", "announce;\ndom \"alice.example\" with end"), MiniLibrary.ALICE)))
        .containsExactly(
            "m.dtl:1:1 note small",
            "m.dtl:2:1 zone alice.example primary",
            "m.dtl:2:1 alice.example addresses of [main]");
  }

  @Test
  void aSiteDefaultNeedsTheTypeOfTheVariable() {
    assertThat(
            faults(
                List.of(text("a.dtl", "val A : int = 1;")),
                List.of(text("s.dtl", "val A : string = \"x\";"))))
        .containsExactly("s.dtl:1:9 type-mismatch");
  }

  @Test
  void aFaultInTheSiteStandsInTheSite() {
    SourceText site =
        text("site.dtl", "val v = 1;\ndomain \"x\" with end;\nvhost \"www\" with end");
    assertThatThrownBy(() -> MiniLibrary.language(Bounds.DEFAULT, List.of(site)))
        .hasMessageContaining("NOT_HELD")
        .hasMessageContaining("CONTEXT");
  }

  @Test
  void nothingToRunIsNoError() {
    assertThat(things(MiniLibrary.language().runSite(MiniLibrary.NOBODY))).isEmpty();
  }

  @Test
  void oneLanguageServesManyThreads() throws Exception {
    Language<Member> language = MiniLibrary.language();
    String program =
        "val f = \\n -> begin dns (dnsTXT n \"x\"); dns (dnsMX 10 \"mx.example\") end;"
            + "val odd : [^Domain & !Vhost] = begin end;"
            + "dom \"alice.example\" with f \"a\"; odd; vhost \"www\" with index [\"x\"] end end";
    List<String> expected = things(language.run(text("m.dtl", program), MiniLibrary.ALICE));
    List<Callable<List<String>>> runs = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      runs.add(() -> things(language.run(text("m.dtl", program), MiniLibrary.ALICE)));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<List<String>> run : threads.invokeAll(runs)) {
        assertThat(run.get()).isEqualTo(expected).hasSize(6);
      }
    }
  }

  @Test
  void messagesAreSafeToShow() {
    String program = "val a = 1;\u001b[31m\nval b : your_domain = \"\u202ebank\";";
    SourceText text = text("m.dtl", program);
    for (Diagnostic diagnostic : MiniLibrary.language().check(text, MiniLibrary.ALICE)) {
      assertThat(Messages.render(diagnostic, text))
          .doesNotContain("\u001b")
          .doesNotContain("\u202e");
    }
    assertThat(MiniLibrary.language().check(text, MiniLibrary.ALICE)).isNotEmpty();
  }

  @Test
  void columnsCountCodePoints() {
    SourceText text = text("m.dtl", "val a = \"\ud83c\udf31\ud83c\udf31\"; val b = nothing;");
    assertThat(MiniLibrary.language().check(text, MiniLibrary.ALICE).getFirst().span())
        .isEqualTo(new Span("m.dtl", 1, 23, 1, 30));
  }
}
