package coop.croft.cli;

import coop.croft.cli.offline.Findings;
import coop.croft.cli.offline.Replacement;
import coop.croft.cli.program.ProgramFile;
import coop.croft.cli.terminal.Exit;
import coop.croft.cli.terminal.Screen;
import coop.croft.cli.terminal.Trouble;
import coop.croft.core.difference.Hunk;
import coop.croft.core.wire.Wire;
import coop.croft.lang.Bounds;
import coop.croft.lang.SourceText;
import coop.croft.lang.format.Formatted;
import coop.croft.lang.format.Formatter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code croft format}: gives programs the one layout, in their files or as text. */
record FormatCommand() implements Command {
  @Override
  public CommandSpec spec() {
    return Options.command("format", "gives programs the one layout; what they mean stays")
        .addOption(Options.flag("--check", "changes nothing; names the files that it would change"))
        .addOption(Options.flag("--diff", "changes nothing; shows what it would change"))
        .addOption(Options.json())
        .addPositional(Options.files("0..*"));
  }

  @Override
  public Exit run(ParseResult given, Desk desk) throws Trouble {
    List<String> files = Options.arguments(given);
    if (files.isEmpty()) {
      throw Trouble.usage(
          "no program named", "Name the files: croft format greenhouse.example.dtl");
    }
    boolean check = Options.has(given, "--check");
    boolean diff = Options.has(given, "--diff");
    Findings findings = new Findings(desk.screen(), Options.has(given, "--json"));
    // All are read before any is written: a slip in a name changes nothing.
    List<SourceText> texts = new ArrayList<>();
    for (String file : files) {
      texts.add(ProgramFile.textOf(file, desk.screen().streams().in()));
    }
    boolean changes = false;
    for (SourceText text : texts) {
      switch (Formatter.format(text, Bounds.DEFAULT)) {
        case Formatted.Refused(var diagnostics) -> findings.show(diagnostics, text);
        case Formatted.Text(String layout) -> {
          Result result = Result.of(text, layout);
          changes |= result.changed();
          if (diff) {
            result.showDiff(desk.screen(), findings.json());
          } else if (check) {
            result.showName(desk.screen(), findings.json());
          } else {
            result.write(desk.screen(), findings.json());
          }
        }
      }
    }
    if (findings.any()) {
      return findings.end();
    }
    return check && changes ? Exit.REFUSED : Exit.DONE;
  }

  /** A program and its layout. */
  private record Result(String file, String before, String after, boolean changed) {
    static Result of(SourceText text, String layout) {
      boolean same = Arrays.equals(text.bytes(), layout.getBytes(StandardCharsets.UTF_8));
      return new Result(
          text.file(), new String(text.bytes(), StandardCharsets.UTF_8), layout, !same);
    }

    void showName(Screen screen, boolean json) {
      if (json) {
        json(screen, Map.of());
      } else if (changed) {
        screen.result(file);
      }
    }

    void showDiff(Screen screen, boolean json) {
      List<String> lines = new ArrayList<>();
      for (Hunk hunk : Hunk.between(lines(before), lines(after))) {
        lines.add(hunk.header());
        hunk.lines().forEach(l -> lines.add(l.toString()));
      }
      if (json) {
        json(screen, Map.of("diff", lines));
      } else if (changed) {
        screen.text("--- " + file + "\n+++ " + file + "\n" + String.join("\n", lines) + "\n");
      }
    }

    void write(Screen screen, boolean json) throws Trouble {
      if (file.equals("-")) {
        if (json) {
          json(screen, Map.of("text", after));
        } else {
          screen.text(after);
        }
        return;
      }
      if (changed) {
        Replacement.of(Path.of(file), after.getBytes(StandardCharsets.UTF_8));
      }
      if (json) {
        json(screen, Map.of());
      } else if (changed) {
        screen.result(file + ": formatted");
      }
    }

    private void json(Screen screen, Map<String, Object> more) {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("file", file);
      values.put("changed", changed);
      values.putAll(more);
      screen.json(Wire.object(values));
    }

    /** Without line feeds, but as they are else; a last line without one says so, as in diff(1). */
    private static List<String> lines(String text) {
      List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
      String last = lines.removeLast();
      if (!last.isEmpty()) {
        lines.add(last + "\n\\ No newline at end of file");
      }
      return lines;
    }
  }
}
