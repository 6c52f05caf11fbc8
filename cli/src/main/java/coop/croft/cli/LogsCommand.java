package coop.croft.cli;

import coop.croft.cli.terminal.Exit;
import coop.croft.cli.terminal.Trouble;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows the log of a site, and goes on with it. */
final class LogsCommand implements Command {
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private static final Question QUESTION =
      new Question(
          "logs",
          "logs",
          "the log of a site of yours: who asked for what, or what went wrong",
          List.of(Options.argument(0, "1", "NAME", "one of the site's names")),
          List.of(
              Options.flag("--errors", "what went wrong, not who asked for what"),
              Options.last(20),
              Options.actFor()));

  @Override
  public CommandSpec spec() {
    return QUESTION
        .spec()
        .addOption(Options.flag("-f, --follow", "goes on with what comes, until you end it"));
  }

  @Override
  public Exit run(ParseResult given, Desk desk) throws Trouble {
    if (!Options.has(given, "--follow")) {
      return QUESTION.run(given, desk);
    }
    try {
      return desk.conversation(Options.has(given, "--json")).follow(QUESTION.call(given), PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Exit.DONE;
    }
  }
}
