package coop.croft.lang;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.lang.MiniLibrary.Member;
import coop.croft.lang.syntax.Continuation;
import coop.croft.lang.types.TypeText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Programs that are entered piece by piece. */
class ToplevelTest {
  private final Toplevel<Member> toplevel = MiniLibrary.language().toplevel(MiniLibrary.ALICE);

  private static SourceText text(String piece) {
    return new SourceText("input", piece.getBytes(StandardCharsets.UTF_8));
  }

  private static String said(Toplevel.Entry entry) {
    return switch (entry) {
      case Toplevel.Refused refused ->
          refused.diagnostics().getFirst().span().column()
              + " "
              + refused.diagnostics().getFirst().code().label();
      case Toplevel.Entered entered ->
          entered
              .type()
              .map(t -> entered.result().orElseThrow() + " : " + TypeText.of(t))
              .orElseGet(
                  () -> entered.resources().stream().map(r -> r.value()).toList().toString());
    };
  }

  /** Enters a piece, which holds from then on, and says what came of it. */
  private String enter(String piece) {
    Toplevel.Entry entry = toplevel.enter(text(piece), () -> false);
    if (entry instanceof Toplevel.Entered entered) {
      toplevel.keep(entered);
    }
    return said(entry);
  }

  @Test
  void whatWasDeclaredIsSeenFromThenOn() {
    assertThat(enter("val n = 5")).isEqualTo("[]");
    assertThat(enter("val twice = \\x : (int) -> [x, n];")).isEqualTo("[]");
    assertThat(enter("twice n")).isEqualTo("[5, 5] : [int]");
  }

  @Test
  void aNameMayBeDeclaredAnewAndWhoUsedItKeepsWhatItMeant() {
    enter("val n = 5; val list = [n]; val function = \\x : (int) -> n;");
    enter("val n = \"five\"");
    assertThat(enter("n")).isEqualTo("five : string");
    assertThat(enter("list")).isEqualTo("[5] : [int]");
    assertThat(enter("function 1")).isEqualTo("5 : int");
    assertThat(enter("val m = 1; val m = 2")).isEqualTo("16 conflict");
  }

  @Test
  void nothingOfAPieceWithAFaultLasts() {
    enter("val n = 5; val X : int = 1;");
    assertThat(enter("val n = 6; val other : ip = 3")).isEqualTo("29 type-mismatch");
    assertThat(enter("X = 2; note 3")).isEqualTo("13 type-mismatch");
    assertThat(enter("val late = 7")).isEqualTo("[]");
    assertThat(enter("[n, late]")).isEqualTo("[5, 7] : [int]");
    assertThat(enter("other")).isEqualTo("1 unknown-name");
  }

  @Test
  void whatIsNotKeptIsNotFoundByWhatComesInItsPlace() {
    assertThat(toplevel.enter(text("val n = 1"), () -> false)).isInstanceOf(Toplevel.Entered.class);
    enter("val m = 2");
    assertThat(enter("m")).isEqualTo("2 : int");
    assertThat(enter("n")).isEqualTo("1 unknown-name");
  }

  /** Whether or not a piece is kept, what comes next has places of its own. */
  @Test
  void eachPieceHasPlacesOfItsOwn() {
    enter("val n = 1; val X : int = 1; val Y : int = 2");
    enter("val m = 2; val Z : int = 3");
    enter("val o = 3; val U : int = 4");
    assertThat(enter("[n, m, o]")).isEqualTo("[1, 2, 3] : [int]");
    assertThat(enter("x <- X; y <- Y; z <- Z; u <- U; X = u; note \"x\"")).isEqualTo("[note x]");
    String record =
        "dom \"alice.example\" with dns (dnsTXT \"@\" \"x\"); vhost \"www\" with end end";
    assertThat(enter(record))
        .isEqualTo(
            said(
                MiniLibrary.language()
                    .toplevel(MiniLibrary.ALICE)
                    .enter(text(record), () -> false)));
  }

  @Test
  void whatWasDeclaredIsOffered() {
    enter("val office = 1; val Floor : int = 2");
    assertThat(firstHint("[offise]")).isEqualTo("did you mean office?");
    assertThat(firstHint("Flor = 3")).isEqualTo("did you mean Floor?");
  }

  private String firstHint(String piece) {
    return toplevel.enter(text(piece), () -> false) instanceof Toplevel.Refused refused
        ? refused.diagnostics().getFirst().hint().orElse("")
        : "";
  }

  @Test
  void valuesOfWhatIsDeclaredAreKnown() {
    if (toplevel.enter(text("val n = 5; val X : int = 6; val m = [n]"), () -> false)
        instanceof Toplevel.Entered entered) {
      assertThat(entered.declared().stream().map(d -> d.name() + " " + entered.valueOf(d)))
          .containsExactly("n 5", "X 6", "m [5]");
    } else {
      throw new AssertionError("refused");
    }
  }

