package coop.croft.cli;

import coop.croft.cli.online.Conversation;
import coop.croft.cli.terminal.Exit;
import coop.croft.cli.terminal.Trouble;
import coop.croft.core.wire.Calls;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows the log of a site, and goes on with it. */
final class LogsCommand implements Command {
  private static final Duration PAUSE = Duration.ofSeconds(2);

  @Override
  public CommandSpec spec() {
    return Options.command(
            "logs", "the log of a site of yours: who asked for what, or what went wrong")
        .addOption(Options.flag("--errors", "what went wrong, not who asked for what"))
        .addOption(Options.flag("-f, --follow", "goes on with what comes, until you end it"))
        .addOption(Options.last(20))
        .addOption(Options.actFor())
        .addOption(Options.json())
        .addPositional(Options.argument(0, "1", "NAME", "one of the site's names"));
  }

  @Override
  public Exit run(ParseResult given, Desk desk) throws Trouble {
    Map<String, String> options = new HashMap<>();
    if (Options.has(given, "--errors")) {
      options.put("errors", "true");
    }
    Options.valueOf(given, "--last").ifPresent(n -> options.put("last", n));
    Options.valueOf(given, "--as").ifPresent(m -> options.put("as", m));
    Calls.Call call = new Calls.Call("logs", Options.arguments(given), List.of(), options);
    Conversation conversation = desk.conversation(Options.has(given, "--json"));
    if (!Options.has(given, "--follow")) {
      return conversation.ask(call);
    }
    try {
      return conversation.follow(call, PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Exit.DONE;
    }
  }
}
