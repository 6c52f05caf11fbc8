package coop.croft.cli.offline;

import coop.croft.cli.terminal.Exit;
import coop.croft.cli.terminal.Screen;
import coop.croft.core.wire.Calls;
import coop.croft.core.wire.Wire;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.SourceText;
import coop.croft.lang.Span;
import coop.croft.lang.Warning;
import coop.croft.lang.message.Rendering;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows what is wrong with programs, and keeps count. */
public final class Findings {
  private final Screen screen;
  private final boolean json;
  private int count;

  public Findings(Screen screen, boolean json) {
    this.screen = screen;
    this.json = json;
  }

  public boolean json() {
    return json;
  }

  /** Shows the errors of one file, in their order. */
  public void show(List<Diagnostic> diagnostics, SourceText text) {
    Rendering rendering = new Rendering(text);
    for (Diagnostic d : diagnostics) {
      count++;
      if (json) {
        screen.json(Wire.write(problem(d)));
      } else {
        screen.problem(rendering.of(d).stripTrailing());
      }
    }
  }

  /** Shows what keeps no program out, and does not count it. */
  public void warn(List<Warning> warnings, SourceText text) {
    Rendering rendering = new Rendering(text);
    for (Warning w : warnings) {
      if (json) {
        screen.json(Wire.write(problem(w)));
      } else {
        screen.problem(rendering.of(w).stripTrailing());
      }
    }
  }

  public boolean any() {
    return count > 0;
  }

  /** The last line where something is wrong. */
  public Exit end() {
    if (!json) {
      screen.remark(count == 1 ? "1 error" : count + " errors");
    }
    return Exit.REFUSED;
  }

  /** The last line where nothing is wrong; for programs that read, silence says it. */
  public void allWell(String what) {
    if (!json) {
      screen.result(what + ": no errors");
    }
  }

  /** A host's files were written. */
  void written(Path directory, int files) {
    if (!json) {
      screen.result(directory + ": " + files + (files == 1 ? " file" : " files"));
    }
  }

  /** A diagnostic as it is on the wire. */
  public static Calls.Problem problem(Diagnostic d) {
    return problem(d.span(), "error", d.code().label(), d.message(), d.hint().orElse(null));
  }

  private static Calls.Problem problem(Warning w) {
    return problem(w.span(), "warning", null, w.message(), w.hint());
  }

  private static Calls.Problem problem(
      Span span, String severity, @Nullable String code, String message, @Nullable String hint) {
    return new Calls.Problem(
        span.file(),
        span.line(),
        span.column(),
        span.endLine(),
        span.endColumn(),
        severity,
        code,
        message,
        hint);
  }
}
