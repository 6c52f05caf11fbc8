package coop.croft.cli;

import coop.croft.cli.program.ProgramFile;
import coop.croft.cli.terminal.Exit;
import coop.croft.cli.terminal.Trouble;
import coop.croft.lang.SourceText;
import coop.croft.services.imports.apache.ApacheImport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code croft import apache}: a program that says what virtual hosts of Apache say. */
record ImportApacheCommand() implements Command {
  @Override
  public CommandSpec spec() {
    return Importing.addTo(
            Options.command("import apache", "makes a program of virtual hosts of Apache")
                .addOption(
                    Options.value(
                        "--domain",
                        "NAME",
                        "takes the hosts below this domain; else it is guessed")))
        .addPositional(
            Options.several(0, "FILE", "files of Apache's configuration; - is standard input"));
  }

  @Override
  public Exit run(ParseResult given, Desk desk) throws Trouble {
    List<String> domains = new ArrayList<>();
    Optional<String> domain = Options.valueOf(given, "--domain");
    if (domain.isPresent()) {
      domains.add(Importing.domain("--domain", domain.get()));
    }
    List<SourceText> texts = new ArrayList<>();
    for (String file : Options.arguments(given)) {
      texts.add(ProgramFile.textOf(file, desk.screen().streams().in()));
    }
    return Importing.end(ApacheImport.of(texts, domains), texts, given, desk.screen());
  }
}
