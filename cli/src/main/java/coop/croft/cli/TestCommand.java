package coop.croft.cli;

import coop.croft.cli.expectation.Actual;
import coop.croft.cli.expectation.Comparison;
import coop.croft.cli.expectation.Configured;
import coop.croft.cli.expectation.Expected;
import coop.croft.cli.offline.Checking;
import coop.croft.cli.offline.Findings;
import coop.croft.cli.online.Controller;
import coop.croft.cli.program.ProgramFile;
import coop.croft.cli.terminal.Exit;
import coop.croft.cli.terminal.Screen;
import coop.croft.cli.terminal.Trouble;
import coop.croft.core.wire.Wire;
import coop.croft.lang.SourceText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code croft test}: holds programs against what is expected of them, each alone. */
record TestCommand() implements Command {
  /** Finds out what a program comes to. */
  private interface Judge {
    Actual judge(ProgramFile program) throws Trouble;
  }

  @Override
  public CommandSpec spec() {
    return Offline.addTo(
            Options.command("test", "says where programs are not what you expect of them")
                .addOption(
                    Options.flag(
                        "--update", "keeps what they configure now, in NAME.expected beside them"))
                .addOption(Options.json()))
        .addPositional(
            Options.several(0, "FILE", "programs (.dtl), or directories with such in them"));
  }

  @Override
  public Exit run(ParseResult given, Desk desk) throws Trouble {
    List<Path> files = new ArrayList<>();
    for (String name : Options.arguments(given)) {
      files.addAll(programs(name));
    }
    Screen screen = desk.screen();
    boolean json = Options.has(given, "--json");
    Optional<Judge> judge = judge(given, desk, new Findings(screen, json));
    if (judge.isEmpty()) {
      return Exit.REFUSED;
    }
    int failed = 0;
    for (Path file : files) {
      screen.progress(file.toString());
      List<String> failures =
          failures(file, judge.get(), Options.has(given, "--update"), screen, json);
      failed += failures.isEmpty() ? 0 : 1;
      if (json) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("file", file.toString());
        values.put("asExpected", failures.isEmpty());
        values.put("failures", failures);
        screen.json(Wire.object(values));
      } else {
        failures.forEach(screen::problem);
      }
    }
    if (!json) {
      sum(files.size(), failed, screen);
    }
    return failed == 0 ? Exit.DONE : Exit.REFUSED;
  }

  private static void sum(int all, int failed, Screen screen) {
    if (failed == 0) {
      screen.result(all == 1 ? "as expected" : all + " programs: as expected");
    } else {
      screen.remark(failed + " of " + all + " not as expected");
    }
  }

  private static List<String> failures(
      Path file, Judge judge, boolean update, Screen screen, boolean json) throws Trouble {
    SourceText text = new SourceText(file.toString(), ProgramFile.bytesOf(file, file.toString()));
    ProgramFile program = new ProgramFile(ProgramFile.nameOf(file), text);
    List<Expected> expected = Expected.of(program.text());
    Actual actual = judge.judge(program);
    if (update && expected.isEmpty() && actual.faults().isEmpty()) {
      Optional<Path> kept = Configured.keep(file, actual.resources());
      if (!json) {
        kept.ifPresent(path -> screen.result(path + ": written"));
      }
    }
    return Comparison.failures(file.toString(), expected, actual, Configured.beside(file));
  }

  /** How programs are judged; empty if the site or the rights have errors, which are shown then. */
  private static Optional<Judge> judge(ParseResult given, Desk desk, Findings findings)
      throws Trouble {
    Optional<Offline> offline = Offline.of(given);
    if (offline.isPresent()) {
      Optional<Checking> checking = offline.get().checking(findings, desk);
      return checking.map(c -> program -> Actual.offline(c, program));
    }
    Controller controller = Controller.reach(desk.run());
    Map<String, String> options = new HashMap<>(Map.of("resources", "true"));
    Options.valueOf(given, "--as").ifPresent(m -> options.put("as", m));
    return Optional.of(program -> Actual.online(controller, program, options));
  }

  /** A program, or all programs below a directory in the order of their names. */
  private static List<Path> programs(String name) throws Trouble {
    if (name.equals("-")) {
      throw Trouble.usage("standard input has no file beside it", "Name a file or a directory.");
    }
    Path path = ProgramFile.path(name);
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> below = Files.walk(path)) {
      List<Path> programs =
          below.filter(p -> ProgramFile.isNamedSo(p) && Files.isRegularFile(p)).sorted().toList();
      if (programs.isEmpty()) {
        throw Trouble.failed("there is no program in " + name, "Programs end in .dtl.");
      }
      return programs;
    } catch (IOException | UncheckedIOException e) {
      throw Trouble.failed(name + " cannot be read: " + e.getMessage());
    }
  }
}
