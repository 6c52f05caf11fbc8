package coop.croft.lang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coop.croft.lang.check.Choice;
import coop.croft.lang.study.Gap;
import coop.croft.lang.study.Study;
import coop.croft.lang.syntax.FileParser;
import coop.croft.lang.syntax.Source;
import coop.croft.lang.syntax.Tokens;
import coop.croft.lang.syntax.Tree;
import coop.croft.lang.types.Symbol;
import coop.croft.lang.types.TypeText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What tools can know. Each file below {@code studies} is a program with a mark where somebody
 * writes; beside it stands what would be legal there. {@code -Dcroft.update=true} writes that anew.
 */
class StudyTest {
  private static final Path STUDIES = Path.of("src/test/resources/studies");
  private static final Path SNIPPETS = Path.of("src/test/resources/snippets");
  private static final char MARK = '‸';

  private final Language<MiniLibrary.Member> language = MiniLibrary.language();

  static Stream<Path> studies() throws IOException {
    return files(STUDIES);
  }

  static Stream<Path> snippets() throws IOException {
    return files(SNIPPETS);
  }

  private static Stream<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(f -> f.toString().endsWith(".dtl")).sorted().toList().stream();
    }
  }

  private static SourceText text(String program) {
    return new SourceText("program.dtl", program.getBytes(StandardCharsets.UTF_8));
  }

  private Study study(String program) {
    return language.study(text(program), MiniLibrary.ALICE, () -> false);
  }

  private Study study(String program, int offset) {
    Source source = new Source("program.dtl", program);
    Gap gap = Gap.at(source, Tokens.of(source), offset);
    return language.study(gap, MiniLibrary.ALICE, () -> false);
  }

  @ParameterizedTest
  @MethodSource("studies")
  void saysWhatWouldBeLegal(Path file) throws IOException {
    String marked = Files.readString(file);
    int offset = marked.indexOf(MARK);
    String program = marked.replace(String.valueOf(MARK), "");
    Study study = study(program, offset);
    Source source = new Source("program.dtl", program);
    Gap gap = Gap.at(source, Tokens.of(source), offset);
    String shown =
        study.hole().map(h -> shown(h.choice())).orElse("no hole\n")
            + (gap.hole().isEmpty()
                ? study
                    .constantAt(gap.start())
                    .map(c -> "constant " + c.type().name() + "\n")
                    .orElse("")
                : "");
    Path golden = Path.of(file.toString().replace(".dtl", ".out"));
    if (Boolean.getBoolean("croft.update")) {
      Files.writeString(golden, shown);
    }
    assertThat(shown).isEqualTo(Files.readString(golden));
  }

  private static String shown(Choice choice) {
    return choice.place()
        + choice.around().map(p -> " around " + p).orElse("")
        + choice.type().map(t -> " type " + TypeText.of(t)).orElse("")
        + "\n"
        + choice.symbols().stream().map(Symbol::name).sorted().collect(Collectors.joining(" "))
        + "\n";
  }

  @Tag("thorough")
  @ParameterizedTest
  @MethodSource("snippets")
  void whatHasNoFaultOfSyntaxReadsTheSame(Path file) throws IOException {
    Tree tree = FileParser.parse(new SourceText("x.dtl", Files.readAllBytes(file)), Bounds.DEFAULT);
    if (tree.diagnostics().isEmpty()) {
      Tree tolerant = FileParser.tolerant(tree.source(), Bounds.DEFAULT);
      assertThat(tolerant.diagnostics()).isEmpty();
      assertThat(tolerant.declarations()).isEqualTo(tree.declarations());
      assertThat(tolerant.body()).isEqualTo(tree.body());
    }
  }

  /** Somebody types a program: at no moment does it go wrong, and what is above is known. */
  @Test
  void everyBeginningCanBeStudied() throws IOException {
    String program =
        """
        val office : ip = "192.0.2.1"; {{ Where we are. }}
        val each = \\name -> dns (dnsA name office);
        dom "alice.example" with
          TTL = 600;
          website with index ["a", "b"]; location "/x" with inLocation end end;
          for name in ["www", "ftp"] do each name end;
          if true then note "x" else begin note "y"; note "z" end end;
          let DNS = useDns in defaultAddress end;
          x <- DocumentRoot; (* done *) note "😀"
        end
        """;
    assertThat(study(program).diagnostics()).isEmpty();
    for (int end = 0; end <= program.length(); end++) {
      Study study = study(program.substring(0, end));
      if (end > program.indexOf("val each")) {
        assertThat(study.names()).as("at %s", end).isNotEmpty();
      }
      study(program.substring(0, end), end);
      study(program, end);
    }
  }

  @Test
  void namesLeadToWhatTheyMean() {
    String program =
        """
        val office : ip = "192.0.2.1";
        dom "alice.example" with
          for name in ["www"] do dns (dnsA name office) end
        end
        """;
    Study study = study(program);
    Study.Named use = study.nameAt(program.indexOf("office)") + 2).orElseThrow();
    assertThat(use.symbol().start()).isEqualTo(program.indexOf("office"));
    assertThat(use.symbol().source()).isSameAs(study.source());
    assertThat(study.placesOf(use.symbol())).hasSize(2);
    Study.Named element = study.nameAt(program.indexOf("name office")).orElseThrow();
    assertThat(element.symbol().kind()).isEqualTo(Symbol.Kind.ELEMENT);
    assertThat(TypeText.of(element.symbol().type())).isEqualTo("host");
    Symbol record = study.nameAt(program.indexOf("dnsA")).orElseThrow().symbol();
    assertThat(record.source().file()).isEqualTo("dns.dtl");
    assertThat(record.source().text().substring(0, record.end())).endsWith("extern val dnsA");
    Symbol type = study.nameAt(program.indexOf("ip =")).orElseThrow().symbol();
    assertThat(type.kind()).isEqualTo(Symbol.Kind.TYPE);
    assertThat(study.constantAt(program.indexOf("\"www")))
        .hasValueSatisfying(c -> assertThat(c.type().name()).isEqualTo("host"));
  }

  /** Editors rename a name at all its places, the one that binds it among them. */
  @Test
  void namesAreFoundWhereTheyAreBound() {
    String program =
        """
        val X : int = 1;
        val f = \\parameter -> dns (dnsTXT parameter "x");
        val g = \\\\block : (Vhost) -> website with block end;
        dom "alice.example" with
          for element in ["a"] do f element end;
          read <- TTL; TTL = read; X = read
        end
        """;
    Study study = study(program);
    assertThat(study.diagnostics()).isEmpty();
    for (String name : List.of("X", "f", "parameter", "block", "element", "read")) {
      int use = program.lastIndexOf(name + (name.equals("f") ? " element" : ""));
      Symbol symbol = study.nameAt(use).orElseThrow().symbol();
      assertThat(symbol.name()).isEqualTo(name);
      assertThat(study.placesOf(symbol).getFirst().start()).as(name).isEqualTo(symbol.start());
      assertThat(symbol.start()).as(name).isLessThan(use);
    }
    String typed = "val f : [Domain] {TTL : int} = dns (dnsTXT \"a\" \"x\");";
    assertThat(study(typed).nameAt(typed.indexOf("TTL")).orElseThrow().symbol().kind())
        .isEqualTo(Symbol.Kind.VARIABLE);
  }

  @Test
  void whatNobodyWroteIsKnown() {
    String program =
        """
        val each = \\name -> dns (dnsA name "192.0.2.1");
        val written = \\name : (host) -> \\\\block : (Domain) -> block;
        val taker : Vhost => [Domain] = \\\\block -> website with block end;
        dom "alice.example" with for n in ["www"] do each n end; ttl <- TTL; TTL = ttl end
        """;
    Study study = study(program);
    assertThat(study.diagnostics()).isEmpty();
    assertThat(study.inferred().stream().map(s -> s.name() + " : " + TypeText.of(s.type())))
        .containsExactly(
            "name : host",
            "each : host -> [^Domain]",
            "written : host -> Domain => [Domain]",
            "block : [Vhost]",
            "n : host");
    Study.Applied applied = study.applicationAt(program.indexOf("name \"192")).orElseThrow();
    assertThat(TypeText.of(applied.function())).isEqualTo("host -> ip -> dnsRecord");
    Symbol variable = study.nameAt(program.indexOf("TTL;")).orElseThrow().symbol();
    assertThat(variable.kind()).isEqualTo(Symbol.Kind.VARIABLE);
    assertThat(study.placesOf(variable)).hasSize(2);
    Symbol context = study.nameAt(program.indexOf("Domain)")).orElseThrow().symbol();
    assertThat(context.kind()).isEqualTo(Symbol.Kind.CONTEXT);
    assertThat(study.placesOf(context)).hasSize(2);
  }

  /** A place belongs to what stands there, and to what ends there. */
  @Test
  void placesBelongToWhatTheyTouch() {
    String program = "dom \"alice.example\" with dns (dnsA \"a\" \"192.0.2.1\") end";
    Study study = study(program);
    int name = program.indexOf("dnsA");
    for (int at = name; at <= name + 4; at++) {
      assertThat(study.nameAt(at).orElseThrow().symbol().name()).isEqualTo("dnsA");
    }
    assertThat(study.nameAt(name - 1)).isEmpty();
    assertThat(study.nameAt(name + 5)).isEmpty();
    assertThat(study.constants()).hasSize(3);
    int constant = program.indexOf("\"a\"");
    assertThat(study.constantAt(constant - 1)).isEmpty();
    assertThat(study.constantAt(constant).orElseThrow().type().name()).isEqualTo("host");
    assertThat(study.constantAt(constant + 3).orElseThrow().type().name()).isEqualTo("host");
    assertThat(study.constantAt(constant + 4).orElseThrow().type().name()).isEqualTo("ip");
    int end = program.indexOf(")");
    assertThat(TypeText.of(study.applicationAt(name).orElseThrow().function()))
        .isEqualTo("host -> ip -> dnsRecord");
    assertThat(TypeText.of(study.applicationAt(end).orElseThrow().function()))
        .isEqualTo("host -> ip -> dnsRecord");
    for (int outside : new int[] {name - 1, end + 1}) {
      assertThat(TypeText.of(study.applicationAt(outside).orElseThrow().function()))
          .startsWith("dnsRecord -> ");
    }
    assertThat(study.applicationAt(0)).isPresent();
    assertThat(study.applicationAt(program.length())).isEmpty();
  }

  @Test
  void whoeverDoesNotWantToKnowAnyMoreIsHeard() {
    assertThatThrownBy(() -> language.study(text("note \"x\""), MiniLibrary.ALICE, () -> true))
        .isInstanceOf(CancellationException.class);
  }

  /** Said yes from that question on. */
  private static BooleanSupplier after(int questions) {
    int[] asked = {0};
    return () -> ++asked[0] > questions;
  }

  private static void endsBy(Consumer<BooleanSupplier> work) {
    int[] asked = {0};
    work.accept(
        () -> {
          asked[0]++;
          return false;
        });
    assertThat(asked[0]).isGreaterThan(50);
    assertThatThrownBy(() -> work.accept(after(asked[0] / 2)))
        .isInstanceOf(CancellationException.class);
  }

  /** Neither names a thing for a long time: a list, and functions that double. */
  @Test
  void longWorkIsGivenUpOnItsWay() {
    SourceText endless =
        text(
            "val t = \\f : (int -> int) -> \\x -> f (f x);\nval y = "
                + "t (".repeat(60)
                + "\\x : (int) -> x"
                + ")".repeat(60)
                + " 1;");
    SourceText list = text("val x = [" + "1, ".repeat(300_000) + "1];");
    endsBy(cancelled -> language.study(list, MiniLibrary.ALICE, cancelled));
    endsBy(cancelled -> language.run(endless, MiniLibrary.ALICE, cancelled));
  }

  /** Each fix, done, leaves a program without that error. */
  @Test
  void fixesPutRightWhatTheyAreFor() {
    for (String program :
        List.of(
            "dom \"alice.example\" with websit with end end",
            "dom \"alice.example\"",
            "note \"x\" with end",
            "note \"x\" note \"y\"",
            "dom \"alice.example\" with TTTL = 5 end",
            "val a : strng = \"x\"; note a",
            "val h = \"www\"; dom \"alice.example\" with dns (dnsA h \"192.0.2.1\") end",
            "val f = \\\\b : (Vhst) -> website with b end;")) {
      Diagnostic found = study(program).diagnostics().getFirst();
      Fix fix = found.fixes().getFirst();
      Source source = new Source("program.dtl", program);
      int start = source.offset(fix.span().line(), fix.span().column());
      int end = source.offset(fix.span().endLine(), fix.span().endColumn());
      String fixed = program.substring(0, start) + fix.text() + program.substring(end);
      assertThat(study(fixed).diagnostics()).as(fixed).noneMatch(d -> d.code() == found.code());
    }
  }

  /** The {@code end} that is missing is written where the layout wants it. */
  @Test
  void writesAnEndByTheLayout() {
    for (String program :
        List.of(
            """
            dom "alice.example" with
              website with
                index ["a"]|
              end|;
              dns (dnsA "a" "192.0.2.1")
            end
            """,
            """
            dom "alice.example" with
              website with
                location "/a" with
                  index ["a"] # the last
            |    end
            |  end;
              dns (dnsA "a" "192.0.2.1")
            end
            """,
            """
            dom "alice.example" with
              for a in ["a", "b"] do
                dns (dnsA a "192.0.2.1")|
              end|
            end
            """)) {
      String[] parts = program.split("\\|");
      String broken = parts[0] + parts[2];
      Fix fix = study(broken).diagnostics().getFirst().fixes().getFirst();
      Source source = new Source("program.dtl", broken);
      int at = source.offset(fix.span().line(), fix.span().column());
      String fixed = broken.substring(0, at) + fix.text() + broken.substring(at);
      assertThat(study(fixed).diagnostics()).as(fixed).isEmpty();
    }
  }
}
