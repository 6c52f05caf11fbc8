package coop.croft.cli;

import coop.croft.cli.offline.Findings;
import coop.croft.cli.offline.Render;
import coop.croft.cli.program.ProgramFile;
import coop.croft.cli.terminal.Exit;
import coop.croft.cli.terminal.Trouble;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code croft render}: the files that each host would get, written below a directory. */
record RenderCommand() implements Command {
  @Override
  public CommandSpec spec() {
    return Offline.addTo(
            Options.command("render", "offline: writes what each host would get")
                .addOption(
                    Options.value("--out", "DIR", "where to write: DIR/<host>/<service>/<path>"))
                .addOption(Options.json()))
        .addOption(Options.nameOfInput())
        .addPositional(Options.files("0..*"));
  }

  @Override
  public Exit run(ParseResult given, Desk desk) throws Trouble {
    Path out =
        Path.of(
            Options.valueOf(given, "--out")
                .orElseThrow(
                    () -> Trouble.usage("--out is missing", "Say where to write: --out DIR")));
    Offline offline =
        Offline.of(given).orElseThrow(() -> Trouble.usage("--site is missing", Offline.REMEDY));
    List<String> files = Options.arguments(given);
    if (files.isEmpty()) {
      throw Trouble.usage(
          "no program named", "Name the files: croft render … greenhouse.example.dtl");
    }
    List<ProgramFile> programs =
        ProgramFile.read(files, Options.valueOf(given, "--name"), desk.screen().streams().in());
    Findings findings = new Findings(desk.screen(), Options.has(given, "--json"));
    Optional<Offline.Checked> checked = offline.check(programs, findings, desk);
    if (checked.isEmpty()) {
      return findings.end();
    }
    desk.screen().progress("writing below " + out);
    Render.write(checked.get().compiler(), checked.get().world(), out, findings);
    return Exit.DONE;
  }
}
