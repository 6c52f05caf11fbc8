package coop.croft.cli;

import coop.croft.cli.offline.Checking;
import coop.croft.cli.offline.Findings;
import coop.croft.cli.offline.Premises;
import coop.croft.cli.program.ProgramFile;
import coop.croft.cli.terminal.Trouble;
import coop.croft.core.model.Rights;
import coop.croft.services.Compiler;
import coop.croft.services.World;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** What stands for the controller without one: {@code --site DIR --rights FILE --as MEMBER}. */
record Offline(Path site, Path rights, String member) {
  static final String REMEDY = "Offline needs all three: --site DIR --rights FILE --as MEMBER";

  /** Programs without errors, and all that they configure. */
  record Checked(Compiler compiler, World world) {}

  static CommandSpec addTo(CommandSpec spec) {
    return spec.addOption(
            Options.value("--site", "DIR", "offline: directory of the site's files (site.dtl)"))
        .addOption(
            Options.value("--rights", "FILE", "offline: who holds what, MEMBER CLASS VALUE a line"))
        .addOption(Options.actFor());
  }

  /** Empty if the controller is meant. */
  static Optional<Offline> of(ParseResult given) throws Trouble {
    Optional<String> site = Options.valueOf(given, "--site");
    Optional<String> rights = Options.valueOf(given, "--rights");
    Optional<String> member = Options.valueOf(given, "--as");
    if (site.isEmpty() && rights.isEmpty()) {
      return Optional.empty();
    }
    if (site.isEmpty() || rights.isEmpty() || member.isEmpty()) {
      String missing = site.isEmpty() ? "--site" : rights.isEmpty() ? "--rights" : "--as";
      throw Trouble.usage(missing + " is missing", REMEDY);
    }
    return Optional.of(new Offline(Path.of(site.get()), Path.of(rights.get()), member.get()));
  }

  /** Checks programs and shows what is wrong; empty if anything is. */
  Optional<Checked> check(List<ProgramFile> programs, Findings findings, Desk desk) throws Trouble {
    return checking(findings, desk)
        .flatMap(c -> c.check(programs, findings).map(world -> new Checked(c.compiler(), world)));
  }

  /** What checks programs; empty if site or rights have errors, which have been shown then. */
  Optional<Checking> checking(Findings findings, Desk desk) throws Trouble {
    Optional<Compiler> compiler = Premises.site(site, findings);
    Optional<Rights> held = Premises.rights(rights, findings);
    if (compiler.isEmpty() || held.isEmpty()) {
      return Optional.empty();
    }
    if (held.get().of(member).isEmpty()) {
      desk.screen().remark("croft: note: " + member + " holds nothing in " + rights);
    }
    return Optional.of(new Checking(compiler.get(), held.get().in(compiler.get().site()), member));
  }
}
