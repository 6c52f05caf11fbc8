package coop.croft.lang;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements are checked while others are still read; what comes of it is that of the whole. */
class ReadingTest {
  private static SourceText lines(String... last) {
    return text("note \"a\";\n".repeat(200) + String.join(";\n", last));
  }

  private static SourceText text(String program) {
    return new SourceText("m.dtl", program.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> found(SourceText text) {
    return found(Bounds.DEFAULT, text);
  }

  private static List<String> found(Bounds bounds, SourceText text) {
    return MiniLibrary.language(bounds).check(text, MiniLibrary.ALICE).stream()
        .map(d -> d.span().line() + " " + d.code().label())
        .toList();
  }

  private static List<Integer> ran(SourceText text) {
    Outcome outcome = MiniLibrary.language().run(text, MiniLibrary.ALICE);
    assertThat(outcome).isInstanceOf(Outcome.Resources.class);
    return outcome instanceof Outcome.Resources resources
        ? resources.resources().stream().map(r -> r.span().line()).toList()
        : List.of();
  }

  @Test
  void eachStatementRunsOnceInItsOrder() {
    assertThat(ran(lines("note \"a\""))).hasSize(201).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void statementsOfADeclarationAreNotOfTheBody() {
    String many = "note \"a\";\n".repeat(200);
    String program = "val f = begin " + many + "end;\nnote \"b\"; f";
    assertThat(ran(text(program))).hasSize(201).startsWith(202, 1, 2).endsWith(200);
  }

  @Test
  void behindADeepStatementNothingIsThereTwice() {
    int deep = DeepStack.LEVELS_ON_CALLER * 2;
    assertThat(ran(lines("(".repeat(deep) + "note \"a\"" + ")".repeat(deep))))
        .hasSize(201)
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(found(lines("nothing", "(".repeat(deep) + "nowhere" + ")".repeat(deep))))
        .containsExactly("201 unknown-name", "202 unknown-name");
    String early = "nothing;\n" + "note \"a\";\n".repeat(200) + "(".repeat(deep) + "nowhere";
    assertThat(found(text(early + ")".repeat(deep))))
        .containsExactly("1 unknown-name", "202 unknown-name");
  }

  @Test
  void whatIsWrongIsToldOfAllStatements() {
    String[] last = new String[200];
    for (int i = 0; i < last.length; i++) {
      last[i] = i % 90 == 0 ? "nothing" : "note \"a\"";
    }
    assertThat(found(lines(last)))
        .containsExactly("201 unknown-name", "291 unknown-name", "381 unknown-name");
  }

  @Test
  void ofWhatCannotBeReadThatAloneIsTold() {
    assertThat(found(lines("nothing", "dom with")))
        .isNotEmpty()
        .allMatch(f -> f.endsWith("syntax"));
  }

  /** So many steps that the bound breaks in the first statements that are checked together. */
  private static final Bounds FEW_STEPS =
      new Bounds(1 << 20, 1 << 20, 500, 2_000_000, 400, 1_000, 100, 1_000, 100_000);

  @Test
  void behindABrokenBoundNothingIsChecked() {
    String program = "nothing;\n" + "note \"a\";\n".repeat(400) + "nothing";
    assertThat(found(FEW_STEPS, text(program)))
        .hasSize(2)
        .startsWith("1 unknown-name")
        .last()
        .asString()
        .matches("[1-5]?[0-9] bound");
  }

  @Test
  void ofWhatCannotBeReadThatAloneIsToldBehindABrokenBoundToo() {
    assertThat(found(FEW_STEPS, lines("note \"a\""))).singleElement().asString().endsWith("bound");
    assertThat(found(FEW_STEPS, lines("dom with")))
        .isNotEmpty()
        .allMatch(f -> f.endsWith("syntax"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 63, 200})
  void whatNestsNeedsNoMoreOfTheCallersStack(int before) {
    String program = "note \"a\";\n".repeat(before) + "for x in [1] do ".repeat(495);
    String ends = " end".repeat(495);
    assertThat(onSmallStack(() -> found(text(program + "nothing" + ends))))
        .isEqualTo(List.of((before + 1) + " unknown-name"));
    assertThat(onSmallStack(() -> inEditor(text(program + "nothing" + ends)))).hasSize(1);
    assertThat(onSmallStack(() -> ran(text(program + "note \"b\"" + ends)).size()))
        .isEqualTo(before + 1);
  }

  private static List<Diagnostic> inEditor(SourceText text) {
    return MiniLibrary.language().study(text, MiniLibrary.ALICE, () -> false).diagnostics();
  }

  private static <T> T onSmallStack(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    new Thread(null, task, "small", 512 << 10).start();
    try {
      return task.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }
}
