package coop.croft.cli;

import coop.croft.cli.terminal.Exit;
import coop.croft.cli.terminal.Screen;
import coop.croft.cli.terminal.Streams;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What a run of the command came to. */
record Run(Exit exit, String out, String err) {

  /** Runs the command in this process, without any terminal and any controller. */
  static Run croft(String... arguments) {
    return new Setting(Path.of("/nonexistent"), "", false).croft(arguments);
  }

  static Run croft(List<String> arguments) {
    return croft(arguments.toArray(String[]::new));
  }

  /**
   * @param sockets directory of the sockets
   * @param typed standard input
   * @param terminal whether all three streams are terminals, with colour
   */
  record Setting(Path sockets, String typed, boolean terminal) {
    Run croft(String... arguments) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      Streams streams =
          new Streams(
              new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
              out,
              err,
              terminal,
              terminal,
              terminal,
              terminal);
      Exit exit = new Croft(new Desk(new Screen(streams), sockets)).run(arguments);
      return new Run(
          exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
  }
}
