package coop.croft.cli;

import coop.croft.cli.program.ProgramFile;
import coop.croft.cli.terminal.Exit;
import coop.croft.cli.terminal.Trouble;
import coop.croft.lang.SourceText;
import coop.croft.services.dns.ZoneImport;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code croft import zone}: a program that says what a zone file says. */
record ImportZoneCommand() implements Command {
  @Override
  public CommandSpec spec() {
    return Importing.addTo(
            Options.command("import zone", "makes a program of a zone file (RFC 1035)")
                .addOption(
                    Options.value(
                        "--origin", "NAME", "the domain, if the file's own lines do not say it")))
        .addPositional(Options.argument(0, "1", "FILE", "a zone file; - is standard input"));
  }

  @Override
  public Exit run(ParseResult given, Desk desk) throws Trouble {
    Optional<String> origin = Options.valueOf(given, "--origin");
    if (origin.isPresent()) {
      origin = Optional.of(Importing.domain("--origin", origin.get()));
    }
    SourceText text =
        ProgramFile.textOf(Options.arguments(given).getFirst(), desk.screen().streams().in());
    return Importing.end(ZoneImport.of(text, origin), List.of(text), given, desk.screen());
  }
}