  /** A branch that is not legal is meant, not what is around it. */
  @Test
  void partsOfAPieceAreHeldEachAgainstItsPlace() {
    assertThat(enter("if true then website with end else note \"x\" end")).isEqualTo("14 context");
    assertThat(enter("(note \"x\"; website with end)")).isEqualTo("12 context");
    assertThat(enter("(website) with end")).isEqualTo("1 context");
    assertThat(enter("for x in [1] do website with end end")).isEqualTo("17 context");
    assertThat(toplevel.typeOf(text("website with end; 5"), () -> false))
        .isInstanceOf(Toplevel.Answer.Unknown.class);
    assertThat(toplevel.typeOf(text("website with end; note \"x\""), () -> false))
        .isInstanceOf(Toplevel.Answer.Known.class);
  }

  @Test
  void whatIsAssignedLasts() {
    String record = "dom \"alice.example\" with dns (dnsTXT \"@\" \"x\") end";
    String before = enter(record);
    assertThat(enter("TTL = 77")).isEqualTo("[]");
    assertThat(enter(record)).isNotEqualTo(before).contains("77");
    enter("val Y : int = 1");
    enter("Y = 4");
    assertThat(enter("val Y : string = \"other\"")).isEqualTo("[]");
    assertThat(enter("Y = 4")).isEqualTo("5 type-mismatch");
  }

  @Test
  void rightsAreHeldAgainstEachPiece() {
    assertThat(enter("val d : your_domain = \"bank.example\"")).isEqualTo("23 not-held");
    assertThat(enter("dom \"bank.example\" with end")).isEqualTo("5 not-held");
    enter("val open = \\d -> dom d with end");
    assertThat(enter("open \"bank.example\"")).isEqualTo("6 not-held");
    enter("val plain = \"bank.example\"");
    assertThat(enter("open plain")).isEqualTo("6 type-mismatch");
    assertThat(enter("extern val home : your_path")).isEqualTo("1 extern-forbidden");
  }

  @Test
  void anActionIsLegalWhereAProgramIsAndATypeAnywhere() {
    assertThat(enter("website with end")).isEqualTo("1 context");
    assertThat(toplevel.typeOf(text("website with end"), () -> false))
        .isInstanceOf(Toplevel.Answer.Known.class);
    assertThat(enter("website")).contains(" : Vhost => [Domain]");
  }

  @Test
  void eachPieceHasTheBoundsOfAProgram() {
    Bounds bounds = new Bounds(1000, 1000, 20, 1000, 5000, 2000, 100, 3, 100_000);
    Toplevel<Member> small = MiniLibrary.language(bounds).toplevel(MiniLibrary.ALICE);
    String doubling = "val t = \\f : (int -> int) -> \\x -> f (f x)";
    assertThat(said(small.enter(text(doubling), () -> false))).isEqualTo("[]");
    if (small.enter(text(doubling), () -> false) instanceof Toplevel.Entered entered) {
      small.keep(entered);
    }
    for (int i = 0; i < 20; i++) {
      assertThat(said(small.enter(text("t (t (t (t (t (\\x -> x))))) 1"), () -> false)))
          .endsWith(" : int");
    }
    String more = "t (t (t (t (t (t (t (t (\\x -> x)))))))) 1";
    assertThat(said(small.enter(text(more), () -> false))).endsWith("bound");
    assertThat(said(small.enter(text("#".repeat(1001)), () -> false))).isEqualTo("1 bound");
    assertThat(said(small.enter(text("(".repeat(30) + ")".repeat(30)), () -> false)))
        .endsWith("bound");
    assertThat(said(small.enter(text("5"), () -> false))).isEqualTo("5 : int");
  }

  private static boolean goesOn(String... lines) {
    Continuation continuation = new Continuation();
    List.of(lines).forEach(continuation::add);
    return continuation.isOpen() || Toplevel.isCutShort(String.join("\n", lines), Bounds.DEFAULT);
  }

  @Test
  void whatIsOpenGoesOn() {
    assertThat(goesOn("dom \"a.example\" with")).isTrue();
    assertThat(goesOn("dom \"a.example\" with", "end")).isFalse();
    assertThat(goesOn("dom \"a.example\" where TTL = 5 with", "note \"with\" # with")).isTrue();
    assertThat(goesOn("dom \"a.example\" where TTL = 5 with", "end")).isFalse();
    assertThat(goesOn("if true then", "for x in [", "1] do begin")).isTrue();
    assertThat(goesOn("if true then", "for x in [", "1] do begin end end end")).isFalse();
    assertThat(goesOn("(* one (* two *)")).isTrue();
    assertThat(goesOn("(* one (* two *)", "*) val x = 1")).isFalse();
    assertThat(goesOn("val x = 1; {{ what")).isTrue();
    assertThat(goesOn("val x = 1; {{ what", "it is }}")).isFalse();
    assertThat(goesOn("val x : int")).isTrue();
    assertThat(goesOn("val x =", "  \\y -> # who")).isTrue();
    assertThat(goesOn("val x =", "  \\y -> # who", "y")).isFalse();
    assertThat(goesOn("x <-")).isTrue();
  }

