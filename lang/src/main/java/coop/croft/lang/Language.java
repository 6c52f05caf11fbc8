package coop.croft.lang;

import coop.croft.lang.check.Earlier;
import coop.croft.lang.check.FileChecker;
import coop.croft.lang.check.FileChecker.Checked;
import coop.croft.lang.check.FileChecker.Trust;
import coop.croft.lang.check.Library;
import coop.croft.lang.check.LibraryOrder;
import coop.croft.lang.check.Observer;
import coop.croft.lang.eval.Machine;
import coop.croft.lang.eval.Memory;
import coop.croft.lang.eval.Program;
import coop.croft.lang.eval.Program.VariableDefault;
import coop.croft.lang.reference.Reference;
import coop.croft.lang.reference.ReferenceBuilder;
import coop.croft.lang.study.Gap;
import coop.croft.lang.study.Study;
import coop.croft.lang.syntax.FileParser;
import coop.croft.lang.syntax.Source;
import coop.croft.lang.syntax.Tree;
import coop.croft.lang.types.Type;
import coop.croft.lang.types.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The language with a library loaded: checks and runs programs. Loaded once per process and shared;
 * safe for use by many threads.
 *
 * @param <S> the subject on whose behalf programs are checked and run
 */
public final class Language<S> {
  private final Library library;
  private final VariableDefault[] defaults;
  private final List<Tree> libraryFiles;
  private final Loaded site;
  private final Externs<Object> externs;
  private final Bounds bounds;

  /** Files in the order in which they use each other's names. */
  private record Loaded(List<Tree> files, List<Program> bodies) {}

  private Language(
      Library library,
      List<Tree> libraryFiles,
      Loaded site,
      Externs<Object> externs,
      Bounds bounds) {
    this.library = library;
    this.defaults = library.defaults();
    this.libraryFiles = libraryFiles;
    this.site = site;
    this.externs = externs;
    this.bounds = bounds;
  }

  /**
   * A library file that does not check: a fault of the installation or of the site, not of a
   * member.
   */
  public static final class LibraryFault extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient List<Diagnostic> diagnostics;

    public LibraryFault(List<Diagnostic> diagnostics) {
      super(diagnostics.getFirst().span() + ": " + diagnostics.getFirst().message());
      this.diagnostics = List.copyOf(diagnostics);
    }

