package coop.croft.cli.repl;

import coop.croft.cli.editor.Offer;
import coop.croft.cli.terminal.Screen;
import coop.croft.lang.study.Gap;
import coop.croft.lang.syntax.Source;
import coop.croft.lang.syntax.Tokens;
import coop.croft.lang.types.Symbol;
import coop.croft.lang.types.TypeText;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What may be written at the cursor, and nothing else. */
final class Proposals {
  private final Repl repl;

  Proposals(Repl repl) {
    this.repl = repl;
  }

  /** Where the word begins that ends at the cursor. */
  int wordStart(String text, int cursor) {
    if (!Inputs.isCommand(text)) {
      return start(text, cursor);
    }
    int argument = argument(text);
    return argument < 0 || cursor < argument
        ? text.indexOf(':')
        : verb(text) == Verb.TYPE
            ? argument + start(text.substring(argument), cursor - argument)
            : argument;
  }

  private static int start(String text, int cursor) {
    Source source = new Source("", text);
    Gap gap = Gap.at(source, Tokens.of(source), cursor);
    return Math.min(cursor, gap.hole().isEmpty() ? gap.start() + 1 : gap.start());
  }

  /** Everything, whatever is there of the word already. */
  List<Offer> at(String text, int cursor) {
    if (!Inputs.isCommand(text)) {
      return offers(text, cursor, false);
    }
    int argument = argument(text);
    if (argument < 0 || cursor < argument) {
      int start = text.indexOf(':');
      return Arrays.stream(Verb.values())
          .map(v -> new Offer(start, cursor, v.word() + (v.takesArgument() ? " " : ""), ""))
          .toList();
    }
    return switch (verb(text)) {
      case TYPE ->
          offers(text.substring(argument), cursor - argument, true).stream()
              .map(o -> new Offer(o.start() + argument, o.end() + argument, o.text(), o.detail()))
              .toList();
      case DOC -> names(argument, cursor);
      case LOAD, SAVE -> files(text.substring(argument, cursor), argument, cursor);
      case SHOW, PLAN, RELOAD, RESET, HELP, QUIT -> List.of();
    };
  }

  private List<Offer> offers(String text, int cursor, boolean question) {
    Draft draft = repl.draft();
    return Offer.at(Repl.INPUT, text, cursor, draft.author(), gap -> draft.study(gap, question));
  }

  private List<Offer> names(int start, int end) {
    List<Offer> offers = new ArrayList<>();
    for (Symbol own : repl.draft().declared()) {
      offers.add(new Offer(start, end, own.name(), TypeText.of(own.type())));
    }
    repl.known().names().forEach(n -> offers.add(new Offer(start, end, n, "")));
    return offers;
  }

  private static List<Offer> files(String typed, int start, int end) {
    String directory = typed.substring(0, typed.lastIndexOf('/') + 1);
    List<Offer> offers = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(
            directory.isEmpty() ? Path.of(".") : Repl.withoutTilde(Path.of(directory)))) {
      for (Path file : files) {
        boolean inside = Files.isDirectory(file);
        String name = String.valueOf(file.getFileName());
        if ((inside || name.endsWith(".dtl")) && canBeTyped(directory + name)) {
          offers.add(new Offer(start, end, directory + name + (inside ? "/" : ""), ""));
        }
      }
    } catch (IOException | DirectoryIteratorException | InvalidPathException e) {
      // Where nothing can be read, nothing is offered.
      return List.of();
    }
    return offers;
  }

  /** No control characters, which would act on the terminal, and no blanks that would be lost. */
  private static boolean canBeTyped(String path) {
    return path.equals(path.strip()) && Screen.isPrintable(path);
  }

  /** Where the argument of a command begins; -1 if it has none yet. */
  private static int argument(String text) {
    int colon = text.indexOf(':');
    int at = text.indexOf(' ', colon);
    while (at >= 0 && at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    return at;
  }

  /** The command whose argument is written; help, which offers nothing, where it is not known. */
  private static Verb verb(String text) {
    String line = text.stripLeading();
    List<Verb> meant = Verb.beginning(line.substring(0, Math.max(line.indexOf(' '), 0)));
    return meant.size() == 1 ? meant.getFirst() : Verb.HELP;
  }
}
