package coop.croft.cli.repl;

import coop.croft.cli.program.ProgramFile;
import coop.croft.cli.terminal.Exit;
import coop.croft.cli.terminal.Trouble;

/** Makes plans, as the controller does: beside all that is live. */
@FunctionalInterface
public interface Planning {
  /** Says what applying a program would do. */
  Exit plan(ProgramFile program) throws Trouble;
}
