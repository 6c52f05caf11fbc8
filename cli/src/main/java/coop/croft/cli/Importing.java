package coop.croft.cli;

import coop.croft.cli.offline.Findings;
import coop.croft.cli.offline.NewFile;
import coop.croft.cli.terminal.Exit;
import coop.croft.cli.terminal.Screen;
import coop.croft.cli.terminal.Trouble;
import coop.croft.core.wire.Wire;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.SourceText;
import coop.croft.lang.Verdict;
import coop.croft.services.base.Names;
import coop.croft.services.imports.Imported;
import coop.croft.services.imports.Remark;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** What the commands that make programs of other files have in common. */
final class Importing {
  private Importing() {}

  static CommandSpec addTo(CommandSpec spec) {
    return spec.addOption(out()).addOption(Options.json());
  }

  private static OptionSpec out() {
    return OptionSpec.builder("-o", "--out")
        .arity("1")
        .paramLabel("PROGRAM")
        .type(String.class)
        .description("a new file for the program; else it goes to standard output")
        .build();
  }

  /** A domain that was typed, with or without a final dot, in normal form. */
  static String domain(String option, String typed) throws Trouble {
    String bare = typed.endsWith(".") ? typed.substring(0, typed.length() - 1) : typed;
    return switch (Names.strict(bare)) {
      case Verdict.Accepted(Object normal) -> (String) normal;
      case Verdict.Invalid(String why) -> throw notADomain(option, why);
      case Verdict.NotHeld(String why, String hint) -> throw notADomain(option, why);
    };
  }

  private static Trouble notADomain(String option, String why) {
    return Trouble.usage(
        option + " is no domain: " + why, "Name it like " + option + " moor.example");
  }

  /** Shows the program and the remarks, or what is wrong. */
  static Exit end(Imported imported, List<SourceText> texts, ParseResult given, Screen screen)
      throws Trouble {
    Findings findings = new Findings(screen, Options.has(given, "--json"));
    return switch (imported) {
      case Imported.Refused(List<Diagnostic> diagnostics) -> {
        for (SourceText text : texts) {
          findings.show(
              diagnostics.stream().filter(d -> d.span().file().equals(text.file())).toList(), text);
        }
        yield findings.end();
      }
      case Imported.Program program -> {
        show(program, Options.valueOf(given, "--out"), screen, findings.json());
        boolean lossy = program.remarks().stream().anyMatch(r -> r.kind().isLoss());
        yield lossy ? Exit.REFUSED : Exit.DONE;
      }
    };
  }

  private static void show(
      Imported.Program program, Optional<String> out, Screen screen, boolean json) throws Trouble {
    if (out.isPresent()) {
      NewFile.write(Path.of(out.get()), program.text().getBytes(StandardCharsets.UTF_8));
    }
    if (json) {
      program.remarks().forEach(r -> screen.json(Wire.object(values(r))));
      screen.json(
          Wire.object(
              out.<Map<String, Object>>map(o -> Map.of("file", o))
                  .orElse(Map.of("text", program.text()))));
      return;
    }
    if (out.isPresent()) {
      screen.result(out.get() + ": written");
    } else {
      screen.text(program.text());
    }
    program.remarks().forEach(r -> screen.remark(r.toString()));
    long lost = program.remarks().stream().filter(r -> r.kind().isLoss()).count();
    if (lost > 0) {
      screen.remark(lost + (lost == 1 ? " thing" : " things") + " left out or changed");
    }
  }

  private static Map<String, Object> values(Remark remark) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("file", remark.place().file());
    values.put("line", remark.place().line());
    values.put("column", remark.place().column());
    values.put("kind", remark.kind().label());
    values.put("what", remark.what());
    values.put("why", remark.why());
    return values;
  }
}
