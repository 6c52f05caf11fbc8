package coop.croft.cli;

import coop.croft.cli.terminal.Exit;
import coop.croft.cli.terminal.Trouble;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** One command of the command line. */
interface Command {
  /** Its options and arguments, named by its full words: {@code croft member add}. */
  CommandSpec spec();

  Exit run(ParseResult given, Desk desk) throws Trouble;
}
