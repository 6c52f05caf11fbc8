package coop.croft.cli.editor;

import coop.croft.lang.study.Study;
import coop.croft.lang.types.Symbol;
import coop.croft.lang.types.Type;
import coop.croft.lang.types.TypeText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.eclipse.lsp4j.InlayHint;
import org.eclipse.lsp4j.InlayHintKind;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/** Types that nobody wrote, where they could stand. */
final class Hints {
  private static final int LONGEST = 40;

  private Hints() {}

  static List<InlayHint> in(Snapshot document, Range range, BooleanSupplier cancelled) {
    Study study = document.study(cancelled);
    int from = document.text().offset(range.getStart());
    int to = document.text().offset(range.getEnd());
    List<InlayHint> hints = new ArrayList<>();
    for (Symbol symbol : study.inferred()) {
      if (symbol.end() >= from && symbol.end() <= to && isKnown(symbol.type())) {
        String type = TypeText.of(symbol.type());
        String shown = type.length() > LONGEST ? type.substring(0, LONGEST) + "…" : type;
        InlayHint hint =
            new InlayHint(document.text().position(symbol.end()), Either.forLeft(": " + shown));
        hint.setKind(InlayHintKind.Type);
        hint.setPaddingLeft(true);
        hints.add(hint);
      }
    }
    return hints;
  }

  private static boolean isKnown(Type type) {
    return switch (Type.resolve(type)) {
      case Type.Open open -> false;
      case Type.Faulty faulty -> false;
      case Type.ListOf list -> isKnown(list.element());
      case Type.Base base -> true;
      case Type.Function function -> true;
      case Type.Block block -> true;
      case Type.Action action -> true;
    };
  }
}
