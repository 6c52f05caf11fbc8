package coop.croft.cli.editor;

import coop.croft.lang.check.Choice;
import coop.croft.lang.check.Library;
import coop.croft.lang.eval.Definition;
import coop.croft.lang.predicate.Pred;
import coop.croft.lang.study.Gap;
import coop.croft.lang.study.Study;
import coop.croft.lang.syntax.Kind;
import coop.croft.lang.syntax.Tokens;
import coop.croft.lang.types.Literals;
import coop.croft.lang.types.Symbol;
import coop.croft.lang.types.Type;
import coop.croft.lang.types.TypeText;
import coop.croft.lang.types.Variable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionItemKind;
import org.eclipse.lsp4j.InsertTextFormat;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/**
 * What may be written at a place, and nothing else: the checker is asked what it would accept there
 * (see {@link Gap}).
 */
final class Completions {
  /** Forms of statements, as snippets. */
  private static final Map<String, String> FORMS =
      Map.of(
          "if", "if ${1:condition} then\n  $0\nend",
          "for", "for ${1:x} in [$2] do\n  $0\nend",
          "let", "let\n  $1\nin\n  $0\nend",
          "begin", "begin\n  $0\nend");

  private final Snapshot document;
  private final Gap gap;
  private final Study study;
  private final boolean snippets;
  private final List<CompletionItem> items = new ArrayList<>();

  private Completions(Snapshot document, Gap gap, Study study, boolean snippets) {
    this.document = document;
    this.gap = gap;
    this.study = study;
    this.snippets = snippets;
  }

  /**
   * @param snippets whether the editor takes texts with places to fill in
   */
  static List<CompletionItem> at(
      Snapshot document, Position position, boolean snippets, BooleanSupplier cancelled) {
    return document
        .gapAt(position)
        .map(gap -> at(document, gap, document.study(gap, cancelled), snippets))
        .orElse(List.of());
  }

  /**
   * @param study of the text with the gap
   */
  static List<CompletionItem> at(Snapshot document, Gap gap, Study study, boolean snippets) {
    Completions completions = new Completions(document, gap, study, snippets);
    if (gap.hole().isEmpty()) {
      completions.inString();
    } else {
      study.hole().ifPresentOrElse(h -> completions.choice(h.choice()), completions::nowhere);
    }
    return completions.items;
  }

  private void inString() {
    Tokens tokens = document.tokens();
    if (tokens.kind(gap.token()) != Kind.STRING) {
      return;
    }
    String text = document.source().text();
    boolean closed = gap.end() - gap.start() > 1 && text.charAt(gap.end() - 1) == '"';
    study
        .constantAt(gap.start() + 1)
        .ifPresent(
            constant -> {
              Range inside =
                  document.text().range(gap.start() + 1, closed ? gap.end() - 1 : gap.end());
              for (String value : Holdings.of(constant.type(), document.author())) {
                constant(value, value + (closed ? "" : "\""), inside, constant.type());
              }
            });
  }

  private void constant(String label, String text, Range range, Type.Base type) {
    CompletionItem item = item(label, CompletionItemKind.Constant, "0");
    item.setDetail(type.name());
    edit(item, range, text, false);
  }

  /** Where the checker never comes to: a word of the language may go on. */
  private void nowhere() {
    if (isNamed() || isInOpenComment()) {
      return;
    }
    for (String word : OpenForms.words(document.tokens(), tokenBefore())) {
      keyword(word, word, false);
    }
  }

  /** Whether a word is in front behind which a name is made up. */
  private boolean isNamed() {
    int before = document.tokens().size() == 0 ? -1 : tokenBefore();
    if (before < 0) {
      return false;
    }
    return switch (document.tokens().kind(before)) {
      case VAL, EXTERN, CONTEXT, FOR, LAMBDA, BLOCK_LAMBDA -> true;
      default -> false;
    };
  }

