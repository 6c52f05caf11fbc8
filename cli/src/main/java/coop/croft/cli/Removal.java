package coop.croft.cli;

import coop.croft.cli.terminal.Exit;
import coop.croft.cli.terminal.Trouble;
import coop.croft.core.wire.Calls;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * A command that may take something down: it shows the plan and asks.
 *
 * @param words as typed behind {@code croft}
 * @param verb of the call
 */
record Removal(String words, String verb, String description, List<PositionalParamSpec> arguments)
    implements Command {

  Removal(String verb, String description, List<PositionalParamSpec> arguments) {
    this(verb, verb, description, arguments);
  }

  private static final List<String> OF_A_MEMBER = List.of("remove", "rollback");

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(words, description).addOption(Options.yes()).addOption(Options.json());
    if (OF_A_MEMBER.contains(verb)) {
      spec.addOption(Options.actFor());
    }
    arguments.forEach(spec::addPositional);
    return spec;
  }

  @Override
  public Exit run(ParseResult given, Desk desk) throws Trouble {
    Map<String, String> options = new HashMap<>();
    if (OF_A_MEMBER.contains(verb)) {
      Options.valueOf(given, "--as").ifPresent(m -> options.put("as", m));
    }
    return desk.conversation(Options.has(given, "--json"))
        .change(
            new Calls.Call(verb, Options.arguments(given), List.of(), options),
            Options.has(given, "--yes"));
  }
}
