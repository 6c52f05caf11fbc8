package coop.croft.cli;

import coop.croft.cli.offline.Skeleton;
import coop.croft.cli.terminal.Exit;
import coop.croft.cli.terminal.Trouble;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code croft init DIR}: the beginning of a new site. */
record InitCommand() implements Command {
  @Override
  public CommandSpec spec() {
    return Options.command("init", "writes the beginning of a new site, to be filled in")
        .addPositional(
            Options.argument(0, "1", "DIR", "directory of the site, usually /etc/croft/site"));
  }

  @Override
  public Exit run(ParseResult given, Desk desk) throws Trouble {
    Path directory = Path.of(Options.arguments(given).getFirst());
    Path file = Skeleton.write(directory);
    desk.screen().result("wrote " + file);
    desk.screen().result("Fill it in, then: croft check --site " + directory);
    return Exit.DONE;
  }
}
