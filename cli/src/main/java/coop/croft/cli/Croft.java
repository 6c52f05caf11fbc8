package coop.croft.cli;

import coop.croft.cli.terminal.Exit;
import coop.croft.cli.terminal.Trouble;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: finds the command, reads its options, runs it, says how it ended. */
public final class Croft {
  private static final List<String> WORDS_OF_HELP = List.of("help", "-h", "--help");

  private final Desk desk;

  public Croft(Desk desk) {
    this.desk = desk;
  }

  public Exit run(String... arguments) {
    Exit exit;
    try {
      exit = dispatch(List.of(arguments));
    } catch (Trouble trouble) {
      desk.screen().trouble(trouble);
      exit = trouble.exit();
    }
    try {
      desk.screen().close();
    } catch (Trouble trouble) {
      desk.screen().trouble(trouble);
      exit = trouble.exit();
    }
    return exit;
  }

  private Exit dispatch(List<String> arguments) throws Trouble {
    if (arguments.isEmpty()) {
      desk.screen().remark(Help.overview());
      return Exit.USAGE;
    }
    String first = arguments.getFirst();
    if (WORDS_OF_HELP.contains(first)) {
      return run(new HelpCommand(), arguments.subList(1, arguments.size()));
    }
    if (first.equals("--version") || first.equals("-V")) {
      return run(new VersionCommand(), List.of());
    }
    for (int words = Math.min(2, arguments.size()); words > 0; words--) {
      Optional<Command> command = Commands.find(String.join(" ", arguments.subList(0, words)));
      if (command.isPresent()) {
        return run(command.get(), arguments.subList(words, arguments.size()));
      }
    }
    throw unknown(arguments);
  }

  private Exit run(Command command, List<String> arguments) throws Trouble {
    CommandLine line =
        new CommandLine(command.spec())
            .setExpandAtFiles(false)
            .setInterpolateVariables(false)
            .setUnmatchedOptionsArePositionalParams(false);
    if (arguments.contains("--help") || arguments.contains("-h")) {
      desk.screen().result(Help.of(line));
      return Exit.DONE;
    }
    try {
      ParseResult given = line.parseArgs(arguments.toArray(String[]::new));
      return command.run(given, desk);
    } catch (ParameterException e) {
      throw Trouble.usage(wording(e), "See: " + line.getCommandName() + " --help");
    }
  }

  private static String wording(ParameterException e) {
    return switch (e) {
      case UnmatchedArgumentException unmatched -> {
        String what = unmatched.getUnmatched().getFirst();
        yield (what.startsWith("-") ? "there is no option " : "one argument too many: ") + what;
      }
      case MissingParameterException missing -> {
        ArgSpec what = missing.getMissing().getFirst();
        yield what instanceof OptionSpec option
            ? option.longestName() + " needs a value: " + option.paramLabel()
            : what.paramLabel() + " is missing";
      }
      default -> {
        String message = String.valueOf(e.getMessage());
        yield Character.toLowerCase(message.charAt(0)) + message.substring(1);
      }
    };
  }

  /** What to say where words name no command. */
  static Trouble unknown(List<String> arguments) {
    String first = arguments.getFirst();
    if (Commands.find(first).isPresent()) {
      return Trouble.usage(
          "there is no command " + String.join(" ", arguments),
          "Did you mean croft " + first + "?");
    }
    List<String> longer = Help.words().stream().filter(w -> w.startsWith(first + " ")).toList();
    if (!longer.isEmpty()) {
      return Trouble.usage(
          "croft " + first + " needs one more word", "There are: " + String.join(", ", longer));
    }
    return Trouble.usage(
        "there is no command " + first,
        Help.nearest(first)
            .map(w -> "Did you mean croft " + w + "?")
            .orElse("croft help shows what there is."));
  }
}
