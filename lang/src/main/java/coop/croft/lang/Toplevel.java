package coop.croft.lang;

import coop.croft.lang.check.Earlier;
import coop.croft.lang.check.FileChecker;
import coop.croft.lang.check.FileChecker.Checked;
import coop.croft.lang.eval.Machine;
import coop.croft.lang.eval.Memory;
import coop.croft.lang.eval.Program;
import coop.croft.lang.study.Gap;
import coop.croft.lang.study.Study;
import coop.croft.lang.syntax.FileParser;
import coop.croft.lang.syntax.Tree;
import coop.croft.lang.types.Symbol;
import coop.croft.lang.types.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A program that is entered piece by piece. A piece is like a file, by the same rules and under the
 * same bounds, but it sees what the pieces before it declared, may declare their names anew, and
 * may be an expression by itself. A piece costs what it says, however much came before. Not safe
 * for use by several threads.
 *
 * @param <S> the subject on whose behalf it is checked and run
 */
public final class Toplevel<S> {
  private final Language<S> language;
  private final S subject;
  private final Earlier earlier;
  private final Memory memory;

  Toplevel(Language<S> language, S subject) {
    this.language = language;
    this.subject = subject;
    this.earlier = new Earlier(language.library());
    this.memory = language.memory();
  }

  /** What a piece came to. */
  public sealed interface Entry {}

  /**
   * @param diagnostics all independent errors, in the order of their places; never empty
   * @param text that they are about
   */
  public record Refused(List<Diagnostic> diagnostics, SourceText text) implements Entry {}

  /**
   * A piece without errors. Nothing of it lasts unless it is given to {@link #keep}.
   *
   * @param study what the checker found out about it
   * @param type of the expression that it is; empty if it is declarations, statements or an action
   * @param result the value of that expression
   * @param resources in the order in which it asked for them
   */
  public record Entered(
      Study study,
      Optional<Type> type,
      Optional<Object> result,
      List<Outcome.Emitted> resources,
      Effect effect)
      implements Entry {

    /** The values and variables that it declares, in their order. */
    public List<Symbol> declared() {
      return Toplevel.declared(effect.program());
    }

    /** The value of something that it declares. */
    public Object valueOf(Symbol declared) {
      return effect.machine().valueOf(declared, effect.program());
    }
  }

  private static List<Symbol> declared(Program program) {
    return program.initials().stream()
        .map(
            i ->
                switch (i) {
                  case Program.Initial.Value value -> value.definition().symbol();
                  case Program.Initial.Default variable -> variable.variable().variable().symbol();
                })
        .toList();
  }

  /** What keeping a piece takes. */
  public record Effect(Program program, Machine machine) {}

  /**
   * Checks a piece and, if there is no error, runs it. Pure: nothing outside is touched. A
   * semicolon at its end may be left out.
   *
   * @param cancelled whether nobody wants to know any more
   * @throws java.util.concurrent.CancellationException if so
   */
  public Entry enter(SourceText text, BooleanSupplier cancelled) {
    try {
      return entry(text, cancelled);
    } catch (OutOfMemoryError noRoom) {
      return new Refused(List.of(Language.outOfMemory(text.file())), text);
    }
  }

  private Entry entry(SourceText text, BooleanSupplier cancelled) {
    Tree tree = parsed(text);
    if (!tree.diagnostics().isEmpty()) {
      return new Refused(tree.diagnostics(), text);
    }
    Study.Notes notes = new Study.Notes("", cancelled);
    Checked checked = language.checked(tree, subject, earlier, FileChecker.Body.ENTRY, notes);
    earlier.pass(checked.program());
    if (!checked.diagnostics().isEmpty()) {
      return new Refused(checked.diagnostics(), text);
    }
    Study study = new Study(tree, List.of(), List.of(), notes);
    return language.deepIfNeeded(large -> run(study, checked.program(), text, large, cancelled));
  }

  private Entry run(
      Study study, Program program, SourceText text, boolean large, BooleanSupplier cancelled) {
    Machine machine = language.machine(program.source(), subject, memory, large, cancelled);
    try {
      @Nullable Object value = machine.enter(program);
      return new Entered(
          study,
          Optional.of(Type.resolve(program.body().type())).filter(t -> value != null),
          Optional.ofNullable(value),
          List.copyOf(machine.emitted()),
          new Effect(program, machine));
    } catch (Fault fault) {
      return new Refused(List.of(Language.diagnostic(fault, machine)), text);
    } catch (BoundBroken broken) {
      return new Refused(List.of(broken.diagnostic()), text);
    }
  }

