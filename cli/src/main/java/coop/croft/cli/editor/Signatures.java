package coop.croft.cli.editor;

import coop.croft.lang.study.Gap;
import coop.croft.lang.study.Study;
import coop.croft.lang.syntax.Expr;
import coop.croft.lang.types.Symbol;
import coop.croft.lang.types.Type;
import coop.croft.lang.types.TypeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.ParameterInformation;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.SignatureHelp;
import org.eclipse.lsp4j.SignatureInformation;
import org.eclipse.lsp4j.jsonrpc.messages.Tuple;

/** The function whose arguments are being written, and which of them. */
final class Signatures {
  private Signatures() {}

  static Optional<SignatureHelp> at(
      Snapshot document, Position position, BooleanSupplier cancelled) {
    return document.gapAt(position).flatMap(gap -> at(document, gap, cancelled));
  }

  private static Optional<SignatureHelp> at(Snapshot document, Gap gap, BooleanSupplier cancelled) {
    Study study = document.study(gap, cancelled);
    int place = study.hole().map(Study.Hole::start).orElse(gap.start());
    return study.applicationAt(place).flatMap(a -> help(study, a, place));
  }

  private static Optional<SignatureHelp> help(Study study, Study.Applied applied, int place) {
    List<Expr> arguments = applied.apply().arguments();
    int active = -1;
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i).start() <= place && place <= arguments.get(i).end()) {
        active = i;
      }
    }
    if (active < 0 || !(applied.apply().function() instanceof Expr.Name name)) {
      return Optional.empty();
    }
    SignatureInformation signature = signature(name.name(), applied.function());
    study
        .nameAt(name.start())
        .map(n -> n.symbol())
        .map(Symbol::doc)
        .filter(doc -> !doc.isEmpty())
        .ifPresent(
            doc ->
                signature.setDocumentation(
                    new MarkupContent(MarkupKind.MARKDOWN, Words.markdown(doc))));
    return active < signature.getParameters().size()
        ? Optional.of(new SignatureHelp(List.of(signature), 0, active))
        : Optional.empty();
  }

  private static SignatureInformation signature(String name, Type function) {
    StringBuilder label = new StringBuilder(name).append(" : ");
    List<ParameterInformation> parameters = new ArrayList<>();
    Type type = Type.resolve(function);
    while (type instanceof Type.Function of) {
      int start = label.length();
      label.append(atom(of.parameter()));
      ParameterInformation parameter = new ParameterInformation();
      parameter.setLabel(Tuple.two(start, label.length()));
      parameters.add(parameter);
      label.append(" -> ");
      type = Type.resolve(of.result());
    }
    label.append(TypeText.of(type));
    SignatureInformation signature = new SignatureInformation(label.toString());
    signature.setParameters(parameters);
    return signature;
  }

  private static String atom(Type type) {
    Type resolved = Type.resolve(type);
    String text = TypeText.of(resolved);
    return resolved instanceof Type.Function || resolved instanceof Type.Block
        ? "(" + text + ")"
        : text;
  }
}
