package coop.croft.cli;

import coop.croft.cli.terminal.Exit;
import coop.croft.cli.terminal.Trouble;
import coop.croft.core.wire.Calls;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * A command that hands its arguments to the controller and shows the answer.
 *
 * @param words as typed behind {@code croft}
 * @param verb of the call
 */
record Question(String words, String verb, String description, List<PositionalParamSpec> arguments)
    implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec = Options.command(words, description).addOption(Options.json());
    arguments.forEach(spec::addPositional);
    return spec;
  }

  @Override
  public Exit run(ParseResult given, Desk desk) throws Trouble {
    return desk.conversation(Options.has(given, "--json"))
        .ask(new Calls.Call(verb, Options.arguments(given), List.of(), Map.of()));
  }
}