  /** Whether a comment begins in front that nothing closes. */
  private boolean isInOpenComment() {
    String text = document.source().text();
    int open = text.lastIndexOf("(*", gap.start());
    if (open < 0 || text.indexOf("*)", open) >= 0) {
      return false;
    }
    Tokens tokens = document.tokens();
    for (int i = 0; i < tokens.size(); i++) {
      boolean around = tokens.start(i) <= open && open < tokens.end(i);
      if (around && tokens.kind(i) == Kind.STRING) {
        return false;
      }
    }
    return true;
  }

  private void choice(Choice choice) {
    switch (choice.place()) {
      case STATEMENT -> {
        symbols(choice);
        statement(choice);
      }
      case SETTING -> settings(choice);
      case VALUE -> {
        symbols(choice);
        value(choice);
      }
      case ANYTHING, TAKER, VARIABLE, TYPE, CONTEXT -> symbols(choice);
    }
  }

  private void symbols(Choice choice) {
    for (Symbol symbol : choice.symbols()) {
      symbol(symbol, choice);
    }
  }

  /** First those that the head itself reads; what stands in its block may read the others. */
  private void settings(Choice choice) {
    Type.Action head = choice.type().map(Words::end).orElse(null);
    Set<Symbol> read = new HashSet<>();
    if (head != null) {
      head.reads().variables().forEach(v -> read.add(v.symbol()));
    }
    for (Symbol variable : variables()) {
      assignment(variable, read.contains(variable) ? "1" : "4");
    }
    keyword("with", "with", false);
    keyword("end", "end", false);
  }

  private void assignment(Symbol variable, String order) {
    CompletionItem item = item(variable.name(), CompletionItemKind.Property, order);
    describe(item, variable);
    edit(item, word(), variable.name() + " = ", false);
  }

  private void statement(Choice choice) {
    variables().forEach(v -> assignment(v, "4"));
    FORMS.forEach((word, form) -> keyword(word, form, true));
    keyword("end", "end", false);
    boolean top = choice.around().filter(p -> p.form() == Pred.Form.ROOT).isPresent();
    if (top) {
      keyword("val", "val ${1:name} = $0;", true);
    }
  }

  /** Those that something reads: what only administrators set is legal, and of no use. */
  private List<Symbol> variables() {
    Set<Variable> read = new LinkedHashSet<>();
    for (Definition value : document.author().compiler().declared().values().values()) {
      Type.Action action = Words.end(value.type());
      if (action != null) {
        read.addAll(action.reads().variables());
      }
    }
    List<Symbol> all = new ArrayList<>(read.stream().map(Variable::symbol).toList());
    study.names().stream()
        .map(Study.Named::symbol)
        .filter(s -> s.kind() == Symbol.Kind.VARIABLE && isOwn(s) && !all.contains(s))
        .distinct()
        .forEach(all::add);
    return all;
  }

  private void value(Choice choice) {
    Type wanted = choice.type().orElse(Type.Faulty.FAULTY);
    switch (wanted) {
      case Type.Base base -> {
        for (String value : Holdings.of(base, document.author())) {
          String text = base.literals() == Literals.INTS ? value : "\"" + value + "\"";
          constant(text, text, word(), base);
        }
      }
      case Type.Faulty faulty -> nowhere();
      case Type.ListOf list -> {}
      case Type.Function function -> {}
      case Type.Block block -> {}
      case Type.Action action -> {}
      case Type.Open open -> {}
    }
  }

  private void symbol(Symbol symbol, Choice choice) {
    String order = symbol.kind().isLocal() ? "1" : isOwn(symbol) ? "2" : "3";
    CompletionItem item = item(symbol.name(), kind(symbol), order);
    describe(item, symbol);
    boolean asStatement = choice.place() == Choice.Place.STATEMENT;
    String form =
        asStatement || choice.place() == Choice.Place.VALUE ? form(symbol) : symbol.name();
    boolean needsBrackets =
        choice.place() == Choice.Place.VALUE && !form.equals(symbol.name()) && isArgument();
    edit(item, word(), needsBrackets ? "(" + form + ")" : form, true);
  }

