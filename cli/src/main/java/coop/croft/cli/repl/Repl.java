package coop.croft.cli.repl;

import coop.croft.cli.editor.Author;
import coop.croft.cli.editor.Authors;
import coop.croft.cli.offline.Findings;
import coop.croft.cli.offline.NewFile;
import coop.croft.cli.program.ProgramFile;
import coop.croft.cli.reference.Published;
import coop.croft.cli.terminal.Exit;
import coop.croft.cli.terminal.Screen;
import coop.croft.cli.terminal.Trouble;
import coop.croft.lang.Bounds;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.SourceText;
import coop.croft.lang.Toplevel;
import coop.croft.lang.format.Formatted;
import coop.croft.lang.format.Formatter;
import coop.croft.lang.reference.Reference;
import coop.croft.lang.types.Symbol;
import coop.croft.lang.types.TypeText;
import coop.croft.services.ResourceText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The dialogue: reads a piece or a command, does it, shows what came of it. */
public final class Repl {
  /** What messages call a piece that was typed. */
  static final String INPUT = "input";

  private static final int MOST_LINES = 200;

  private final Screen screen;
  private final Authors authors;
  private final Optional<Planning> controller;
  private final Set<String> loaded = new LinkedHashSet<>();

  /** Those of them in which nothing was wrong. */
  private final Set<String> taken = new LinkedHashSet<>();

  private final Findings findings;
  private Draft draft;
  private @Nullable Reference reference;
  private int troubles;

  /** Whoever works on what was asked for last; null between that. */
  private @Nullable Thread working;

  private volatile boolean givenUp;

  /**
   * @param controller makes plans; offline there is none
   */
  public Repl(Screen screen, Authors authors, Optional<Planning> controller) {
    this.screen = screen;
    this.authors = authors;
    this.controller = controller;
    this.findings = new Findings(screen, false);
    this.draft = new Draft(authors.current(), INPUT);
  }

  /**
   * Goes on until the input ends or somebody says so.
   *
   * @param files to load at first
   * @return refused if something was wrong and nobody sat there
   */
  public Exit run(List<String> files, Inputs inputs) throws Trouble {
    for (String file : files) {
      attempt(() -> load(file));
    }
    boolean goesOn = true;
    while (goesOn) {
      screen.flush();
      byte[] bytes = inputs.next();
      if (bytes == null) {
        break;
      }
      goesOn = take(bytes);
    }
    return inputs.isAttended() || (troubles == 0 && !findings.any()) ? Exit.DONE : Exit.REFUSED;
  }

  /** Something to do that may fail, and the dialogue goes on. */
  @FunctionalInterface
  private interface Task {
    void run() throws Trouble;
  }

  private void attempt(Task task) {
    boolean outermost = begin();
    try {
      task.run();
    } catch (Trouble trouble) {
      troubles++;
      screen.trouble(trouble);
    } catch (CancellationException e) {
      screen.remark("given up");
    } finally {
      if (outermost) {
        end();
      }
    }
  }

  /**
   * @return whether this is no part of something else that is being done
   */
  private synchronized boolean begin() {
    if (working != null) {
      return false;
    }
    working = Thread.currentThread();
    givenUp = false;
    return true;
  }

  private synchronized void end() {
    working = null;
    // Ctrl-C was meant for what is done now.
    Thread.interrupted();
  }

  /**
   * Ctrl-C: ends what is being done; for another thread to call.
   *
   * @return false if nothing is
   */
  public synchronized boolean giveUp() {
    Thread worker = working;
    if (worker == null) {
      return false;
    }
    givenUp = true;
    // What waits for the controller hears of it by this.
    worker.interrupt();
    return true;
  }

  private boolean isGivenUp() {
    return givenUp;
  }

