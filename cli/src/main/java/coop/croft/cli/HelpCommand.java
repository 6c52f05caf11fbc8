package coop.croft.cli;

import coop.croft.cli.terminal.Exit;
import coop.croft.cli.terminal.Trouble;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code croft help}: all commands, or one. */
record HelpCommand() implements Command {
  @Override
  public CommandSpec spec() {
    return Options.command("help", "shows all commands, or how one is used")
        .addPositional(Options.argument(0, "0..1", "COMMAND", "for example check, or member add"))
        .addPositional(Options.argument(1, "0..1", "WORD", "its second word, if it has one"));
  }

  @Override
  public Exit run(ParseResult given, Desk desk) throws Trouble {
    List<String> words = Options.arguments(given);
    if (words.isEmpty()) {
      desk.screen().result(Help.overview());
      return Exit.DONE;
    }
    Command command =
        Commands.find(String.join(" ", words)).orElseThrow(() -> Croft.unknown(words));
    desk.screen().result(Help.of(new CommandLine(command.spec())));
    return Exit.DONE;
  }
}
