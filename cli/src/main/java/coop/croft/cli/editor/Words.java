package coop.croft.cli.editor;

import coop.croft.cli.reference.Keyword;
import coop.croft.lang.Bounds;
import coop.croft.lang.check.Library;
import coop.croft.lang.eval.Program.VariableDefault;
import coop.croft.lang.message.Wording;
import coop.croft.lang.predicate.Pred;
import coop.croft.lang.reference.DocText;
import coop.croft.lang.syntax.LinkedText;
import coop.croft.lang.syntax.Source;
import coop.croft.lang.types.Meter;
import coop.croft.lang.types.Symbol;
import coop.croft.lang.types.Type;
import coop.croft.lang.types.TypeText;
import coop.croft.lang.types.TypeWalk;
import coop.croft.lang.types.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is said of a name: its type, its doc string, where it is legal, what a variable is for. */
final class Words {
  private static final int MOST_READERS = 12;

  /** What Markdown could take for a mark. */
  private static final Pattern MARK = Pattern.compile("[\\\\`*_\\[\\]<>#|]");

  private Words() {}

  /** In Markdown. */
  static String of(Symbol symbol, Library library) {
    StringBuilder text =
        new StringBuilder("```dtl\n").append(declaration(symbol)).append("\n```\n");
    doc(symbol.doc(), text);
    switch (symbol.kind()) {
      case VARIABLE -> variable(symbol, library, text);
      case VALUE, PARAMETER, BLOCK, ELEMENT, READ -> legal(symbol.type(), text);
      case TYPE, CONTEXT -> {}
    }
    return text.toString().stripTrailing();
  }

  static void doc(String doc, StringBuilder text) {
    if (!doc.isEmpty()) {
      text.append('\n').append(markdown(doc)).append('\n');
    }
  }

  /** A doc string in Markdown: what it does not mark as a program is text, whatever is in it. */
  static String markdown(String doc) {
    List<String> parts = new ArrayList<>();
    for (DocText.Part part : DocText.of(doc).parts()) {
      parts.add(
          switch (part) {
            case DocText.Part.Paragraph(LinkedText text) -> paragraph(text);
            case DocText.Part.Example(LinkedText program) -> block(program.text());
          });
    }
    return String.join("\n\n", parts);
  }

  private static String paragraph(LinkedText text) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    for (LinkedText.Stretch stretch : text.stretches()) {
      out.append(plain(text.text().substring(at, stretch.start())));
      out.append(code(text.text().substring(stretch.start(), stretch.end())));
      at = stretch.end();
    }
    return out.append(plain(text.text().substring(at))).toString();
  }

  private static String plain(String text) {
    return MARK.matcher(text).replaceAll("\\\\$0");
  }

  /** A program of its own lines. */
  static String block(String program) {
    String fence = "```";
    while (program.contains(fence)) {
      fence += "`";
    }
    return fence + "dtl\n" + program + "\n" + fence;
  }

  /** What a word or sign of the language does, in a sentence, and where more is said. */
  static String of(Keyword keyword) {
    String more = "croft doc '" + keyword.words().getFirst() + "'";
    return block(keyword.form())
        + "\n\n"
        + plain(keyword.doc().summary())
        + "\n\nMore: "
        + code(more);
  }

  private static String declaration(Symbol symbol) {
    return switch (symbol.kind()) {
      case TYPE -> "type " + symbol.name();
      case CONTEXT -> "context " + symbol.name();
      case VALUE, VARIABLE, PARAMETER, BLOCK, ELEMENT, READ ->
          symbol.name() + " : " + TypeText.withRows(symbol.type());
    };
  }

  /** The action that a type comes to with arguments and blocks; null if it comes to a value. */
  static Type.@Nullable Action end(Type type) {
    // The types of the library and of a checked program are within the bounds.
    return new TypeWalk(new Meter(new Source("", ""), Bounds.DEFAULT)).endsIn(type);
  }

  private static void legal(Type type, StringBuilder text) {
    Type.Action action = end(type);
    if (action != null && action.pred().form() != Pred.Form.FAULTY) {
      text.append("\nLegal ").append(Wording.where(action.pred())).append(".\n");
    }
  }

  private static void variable(Symbol symbol, Library library, StringBuilder text) {
    Variable variable = library.variable(symbol.name());
    if (variable == null) {
      return;
    }
    declared(library, variable)
        .ifPresent(d -> text.append("\nDefault: ").append(code(d.text())).append('\n'));
    List<String> readers = readers(library, variable);
    if (!readers.isEmpty()) {
      text.append("\nRead by ").append(String.join(", ", readers)).append(".\n");
    }
  }

  /** Marked as code, whatever stands in it (CommonMark, section 6.1). */
  static String code(String text) {
    String fence = "`";
    while (text.contains(fence)) {
      fence += "`";
    }
    String space = fence.length() > 1 ? " " : "";
    return fence + space + text + space + fence;
  }

  static Optional<VariableDefault> declared(Library library, Variable variable) {
    for (VariableDefault each : library.defaults()) {
      if (each.variable().equals(variable)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  private static List<String> readers(Library library, Variable variable) {
    List<String> readers = new ArrayList<>();
    library
        .values()
        .forEach(
            (name, definition) -> {
              Type.Action action = end(definition.type());
              if (action != null && action.reads().variables().contains(variable)) {
                readers.add("`" + name + "`");
              }
            });
    if (readers.size() > MOST_READERS) {
      int more = readers.size() - MOST_READERS;
      List<String> first = new ArrayList<>(readers.subList(0, MOST_READERS));
      first.add(more + " more");
      return first;
    }
    return readers;
  }
}
