package coop.croft.cli;

import coop.croft.cli.terminal.Exit;
import coop.croft.cli.terminal.Trouble;
import coop.croft.core.wire.Calls;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * A command that hands its arguments and options to the controller and shows the answer.
 *
 * @param words as typed behind {@code croft}
 * @param verb of the call
 * @param options of the call, by the same names
 */
record Question(
    String words,
    String verb,
    String description,
    List<PositionalParamSpec> arguments,
    List<OptionSpec> options)
    implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec = Options.command(words, description).addOption(Options.json());
    options.forEach(spec::addOption);
    arguments.forEach(spec::addPositional);
    return spec;
  }

  @Override
  public Exit run(ParseResult given, Desk desk) throws Trouble {
    return desk.conversation(Options.has(given, "--json")).ask(call(given));
  }

  /** The call that the command line asks for. */
  Calls.Call call(ParseResult given) {
    return new Calls.Call(verb, Options.arguments(given), List.of(), chosen(given));
  }

  private Map<String, String> chosen(ParseResult given) {
    Map<String, String> chosen = new TreeMap<>();
    for (OptionSpec option : options) {
      String name = option.longestName();
      if (Options.has(given, name)) {
        boolean flag = option.arity().max() == 0;
        chosen.put(
            name.substring("--".length()),
            flag ? "true" : Options.valueOf(given, name).orElseThrow());
      }
    }
    return chosen;
  }
}