  /**
   * @return whether the dialogue goes on
   */
  private boolean take(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8).strip();
    if (text.isEmpty()) {
      return true;
    }
    if (!Inputs.isCommand(text)) {
      attempt(() -> enter(bytes));
      return true;
    }
    int blank = text.indexOf(' ');
    String word = blank < 0 ? text : text.substring(0, blank);
    String argument = blank < 0 ? "" : text.substring(blank).strip();
    List<Verb> meant = Verb.beginning(word);
    if (meant.equals(List.of(Verb.QUIT)) && argument.isEmpty()) {
      return false;
    }
    attempt(() -> command(word, meant, argument));
    return true;
  }

  private void command(String word, List<Verb> meant, String argument) throws Trouble {
    if (meant.size() != 1) {
      throw Trouble.usage(
          meant.isEmpty() ? "there is no command " + word : word + " may be one of several",
          meant.isEmpty()
              ? ":help shows all."
              : "There are: " + meant.stream().map(Verb::word).collect(Collectors.joining(", ")));
    }
    Verb verb = meant.getFirst();
    if (argument.isEmpty() ? verb.needsArgument() : !verb.takesArgument()) {
      throw Trouble.usage(
          verb.word() + (argument.isEmpty() ? " needs an argument" : " takes no argument"),
          "Write: " + verb.usage());
    }
    switch (verb) {
      case TYPE -> type(argument);
      case DOC -> doc(argument);
      case SHOW -> show();
      case PLAN -> plan(argument);
      case LOAD -> load(argument);
      case RELOAD -> reload();
      case RESET -> reset();
      case SAVE -> save(argument);
      case HELP -> screen.result(Verb.help());
      case QUIT -> throw new IllegalStateException("the dialogue has ended");
    }
  }

  private void enter(byte[] bytes) throws Trouble {
    switch (entered(new SourceText(INPUT, bytes))) {
      case Draft.Refused refused -> {
        Optional<String> meant = Verb.meantBy(new String(bytes, StandardCharsets.UTF_8).strip());
        if (meant.isPresent()) {
          throw Trouble.usage(
              "the commands of the dialogue begin with a colon", "Write: " + meant.get());
        }
        refused(refused);
      }
      case Draft.Taken taken -> {
        show(taken.entered());
        lines(ResourceText.of(taken.units()));
        replaced(taken);
      }
    }
  }

  private Draft.Outcome entered(SourceText text) {
    return draft.enter(text, this::isGivenUp);
  }

  private void refused(Draft.Refused refused) {
    refused.faults().forEach(f -> findings.show(f.diagnostics(), f.text()));
    if (refused.earlier()) {
      screen.remark("nothing was entered: it does not go with what was entered before");
    }
  }

  private void show(Toplevel.Entered entered) {
    for (Symbol symbol : entered.declared()) {
      String value = ValueText.of(symbol.type(), entered.valueOf(symbol));
      screen.result(declaration(symbol) + (value.startsWith("<") ? "" : " = " + value));
    }
    entered
        .type()
        .ifPresent(
            type ->
                screen.result(
                    ValueText.of(type, entered.result().orElseThrow())
                        + " : "
                        + TypeText.of(type)));
  }

  private static String declaration(Symbol symbol) {
    return "val " + symbol.name() + " : " + TypeText.of(symbol.type());
  }

  private void lines(List<String> lines) {
    lines.stream().limit(MOST_LINES).forEach(screen::result);
    if (lines.size() > MOST_LINES) {
      screen.result("… and " + (lines.size() - MOST_LINES) + " lines more; :show shows all");
    }
  }

  private void replaced(Draft.Taken taken) {
    for (String domain : taken.anew()) {
      screen.remark(domain + ": in place of what was entered before");
    }
    for (String domain : taken.gone()) {
      screen.remark(
          domain
              + ": configured no more; it was entered together with "
              + String.join(", ", taken.anew()));
    }
  }

  private void type(String expression) {
    SourceText text = new SourceText(INPUT, expression.getBytes(StandardCharsets.UTF_8));
    switch (draft.typeOf(text, this::isGivenUp)) {
      case Toplevel.Answer.Known(var declared, var type) -> {
        declared.forEach(
            s -> screen.result("val " + s.name() + " : " + TypeText.withRows(s.type())));
        type.ifPresent(t -> screen.result(expression + " : " + TypeText.withRows(t)));
      }
      case Toplevel.Answer.Unknown(List<Diagnostic> diagnostics) ->
          findings.show(diagnostics, text);
    }
  }

  private void doc(String name) throws Trouble {
    Optional<Symbol> own = draft.declared().stream().filter(s -> s.name().equals(name)).findFirst();
    if (own.isPresent()) {
      screen.result(name + " : " + TypeText.withRows(own.get().type()));
      if (!own.get().doc().isEmpty()) {
        screen.result("");
        screen.result(own.get().doc());
      }
      return;
    }
    screen.text(Published.text(reference(), name));
  }

  private Reference reference() {
    Reference made = reference;
    if (made == null) {
      made = draft.author().compiler().reference();
      reference = made;
    }
    return made;
  }

  private void show() {
    if (draft.isEmpty()) {
      screen.remark("nothing was entered yet");
    }
    draft.declared().forEach(s -> screen.result(declaration(s)));
    ResourceText.of(draft.units()).forEach(screen::result);
  }

  private void plan(String name) throws Trouble {
    if (draft.isEmpty()) {
      throw Trouble.usage("there is nothing to plan", "Enter a domain, or :load FILE.");
    }
    String program = text();
    if (controller.isEmpty()) {
      new OfflinePlan(screen).show(draft);
      return;
    }
    String source = name;
    if (source.isEmpty()) {
      source = taken.size() == 1 ? ProgramFile.nameOf(Path.of(taken.iterator().next())) : "";
    }
    if (source.isEmpty()) {
      throw Trouble.usage(
          "what was entered has no name",
          "Say which of your programs it is, or will be: :plan greenhouse.example");
    }
    byte[] text = program.getBytes(StandardCharsets.UTF_8);
    ProgramFile file = new ProgramFile(source, new SourceText(source + ".dtl", text));
    if (controller.get().plan(file) != Exit.DONE) {
      troubles++;
    }
  }

  /**
   * All that was entered, as one program in the one layout.
   *
   * @throws Trouble if that would not be what was entered: pieces are looked at one by one, and
   *     what a statement set before a domain was opened anew may be gone
   */
  private String text() throws Trouble {
    String text = draft.text();
    SourceText whole = new SourceText(INPUT, text.getBytes(StandardCharsets.UTF_8));
    Draft.Whole made = draft.whole(whole, this::isGivenUp);
    if (!made.faults().isEmpty()) {
      findings.show(made.faults(), whole);
      throw Trouble.refused(
          "what was entered does not make one program", "Enter it otherwise, or :reset.");
    }
    if (!made.same()) {
      throw Trouble.refused(
          "in one program what was entered would configure something else",
          "A domain was opened anew behind what its settings came from: :reset, and enter them"
              + " inside of it.");
    }
    return switch (Formatter.format(whole, Bounds.DEFAULT)) {
      case Formatted.Text(String formatted) -> formatted;
      // Larger than a program may be: whoever gets it says so.
      case Formatted.Refused refused -> text;
    };
  }

  private void load(String name) throws Trouble {
    Path path = path(name);
    SourceText text = new SourceText(name, ProgramFile.bytesOf(path, name));
    loaded.add(name);
    switch (entered(text)) {
      case Draft.Refused refused -> {
        refused(refused);
        screen.remark(name + ": not loaded");
      }
      case Draft.Taken piece -> {
        taken.add(name);
        screen.result(
            name
                + ": "
                + count(piece.entered().declared().size(), "declaration")
                + ", "
                + count(piece.units().size(), "domain")
                + ", "
                + count(piece.entered().resources().size(), "resource"));
        replaced(piece);
      }
    }
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private static Path path(String name) throws Trouble {
    return withoutTilde(ProgramFile.path(name));
  }

  /** As a shell understands it. */
  static Path withoutTilde(Path path) {
    Path home = Path.of("~");
    return path.startsWith(home)
        ? Path.of(System.getProperty("user.home")).resolve(home.relativize(path))
        : path;
  }

  private void reload() throws Trouble {
    List<String> files = new ArrayList<>(loaded);
    if (files.isEmpty()) {
      throw Trouble.usage("nothing was loaded", "Write: " + Verb.LOAD.usage());
    }
    reset();
    for (String file : files) {
      if (!givenUp) {
        attempt(() -> load(file));
      }
    }
  }

  private void reset() {
    draft = new Draft(latest(), INPUT);
    reference = null;
    loaded.clear();
    taken.clear();
  }

  private Author latest() {
    try {
      return authors.latest();
    } catch (Trouble trouble) {
      troubles++;
      screen.trouble(trouble);
      screen.remark("rights and site are those of before");
      return authors.current();
    }
  }

  private void save(String name) throws Trouble {
    if (draft.isEmpty()) {
      throw Trouble.usage("nothing was entered yet", "Enter something, or :load FILE.");
    }
    NewFile.write(path(name), text().getBytes(StandardCharsets.UTF_8));
    screen.result(name + ": written");
  }

  /** What completion needs to know. */
  Draft draft() {
    return draft;
  }

  /** The names of the reference, for completion. */
  Reference known() {
    return reference();
  }
}
