package coop.croft.cli;

import coop.croft.cli.editor.Authors;
import coop.croft.cli.editor.Server;
import coop.croft.cli.online.Controller;
import coop.croft.cli.terminal.Exit;
import coop.croft.cli.terminal.Streams;
import coop.croft.cli.terminal.Trouble;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code croft lsp}: what editors ask about programs while they are written. */
record LspCommand() implements Command {
  @Override
  public CommandSpec spec() {
    return Offline.addTo(
            Options.command(
                "lsp", "the language server: editors start it, and speak to it by its streams"))
        .addOption(Options.flag("--stdio", "what many editors say; there is no other way"));
  }

  @Override
  @SuppressWarnings("SystemOut")
  public Exit run(ParseResult given, Desk desk) throws Trouble {
    Optional<Offline> offline = Offline.of(given);
    Authors authors =
        offline.isPresent()
            ? OfflineAuthors.of(offline.get(), desk.screen())
            : OnlineAuthors.of(
                Controller.reach(desk.run()), Options.valueOf(given, "--as"), desk.screen());
    Streams streams = desk.screen().streams();
    if (streams.out().equals(System.out)) {
      // Standard output is the protocol's; whatever else is printed goes to the other stream.
      System.setOut(new PrintStream(streams.err(), true, StandardCharsets.UTF_8));
    }
    return Server.serve(authors, streams.in(), streams.out(), desk.screen()::remark);
  }
}
