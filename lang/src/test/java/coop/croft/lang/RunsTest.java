package coop.croft.lang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a run keeps: values, variables, what primitives opened, however many there are. */
class RunsTest {
  private record Room(String name) {}

  private record Cupboard() {}

  private static final String LIBRARY =
      """
      extern val note : string -> [^Root];
      extern val room : string -> ^Root => [^Root];
      extern val cupboard, counted : ^Root => [^Root];
      extern val nearest, stowed : [^Root];
      val First : string = "first";
      val Last : string = "last";
      val say = note "library";
      """;

  private static SourceText text(String name, String program) {
    return new SourceText(name, program.getBytes(StandardCharsets.UTF_8));
  }

  private static Language<String> language(String... site) {
    Externs<String> externs =
        Externs.<String>builder()
            .action("note", (a, run) -> run.emit(a.getFirst()))
            .block("room", (a, block, run) -> run.within(new Room("" + a.getFirst()), block))
            .block("cupboard", (a, block, run) -> run.within(new Cupboard(), block))
            .block(
                "counted",
                (a, block, run) -> {
                  block.run();
                  run.emit("end");
                })
            .action("nearest", (a, run) -> run.emit(run.frame(Room.class).name()))
            .action("stowed", (a, run) -> run.emit(run.inside(Cupboard.class)))
            .build();
    SourceText library = text("a.dtl", LIBRARY + each("val l% = note \"library %\";"));
    List<SourceText> files = Stream.of(site).map(file -> text("site.dtl", file)).toList();
    try {
      return Language.load(List.of(library), files, externs, Bounds.DEFAULT, "nobody");
    } catch (Language.LibraryFault fault) {
      throw new IllegalStateException(fault.diagnostics().toString(), fault);
    }
  }

  private static List<Object> emitted(String program) {
    return emitted(language().run(text("x.dtl", program), "alice"));
  }

  private static List<Object> emitted(Outcome outcome) {
    return resources(outcome).stream().map(Outcome.Emitted::value).toList();
  }

  /** What a program emits, with its places. */
  private static List<String> placed(String program) {
    return resources(language().run(text("x.dtl", program), "alice")).stream()
        .map(e -> e.span() + " " + e.value())
        .toList();
  }

  private static List<Outcome.Emitted> resources(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Resources.class);
    return outcome instanceof Outcome.Resources(List<Outcome.Emitted> all, long text, var warnings)
        ? all
        : List.of();
  }

  private static String each(String form) {
    return IntStream.range(0, 150)
        .mapToObj(i -> form.replace("%", "" + i))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void ownValuesAndVariablesStandBesideThoseOfTheLibrary() {
    String program =
        each("val v% = \"value %\"; val V% : string = \"variable %\";")
            + each("note v%; x <- V%; note x;")
            + "say; x <- First; note x; x <- Last; note x";
    List<Object> expected =
        IntStream.range(0, 150)
            .boxed()
            .flatMap(i -> List.<Object>of("value " + i, "variable " + i).stream())
            .collect(Collectors.toList());
    expected.addAll(List.of("library", "first", "last"));
    assertThat(emitted(program)).isEqualTo(expected);
    assertThat(emitted("l149; l0")).containsExactly("library 149", "library 0");
  }

  @Test
  void manySettingsAreTakenBackInTheirOrder() {
    String set = each("First = \"%\"; x <- First; Last = x;");
    assertThat(emitted("let " + set + "in x <- Last; note x end; x <- First; note x"))
        .containsExactly("149", "first");
    assertThat(emitted("First = \"own\"; let " + set + "in end; x <- First; note x"))
        .containsExactly("own");
  }

  @Test
  void theInnermostFrameIsMeantAsLongAsItIsOpen() {
    assertThat(
            emitted(
                "room \"a\" with nearest; stowed; cupboard with nearest; stowed end;"
                    + " room \"b\" with nearest end; nearest; stowed end"))
        .containsExactly("a", false, "a", true, "b", "a", false);
    assertThatThrownBy(() -> emitted("room \"a\" with end; nearest"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Room");
  }

  @Test
  void whatAFileSetsEndsWithIt() {
    Language<String> language =
        language("First = \"set\"; x <- First; note x", "x <- First; note x");
    assertThat(emitted(language.runSite("nobody"))).containsExactly("set", "first");
  }

  @Test
  void aLibraryMayBeEmpty() throws Exception {
    Language<String> language =
        Language.load(
            List.of(), List.of(), Externs.<String>builder().build(), Bounds.DEFAULT, "nobody");
    String program = "val X : int = 1; val Y : int = 2; X = 3; y <- Y; X = y";
    assertThat(emitted(language.run(text("x.dtl", program), "alice"))).isEmpty();
  }

  @Test
  void whatComesBehindABlockStandsAtItsHead() {
    assertThat(placed("counted with\n  note \"a\";\n  say;\n  note \"b\"\nend"))
        .containsExactly("x.dtl:2:3 a", "x.dtl:3:3 library", "x.dtl:4:3 b", "x.dtl:1:1 end");
  }

  @Test
  void whatComesBehindABlockInABlockStandsAtTheOuterHead() {
    assertThat(placed("counted with\n  cupboard with note \"a\" end\nend"))
        .containsExactly("x.dtl:2:17 a", "x.dtl:1:1 end");
  }

  @Test
  void anExternGivenTwiceIsABug() {
    Externs.Builder<String> externs =
        Externs.<String>builder().opaque("kind").value("one", member -> 1L);
    assertThatThrownBy(() -> externs.opaque("kind")).hasMessageContaining("kind");
    assertThatThrownBy(() -> externs.value("one", member -> 2L)).hasMessageContaining("one");
  }
}
