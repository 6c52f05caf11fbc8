package coop.croft.cli.editor;

import coop.croft.lang.Code;
import coop.croft.lang.Fix;
import coop.croft.lang.Span;
import coop.croft.lang.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionKind;
import org.eclipse.lsp4j.Command;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DiagnosticSeverity;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.WorkspaceEdit;

/** What is wrong with a program, and what an editor can do about it. */
final class Problems {
  /** Shows the page of an error's code. */
  static final String EXPLAIN = "croft.explain";

  /** Shows how to ask for a right. */
  static final String ASK = "croft.ask";

  /** Nobody reads more at once; the others are still there when these are gone. */
  private static final int MOST = 500;

  private Problems() {}

  static List<Diagnostic> of(Snapshot document, BooleanSupplier cancelled) {
    List<coop.croft.lang.Diagnostic> found = document.diagnostics(cancelled);
    return found.isEmpty()
        ? document.warnings(cancelled).stream().limit(MOST).map(w -> shown(w, document)).toList()
        : of(found, document);
  }

  static List<Diagnostic> of(List<coop.croft.lang.Diagnostic> found, Snapshot document) {
    return found.stream().limit(MOST).map(d -> shown(d, document)).toList();
  }

  private static Diagnostic shown(coop.croft.lang.Diagnostic found, Snapshot document) {
    StringBuilder message = new StringBuilder(found.message());
    found.found().ifPresent(f -> message.append('\n').append(f));
    found.hint().ifPresent(h -> message.append("\nhint: ").append(h));
    Diagnostic shown = shown(found.span(), message.toString(), DiagnosticSeverity.Error, document);
    shown.setCode(found.code().label());
    return shown;
  }

  private static Diagnostic shown(Warning found, Snapshot document) {
    String message = found.message() + "\nhint: " + found.hint();
    return shown(found.span(), message, DiagnosticSeverity.Warning, document);
  }

  private static Diagnostic shown(
      Span span, String message, DiagnosticSeverity severity, Snapshot document) {
    Diagnostic shown = new Diagnostic(document.text().range(span, document.source()), message);
    shown.setSeverity(severity);
    shown.setSource("croft");
    return shown;
  }

  static List<CodeAction> actions(Snapshot document, Range range, BooleanSupplier cancelled) {
    List<CodeAction> actions = new ArrayList<>();
    for (coop.croft.lang.Diagnostic found : document.diagnostics(cancelled)) {
      Diagnostic shown = shown(found, document);
      if (!touches(shown.getRange(), range)) {
        continue;
      }
      found.fixes().forEach(f -> actions.add(action(f, found.fixes().size(), shown, document)));
      if (found.code() == Code.NOT_HELD && found.hint().isPresent()) {
        String hint = found.hint().get();
        actions.add(command(hint, new Command(hint, ASK, List.of(found.message(), hint)), shown));
      }
      String title = "Explain " + found.code().label();
      actions.add(
          command(title, new Command(title, EXPLAIN, List.of(found.code().label())), shown));
    }
    if (document.diagnostics(cancelled).isEmpty()) {
      for (Warning found : document.warnings(cancelled)) {
        Diagnostic shown = shown(found, document);
        if (touches(shown.getRange(), range)) {
          found.fixes().forEach(f -> actions.add(action(f, found.fixes().size(), shown, document)));
        }
      }
    }
    return actions;
  }

  private static CodeAction action(Fix fix, int choices, Diagnostic of, Snapshot document) {
    CodeAction action = action(fix.title(), of);
    action.setKind(CodeActionKind.QuickFix);
    action.setIsPreferred(choices == 1);
    TextEdit edit = new TextEdit(document.text().range(fix.span(), document.source()), fix.text());
    action.setEdit(new WorkspaceEdit(Map.of(document.uri(), List.of(edit))));
    return action;
  }

  private static CodeAction action(String title, Diagnostic of) {
    String capital = title.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + title.substring(1);
    CodeAction action = new CodeAction(capital);
    action.setDiagnostics(List.of(of));
    return action;
  }

  private static CodeAction command(String title, Command command, Diagnostic of) {
    CodeAction action = action(title, of);
    action.setKind(CodeActionKind.QuickFix);
    action.setCommand(command);
    return action;
  }

  private static boolean touches(Range a, Range b) {
    return !isBefore(a, b) && !isBefore(b, a);
  }

  private static boolean isBefore(Range a, Range b) {
    int lines = Integer.compare(a.getEnd().getLine(), b.getStart().getLine());
    return lines < 0 || (lines == 0 && a.getEnd().getCharacter() < b.getStart().getCharacter());
  }
}