    public List<Diagnostic> diagnostics() {
      return diagnostics;
    }
  }

  /**
   * Loads library files (trusted: {@code extern} and {@code context} are allowed) in the order in
   * which they use each other's names, then the site's files, where declaring a library variable
   * again sets its default.
   *
   * @param library files of the services
   * @param site further trusted files; may be empty. A body in them is checked, and run by {@link
   *     #runSite}
   * @param nobody the subject under which library and site files are checked: one that holds
   *     nothing
   */
  @SuppressWarnings("unchecked") // inside, a subject is only ever handed back to the externs
  public static <S> Language<S> load(
      List<SourceText> library, List<SourceText> site, Externs<S> externs, Bounds bounds, S nobody)
      throws LibraryFault {
    Externs<Object> given = (Externs<Object>) externs;
    Library loaded = new Library();
    List<Diagnostic> faults = new ArrayList<>();
    Loaded files = loadAll(library, loaded, given, bounds, nobody, Trust.LIBRARY, faults);
    Loaded ofSite = loadAll(site, loaded, given, bounds, nobody, Trust.SITE, faults);
    if (!faults.isEmpty()) {
      throw new LibraryFault(faults);
    }
    return new Language<>(loaded, files.files(), ofSite, given, bounds);
  }

  private static Loaded loadAll(
      List<SourceText> texts,
      Library library,
      Externs<Object> externs,
      Bounds bounds,
      Object nobody,
      Trust trust,
      List<Diagnostic> faults) {
    List<Tree> trees = new ArrayList<>();
    for (SourceText text : texts) {
      Tree tree = FileParser.parse(text, bounds);
      faults.addAll(tree.diagnostics());
      trees.add(tree);
    }
    List<Program> programs = new ArrayList<>();
    if (!faults.isEmpty()) {
      return new Loaded(List.of(), List.of());
    }
    List<Tree> ordered = LibraryOrder.of(trees, faults);
    for (Tree tree : ordered) {
      Checked checked =
          FileChecker.check(tree, library, externs, bounds, nobody, trust, Observer.NONE);
      faults.addAll(checked.diagnostics());
      programs.add(checked.program());
    }
    return new Loaded(List.copyOf(ordered), List.copyOf(programs));
  }

  /** The diagnostics of a program for a subject, without running it; empty if it checks. */
  public List<Diagnostic> check(SourceText text, S subject) {
    try {
      return checked(text, subject, Observer.NONE).diagnostics();
    } catch (OutOfMemoryError noRoom) {
      return List.of(outOfMemory(text.file()));
    }
  }

  /** What a program costs in memory follows its steps; this is for a machine with little of it. */
  static Diagnostic outOfMemory(String file) {
    return new BoundBroken(
            new Span(file, 1, 1, 1, 1),
            "this program needs more memory than there is",
            "split it into several programs")
        .diagnostic();
  }

  private Checked checked(SourceText text, Object subject, Observer observer) {
    return FileChecker.read(text, library, externs, bounds, subject, observer);
  }

  /**
   * Checks a program, faulty or not, and keeps what the checker finds out about it, for tools.
   *
   * @param cancelled whether nobody wants to know any more; asked now and then
   * @throws java.util.concurrent.CancellationException if so
   */
  public Study study(SourceText text, S subject, BooleanSupplier cancelled) {
    return study(text, "", subject, cancelled);
  }

  /** The same with a hole in the text, to know what would be legal in its place. */
  public Study study(Gap gap, S subject, BooleanSupplier cancelled) {
    return study(gap.text(), gap.hole(), subject, cancelled);
  }

  private Study study(SourceText text, String hole, S subject, BooleanSupplier cancelled) {
    Study.Notes notes = new Study.Notes(hole, cancelled);
    Tree tree = FileParser.parse(text, bounds, library);
    List<Diagnostic> faults = tree.diagnostics();
    Tree readable = faults.isEmpty() ? tree : FileParser.tolerant(tree.source(), bounds);
    try {
      Checked checked =
          FileChecker.check(readable, library, externs, bounds, subject, Trust.MEMBER, notes);
      return faults.isEmpty()
          ? new Study(readable, checked.diagnostics(), checked.warnings(), notes)
          : new Study(readable, faults, List.of(), notes);
    } catch (OutOfMemoryError noRoom) {
      return new Study(readable, List.of(outOfMemory(text.file())), List.of(), notes);
    }
  }

  /**
   * What the membership test of a type says of a constant.
   *
   * @param constant a {@code String} or a {@code Long}
   */
  public Verdict verdict(Type.Base type, Object constant, S subject) {
    return type.verdict(constant, subject);
  }

  /** The constants of a type that a subject has to choose from; empty where these are many. */
  public List<String> choices(Type.Base type, S subject) {
    Function<Object, List<String>> choices = externs.choices().get(type.name());
    return choices == null ? List.of() : choices.apply(subject);
  }

  /** What the library and the site declare; only to be read. */
  public Library library() {
    return library;
  }

  /** Checks and, if there is no error, runs a program. Pure: nothing outside is touched. */
  public Outcome run(SourceText text, S subject) {
    return run(text, subject, () -> false);
  }

  /**
   * The same for somebody who may not wait for it.
   *
   * @param cancelled whether nobody wants to know any more; asked now and then
   * @throws java.util.concurrent.CancellationException if so
   */
  public Outcome run(SourceText text, S subject, BooleanSupplier cancelled) {
    try {
      Checked checked = checked(text, subject, Observer.unless(cancelled));
      return checked.diagnostics().isEmpty()
          ? execute(List.of(checked.program()), checked.warnings(), subject, cancelled)
          : new Outcome.Refused(checked.diagnostics());
    } catch (OutOfMemoryError noRoom) {
      return refused(outOfMemory(text.file()));
    }
  }

  /** Runs the bodies of the site files, in their order, as one program. */
  public Outcome runSite(S subject) {
    return execute(site.bodies(), List.of(), subject, () -> false);
  }

  private Outcome execute(
      List<Program> programs, List<Warning> warnings, Object subject, BooleanSupplier cancelled) {
    return programs.isEmpty()
        ? new Outcome.Resources(List.of(), 0, warnings)
        : deepIfNeeded(
            large ->
                execute(
                    programs,
                    warnings,
                    machine(programs.getFirst().source(), subject, memory(), large, cancelled)));
  }

  <T> T deepIfNeeded(Function<Boolean, T> work) {
    try {
      return work.apply(false);
    } catch (DeepStack.TooSmall tooSmall) {
      return DeepStack.call(bounds.evaluationDepth(), () -> work.apply(true));
    }
  }

  private static Outcome execute(List<Program> programs, List<Warning> warnings, Machine machine) {
    try {
      for (Program program : programs) {
        machine.execute(program);
      }
    } catch (Fault fault) {
      return refused(diagnostic(fault, machine));
    } catch (BoundBroken broken) {
      return refused(broken.diagnostic());
    }
    return new Outcome.Resources(List.copyOf(machine.emitted()), machine.text(), warnings);
  }

  static Diagnostic diagnostic(Fault fault, Machine machine) {
    String message = fault.getMessage();
    return new Diagnostic(
        machine.here(),
        fault.code(),
        message == null ? fault.code().label() : message,
        Optional.empty(),
        fault.hint());
  }

  private static Outcome refused(Diagnostic diagnostic) {
    return new Outcome.Refused(List.of(diagnostic));
  }

  /** For programs that are entered piece by piece, on behalf of a subject. */
  public Toplevel<S> toplevel(S subject) {
    return new Toplevel<>(this, subject);
  }

  Checked checked(
      Tree tree, Object subject, Earlier earlier, FileChecker.Body form, Observer observer) {
    return FileChecker.check(tree, library, externs, bounds, subject, earlier, form, observer);
  }

  Bounds bounds() {
    return bounds;
  }

  Memory memory() {
    return new Memory(defaults.length);
  }

  Machine machine(
      Source source, Object subject, Memory memory, boolean large, BooleanSupplier cancelled) {
    return new Machine(
        subject, bounds, source, defaults, library.variables(), memory, large, cancelled);
  }

  /** What the library and the site offer, for people. */
  public Reference reference() {
    return ReferenceBuilder.build(library, libraryFiles, site.files(), bounds);
  }

  /** The default of a declared environment variable, evaluated for a subject. */
  public Object defaultOf(String variable, S subject) {
    Variable declared = library.variable(variable);
    if (declared == null) {
      throw new IllegalArgumentException("no such variable in the library: " + variable);
    }
    Source nowhere = new Source("", "");
    return deepIfNeeded(
        large -> machine(nowhere, subject, memory(), large, () -> false).valueOf(declared));
  }
}