  private static boolean isOpen(String... lines) {
    Continuation continuation = new Continuation();
    List.of(lines).forEach(continuation::add);
    return continuation.isOpen();
  }

  @Test
  void eachFormIsOpenUntilItsOwnEnd() {
    for (String form : List.of("let", "begin", "if", "for", "where", "with")) {
      assertThat(isOpen(form)).as(form).isTrue();
      assertThat(isOpen(form, "end")).as(form).isFalse();
      assertThat(isOpen(form, ")")).as(form).isFalse();
    }
    for (String pair : List.of("( )", "[ ]", "{ }")) {
      assertThat(isOpen(pair.substring(0, 1), "")).as(pair).isTrue();
      assertThat(isOpen("begin", pair)).as(pair).isTrue();
      assertThat(isOpen("begin " + pair, "end")).as(pair).isFalse();
      assertThat(isOpen("begin", pair.substring(0, 1), "end")).as(pair).isFalse();
      assertThat(isOpen("begin", pair.substring(2))).as(pair).isFalse();
    }
    assertThat(isOpen("f where X = 1", "with", "g with", "end")).isTrue();
    assertThat(isOpen("f where X = 1", "with", "g with", "end", "end")).isFalse();
  }

  @Test
  void whatFollowsACommentOrADocStringCounts() {
    assertThat(isOpen("(* a *) begin")).isTrue();
    assertThat(isOpen("(* a", "*) begin")).isTrue();
    assertThat(isOpen("(* a", "b (* c *) d", "*) begin")).isTrue();
    assertThat(isOpen("(*", "*)(*")).isTrue();
    assertThat(isOpen("begin (* a", "*) end")).isFalse();
    assertThat(isOpen("{{ a", "}} begin")).isTrue();
    assertThat(isOpen("{{", "}}begin")).isTrue();
    assertThat(isOpen("begin {{ a", "b", "}}", "end")).isFalse();
    assertThat(isOpen("begin {{ (* a", "}} end")).isFalse();
    assertThat(isOpen("begin (* {{ a", "*) end")).isFalse();
  }

  @Test
  void blanksAndCommentsSayNothing() {
    Continuation continuation = new Continuation();
    assertThat(continuation.add("")).isFalse();
    assertThat(continuation.add("  # a")).isFalse();
    assertThat(continuation.add("(* a")).isFalse();
    assertThat(continuation.add("b *) # c")).isFalse();
    assertThat(continuation.add("x # c")).isTrue();
    assertThat(continuation.add("{{ a")).isTrue();
    assertThat(continuation.add("b")).isTrue();
    assertThat(continuation.add("}}")).isTrue();
    assertThat(continuation.add("(* a *)")).isFalse();
    assertThat(continuation.add(")")).isTrue();
    assertThat(continuation.add("")).isTrue();
  }

  @Test
  void theTypeOfAQuestionIsKnown() {
    Toplevel<MiniLibrary.Member> pieces = MiniLibrary.language().toplevel(MiniLibrary.ALICE);
    assertThat(asked(pieces, "1")).isEqualTo("int");
    assertThat(asked(pieces, "val a = 1;")).isEqualTo("a");
    assertThat(asked(pieces, "val a = 1; asString")).isEqualTo("a : domain -> string");
    assertThat(asked(pieces, "")).isEqualTo("[^Root]");
    assertThat(asked(pieces, "val")).isEqualTo("syntax");
    assertThat(asked(pieces, "nothing")).isEqualTo("unknown-name");
  }

  private static String asked(Toplevel<MiniLibrary.Member> pieces, String question) {
    return switch (pieces.typeOf(text(question), () -> false)) {
      case Toplevel.Answer.Known known ->
          Stream.concat(
                  known.declared().stream().map(d -> d.name()),
                  known.type().map(t -> TypeText.linked(t).text()).stream())
              .collect(Collectors.joining(" : "));
      case Toplevel.Answer.Unknown unknown -> unknown.diagnostics().getFirst().code().label();
    };
  }

  @Test
  void whatMakesNoSenseDoesNotGoOn() {
    assertThat(goesOn("val val")).isFalse();
    assertThat(goesOn("[1, 2 end")).isFalse();
    assertThat(goesOn("\"abc")).isFalse();
    assertThat(goesOn("end with")).isFalse();
    assertThat(goesOn("\0")).isFalse();
    assertThat(goesOn("")).isFalse();
  }
}
