package coop.croft.cli;

import coop.croft.cli.offline.Findings;
import coop.croft.cli.offline.Premises;
import coop.croft.cli.program.ProgramFile;
import coop.croft.cli.program.Submitted;
import coop.croft.cli.terminal.Exit;
import coop.croft.cli.terminal.Trouble;
import coop.croft.core.wire.Calls;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code croft check}: all that is wrong with programs, by the controller or offline. */
record CheckCommand() implements Command {
  @Override
  public CommandSpec spec() {
    return Offline.addTo(
            Options.command("check", "says all that is wrong with programs, and changes nothing")
                .addOption(Options.json()))
        .addOption(Options.nameOfInput())
        .addPositional(Options.files("0..*"));
  }

  @Override
  public Exit run(ParseResult given, Desk desk) throws Trouble {
    List<String> files = Options.arguments(given);
    Findings findings = new Findings(desk.screen(), Options.has(given, "--json"));
    if (files.isEmpty()) {
      return checkSite(given, findings);
    }
    Optional<Offline> offline = Offline.of(given);
    List<ProgramFile> programs =
        ProgramFile.read(files, Options.valueOf(given, "--name"), desk.screen().streams().in());
    if (offline.isEmpty()) {
      Map<String, String> options = new HashMap<>();
      Options.valueOf(given, "--as").ifPresent(m -> options.put("as", m));
      return desk.conversation(findings.json())
          .ask(new Calls.Call("check", List.of(), Submitted.asPrograms(programs), options));
    }
    if (offline.get().check(programs, findings, desk).isEmpty()) {
      return findings.end();
    }
    findings.allWell(programs.size() == 1 ? files.getFirst() : programs.size() + " programs");
    return Exit.DONE;
  }

  /** Without programs the site itself can be checked. */
  private static Exit checkSite(ParseResult given, Findings findings) throws Trouble {
    Optional<String> site = Options.valueOf(given, "--site");
    if (site.isEmpty() || Options.has(given, "--rights") || Options.has(given, "--as")) {
      throw Trouble.usage("no program named", "Name the files: croft check greenhouse.example.dtl");
    }
    if (Premises.site(Path.of(site.get()), findings).isEmpty()) {
      return findings.end();
    }
    findings.allWell("the site in " + site.get());
    return Exit.DONE;
  }
}