  /** What a piece declared and assigned holds for all that follow. */
  public void keep(Entered entered) {
    entered.effect().machine().keep();
    earlier.keep(entered.effect().program());
  }

  /** The type of an expression, wherever it would be legal; nothing is run. */
  public sealed interface Answer {
    /**
     * @param declared values and variables, in their order
     * @param type of what stands behind them; empty if there are declarations alone
     */
    record Known(List<Symbol> declared, Optional<Type> type) implements Answer {}

    /**
     * @param diagnostics never empty
     */
    record Unknown(List<Diagnostic> diagnostics) implements Answer {}
  }

  public Answer typeOf(SourceText text, BooleanSupplier cancelled) {
    try {
      Tree tree = parsed(text);
      if (!tree.diagnostics().isEmpty()) {
        return new Answer.Unknown(tree.diagnostics());
      }
      Study.Notes notes = new Study.Notes("", cancelled);
      Checked checked = language.checked(tree, subject, earlier, FileChecker.Body.QUESTION, notes);
      earlier.pass(checked.program());
      if (!checked.diagnostics().isEmpty()) {
        return new Answer.Unknown(checked.diagnostics());
      }
      List<Symbol> declared = declared(checked.program());
      boolean alone = !declared.isEmpty() && tree.body().statements().isEmpty();
      Type type = Type.resolve(checked.program().body().type());
      return new Answer.Known(declared, Optional.of(type).filter(t -> !alone));
    } catch (OutOfMemoryError noRoom) {
      return new Answer.Unknown(List.of(Language.outOfMemory(text.file())));
    }
  }

  /**
   * What the checker finds out about a piece that is being written, to know what would be legal at
   * its hole.
   *
   * @param question whether its type is asked for
   * @param cancelled whether nobody wants to know any more
   * @throws java.util.concurrent.CancellationException if so
   */
  public Study study(Gap gap, boolean question, BooleanSupplier cancelled) {
    Study.Notes notes = new Study.Notes(gap.hole(), cancelled);
    Tree tree = FileParser.parse(gap.text(), language.bounds());
    Tree readable =
        tree.diagnostics().isEmpty() ? tree : FileParser.tolerant(tree.source(), language.bounds());
    FileChecker.Body form = question ? FileChecker.Body.QUESTION : FileChecker.Body.ENTRY;
    Checked checked = language.checked(readable, subject, earlier, form, notes);
    earlier.pass(checked.program());
    return new Study(readable, tree.diagnostics(), List.of(), notes);
  }

  /** The newest declaration of each name. */
  public List<Symbol> declared() {
    return java.util.stream.Stream.concat(
            earlier.values().stream().map(d -> d.symbol()),
            earlier.variables().stream().map(v -> v.symbol()))
        .toList();
  }

  private Tree parsed(SourceText text) {
    Tree tree = FileParser.parse(text, language.bounds());
    if (tree.diagnostics().isEmpty()) {
      return tree;
    }
    Tree ended = FileParser.parse(ended(text), language.bounds());
    return ended.diagnostics().isEmpty() ? ended : tree;
  }

  /** With a semicolon, on a line of its own: the last one may be a comment. */
  private static SourceText ended(SourceText text) {
    byte[] bytes = Arrays.copyOf(text.bytes(), text.bytes().length + 2);
    bytes[bytes.length - 2] = '\n';
    bytes[bytes.length - 1] = ';';
    return new SourceText(text.file(), bytes);
  }

  /**
   * Whether more may come: the text has no fault but that it ends too early. Forms that are open
   * and comments are for {@link coop.croft.lang.syntax.Continuation} to know.
   */
  public static boolean isCutShort(String text, Bounds bounds) {
    SourceText source = new SourceText("", text.getBytes(StandardCharsets.UTF_8));
    Tree tree = FileParser.parse(source, bounds);
    if (tree.diagnostics().isEmpty()
        || FileParser.parse(ended(source), bounds).diagnostics().isEmpty()) {
      return false;
    }
    Diagnostic first = tree.diagnostics().getFirst();
    Span end = tree.source().span(text.length(), text.length());
    return first.code() == Code.SYNTAX
        && first.span().line() == end.line()
        && first.span().column() == end.column();
  }
}
