package coop.croft.cli;

import coop.croft.cli.offline.Findings;
import coop.croft.cli.offline.Premises;
import coop.croft.cli.reference.Published;
import coop.croft.cli.terminal.Exit;
import coop.croft.cli.terminal.Screen;
import coop.croft.cli.terminal.Trouble;
import coop.croft.core.wire.Wire;
import coop.croft.lang.Language;
import coop.croft.lang.reference.Reference;
import coop.croft.services.Compiler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code croft doc}: what the library offers, one name at a time or as a whole. */
record DocCommand() implements Command {
  private static final int COLUMN = 22;

  @Override
  public CommandSpec spec() {
    return Options.command("doc", "tells what a word in a program means; writes the reference")
        .addOption(Options.value("--site", "DIR", "with what the site's files declare and set"))
        .addOption(
            Options.value("--html", "DIR", "writes web pages there: a directory of their own"))
        .addOption(Options.value("--man", "DIR", "writes manual pages there, below man1 and man7"))
        .addOption(Options.json())
        .addPositional(
            Options.argument(0, "0..1", "NAME", "such as dnsMX; left out, all with a line each"));
  }

  @Override
  public Exit run(ParseResult given, Desk desk) throws Trouble {
    List<String> names = Options.arguments(given);
    Optional<Path> html = Options.valueOf(given, "--html").map(Path::of);
    Optional<Path> man = Options.valueOf(given, "--man").map(Path::of);
    boolean json = Options.has(given, "--json");
    boolean writes = html.isPresent() || man.isPresent();
    if (writes && !names.isEmpty()) {
      throw Trouble.usage(
          "--html and --man write all names, not " + names.getFirst() + " alone",
          "Leave out the name, or the option.");
    }
    Findings findings = new Findings(desk.screen(), json);
    Optional<Reference> reference = reference(Options.valueOf(given, "--site"), findings);
    if (reference.isEmpty()) {
      return findings.end();
    }
    if (writes) {
      write(reference.get(), html, man, desk.screen(), json);
    } else if (names.isEmpty()) {
      showAll(reference.get(), desk.screen(), json);
    } else {
      show(reference.get(), names.getFirst(), desk.screen(), json);
    }
    return Exit.DONE;
  }

  private static Optional<Reference> reference(Optional<String> site, Findings findings)
      throws Trouble {
    if (site.isPresent()) {
      return Premises.site(Path.of(site.get()), findings).map(Compiler::reference);
    }
    try {
      return Optional.of(Compiler.libraryReference());
    } catch (Language.LibraryFault fault) {
      throw Trouble.failed("this installation is damaged: " + fault.getMessage());
    }
  }

  private static void write(
      Reference reference, Optional<Path> html, Optional<Path> man, Screen screen, boolean json)
      throws Trouble {
    String version = VersionCommand.version();
    if (html.isPresent()) {
      written(screen, json, html.get(), Published.html(reference, version, html.get()));
    }
    if (man.isPresent()) {
      String command = CommandManual.page(version, Published.manualPages(reference));
      byte[] page = command.getBytes(StandardCharsets.US_ASCII);
      written(screen, json, man.get(), Published.man(reference, version, page, man.get()));
    }
  }

  private static void written(Screen screen, boolean json, Path directory, int files) {
    if (json) {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("directory", directory.toString());
      values.put("files", files);
      screen.json(Wire.object(values));
    } else {
      screen.result(directory + ": " + files + " files");
    }
  }

  private static void showAll(Reference reference, Screen screen, boolean json) {
    for (Map<String, Object> each : Published.summaries(reference)) {
      if (json) {
        screen.json(Wire.object(each));
      } else {
        String word = String.valueOf(each.get("name"));
        String gap = " ".repeat(Math.max(1, COLUMN - word.length()));
        screen.result((word + gap + each.get("summary")).stripTrailing());
      }
    }
  }

  private static void show(Reference reference, String name, Screen screen, boolean json)
      throws Trouble {
    if (json) {
      Published.values(reference, name).forEach(v -> screen.json(Wire.object(v)));
    } else {
      screen.text(Published.text(reference, name));
    }
  }
}