  /** Of this text, or of one that was entered before it; not of the library or the site. */
  private boolean isOwn(Symbol symbol) {
    Library declared = document.author().compiler().declared();
    Definition value = declared.values().get(symbol.name());
    Variable variable = declared.variables().get(symbol.name());
    return (value == null || !value.symbol().equals(symbol))
        && (variable == null || !variable.symbol().equals(symbol));
  }

  /** Whether something that is applied stands in front. */
  private boolean isArgument() {
    int before = document.tokens().size() == 0 ? -1 : tokenBefore();
    if (before < 0) {
      return false;
    }
    return switch (document.tokens().kind(before)) {
      case SYMBOL, STRING, INT, CLOSE_PAREN, CLOSE_BRACKET -> true;
      default -> false;
    };
  }

  private int tokenBefore() {
    boolean word = gap.end() > gap.start();
    return gap.token() - (word ? 2 : 1);
  }

  /** The name with places for its arguments and its block. */
  private String form(Symbol symbol) {
    if (!snippets) {
      return symbol.name();
    }
    StringBuilder form = new StringBuilder(symbol.name());
    Type type = Type.resolve(symbol.type());
    int place = 1;
    while (type instanceof Type.Function function) {
      form.append(" ${").append(place++).append(':');
      form.append(placeholder(function.parameter())).append('}');
      type = Type.resolve(function.result());
    }
    boolean block = type instanceof Type.Block && document.tokens().kind(gap.token()) != Kind.WITH;
    return block ? form.append(" with\n  $0\nend").toString() : form.toString();
  }

  private static String placeholder(Type type) {
    String text = TypeText.of(type).replaceAll("[\\\\$}]", "\\\\$0");
    return Type.resolve(type) instanceof Type.Base base && base.literals() == Literals.STRINGS
        ? "\"" + text + "\""
        : text;
  }

  private static CompletionItemKind kind(Symbol symbol) {
    return switch (symbol.kind()) {
      case VALUE ->
          switch (Type.resolve(symbol.type())) {
            case Type.Function function -> CompletionItemKind.Function;
            case Type.Block block -> CompletionItemKind.Module;
            case Type.Action action -> CompletionItemKind.Function;
            case Type.Base base -> CompletionItemKind.Value;
            case Type.ListOf list -> CompletionItemKind.Value;
            case Type.Open open -> CompletionItemKind.Value;
            case Type.Faulty faulty -> CompletionItemKind.Value;
          };
      case VARIABLE -> CompletionItemKind.Property;
      case TYPE -> CompletionItemKind.Class;
      case CONTEXT -> CompletionItemKind.Module;
      case PARAMETER, BLOCK, ELEMENT, READ -> CompletionItemKind.Variable;
    };
  }

  private void describe(CompletionItem item, Symbol symbol) {
    if (symbol.kind() != Symbol.Kind.TYPE && symbol.kind() != Symbol.Kind.CONTEXT) {
      item.setDetail(TypeText.of(symbol.type()));
    }
    if (!symbol.doc().isEmpty()) {
      item.setDocumentation(new MarkupContent(MarkupKind.MARKDOWN, Words.markdown(symbol.doc())));
    }
  }

  private void keyword(String word, String form, boolean snippet) {
    CompletionItem item = item(word, CompletionItemKind.Keyword, "5");
    edit(item, word(), snippets && snippet ? form : word, snippet);
  }

  private CompletionItem item(String label, CompletionItemKind kind, String order) {
    CompletionItem item = new CompletionItem(label);
    item.setKind(kind);
    item.setSortText(order + label);
    items.add(item);
    return item;
  }

  private void edit(CompletionItem item, Range range, String text, boolean snippet) {
    item.setTextEdit(Either.forLeft(new TextEdit(range, text)));
    if (snippets && snippet) {
      item.setInsertTextFormat(InsertTextFormat.Snippet);
    }
  }

  /** What the item comes instead of. */
  private Range word() {
    return document.text().range(gap.start(), gap.end());
  }
}
