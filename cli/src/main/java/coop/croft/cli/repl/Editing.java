package coop.croft.cli.repl;

import coop.croft.cli.terminal.Screen;
import coop.croft.cli.terminal.Trouble;
import coop.croft.lang.syntax.Continuation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.Candidate;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.history.DefaultHistory;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/** A terminal with a line that can be edited, with history and completion: JLine. */
public final class Editing implements Inputs {
  /** Up, down, right, left, end, home. */
  private static final char[] ARROWS = {'A', 'B', 'C', 'D', 'F', 'H'};

  private final Terminal terminal;
  private final LineReader reader;
  private final Screen screen;
  private @Nullable HistoryFile history;
  private String last = "";

  private Editing(Terminal terminal, Repl repl, Screen screen) {
    this.terminal = terminal;
    this.screen = screen;
    Proposals proposals = new Proposals(repl);
    this.reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("croft")
            .history(new DefaultHistory())
            .parser(new Pieces(proposals))
            .completer(
                (reader, line, candidates) ->
                    proposals.at(line.line(), line.cursor()).stream()
                        .map(o -> candidate(o.text(), o.detail()))
                        .forEach(candidates::add))
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, CONTINUED)
            // No guesses: what is offered begins with what is written.
            .variable(LineReader.ERRORS, 0)
            .option(LineReader.Option.COMPLETE_MATCHER_TYPO, false)
            .option(LineReader.Option.COMPLETE_MATCHER_CAMELCASE, false)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
            .option(LineReader.Option.HISTORY_IGNORE_DUPS, true)
            .build();
    // It would write what is typed into a directory that all share.
    reader.getWidgets().remove(LineReader.EDIT_AND_EXECUTE_COMMAND);
    bindBothForms();
    terminal.handle(Terminal.Signal.INT, signal -> repl.giveUp());
  }

  /**
   * A terminal sends arrows as {@code ESC O A} or as {@code ESC [ A}, whatever its description
   * says: not all obey when they are told which.
   */
  private void bindBothForms() {
    KeyMap<Binding> keys = Objects.requireNonNull(reader.getKeyMaps().get(LineReader.MAIN));
    for (char key : ARROWS) {
      for (String form : List.of("\u001bO", "\u001b[")) {
        Binding bound = keys.getBound(form + key);
        if (bound instanceof Reference) {
          keys.bindIfNotBound(bound, "\u001bO" + key);
          keys.bindIfNotBound(bound, "\u001b[" + key);
        }
      }
    }
  }

  /**
   * Takes over the terminal of the process.
   *
   * @throws IOException if it has none that can be used so
   */
  public static Editing open(Repl repl, Screen screen, Map<String, String> environment)
      throws IOException {
    Terminal terminal;
    try {
      terminal =
          TerminalBuilder.builder()
              .name("croft")
              .system(true)
              // JLine exchanges its handlers at each line, and in between a signal ends the
              // process.
              .nativeSignals(false)
              .provider(TerminalBuilder.PROP_PROVIDER_FFM)
              .dumb(false)
              .graphemeCluster(false)
              .encoding(StandardCharsets.UTF_8)
              .build();
    } catch (IllegalStateException e) {
      throw new IOException(e);
    }
    if (terminal.getSize().getColumns() == 0) {
      // One that nobody looks at, or whose window nobody has told.
      terminal.setSize(Size.of(80, 24));
    }
    for (Terminal.Signal signal :
        List.of(Terminal.Signal.INT, Terminal.Signal.WINCH, Terminal.Signal.CONT)) {
      Signals.register(signal.name(), () -> terminal.raise(signal));
    }
    readEarlyKeys(terminal);
    Editing editing = new Editing(terminal, repl, screen);
    editing.remember(environment);
    return editing;
  }

  /**
   * Between two lines, too, the terminal hands over single keys and shows none of them; else what
   * is typed early is shown twice, and an early Ctrl-D gets lost. Closing restores what was before.
   */
  private static void readEarlyKeys(Terminal terminal) {
    Attributes attributes = terminal.getAttributes();
    attributes.setLocalFlags(EnumSet.of(LocalFlag.ICANON, LocalFlag.ECHO), false);
    terminal.setAttributes(attributes);
  }

  private void remember(Map<String, String> environment) {
    try {
      HistoryFile file = HistoryFile.of(environment);
      for (String entry : file.entries()) {
        reader.getHistory().add(entry);
        last = entry;
      }
      history = file;
    } catch (Trouble trouble) {
      forget(trouble);
    }
  }

  private void forget(Trouble trouble) {
    history = null;
    screen.remark("croft: note: no history is kept: " + trouble.getMessage());
  }

  private static Candidate candidate(String text, String detail) {
    return new Candidate(text, text, null, detail.isEmpty() ? null : detail, null, null, false);
  }

  @Override
  public byte @Nullable [] next() {
    while (true) {
      try {
        String text = reader.readLine(PROMPT);
        keep(text);
        return text.getBytes(StandardCharsets.UTF_8);
      } catch (UserInterruptException e) {
        // What was typed is dropped.
        Thread.interrupted();
      } catch (EndOfFileException e) {
        return null;
      }
    }
  }

  private void keep(String text) {
    HistoryFile file = history;
    if (file == null || text.isBlank() || text.startsWith(" ") || text.equals(last)) {
      return;
    }
    last = text;
    try {
      file.add(text);
    } catch (Trouble trouble) {
      forget(trouble);
    }
  }

  @Override
  public boolean isAttended() {
    return true;
  }

  @Override
  public void close() {
    try {
      terminal.close();
    } catch (IOException e) {
      // The terminal has gone.
    }
  }

  /** Tells the reader where a piece ends, and where the word at the cursor begins. */
  private record Pieces(Proposals proposals) implements Parser {
    @Override
    public ParsedLine parse(String text, int cursor, ParseContext context) {
      if (context == ParseContext.COMPLETE) {
        return new Word(text, cursor, proposals.wordStart(text, cursor));
      }
      if (context == ParseContext.ACCEPT_LINE && isOpen(text)) {
        throw new EOFError(-1, cursor, "unfinished");
      }
      return new Word(text, cursor, 0);
    }

    private static boolean isOpen(String text) {
      if (Inputs.isCommand(text)) {
        return false;
      }
      Continuation lines = new Continuation();
      text.lines().forEach(lines::add);
      return lines.isOpen() || Inputs.isCutShort(text);
    }
  }

  /** The word at the cursor, up to there. */
  private record Word(String line, int cursor, int start) implements CompletingParsedLine {
    @Override
    public String word() {
      return line.substring(start, cursor);
    }

    @Override
    public int wordCursor() {
      return cursor - start;
    }

    @Override
    public int wordIndex() {
      return 0;
    }

    @Override
    public List<String> words() {
      return List.of(word());
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return candidate;
    }

    @Override
    public int rawWordCursor() {
      return wordCursor();
    }

    @Override
    public int rawWordLength() {
      return wordCursor();
    }
  }
}
