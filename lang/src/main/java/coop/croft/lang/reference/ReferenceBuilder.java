package coop.croft.lang.reference;

import coop.croft.lang.Bounds;
import coop.croft.lang.Span;
import coop.croft.lang.check.Library;
import coop.croft.lang.eval.Definition;
import coop.croft.lang.eval.Program.VariableDefault;
import coop.croft.lang.message.Wording;
import coop.croft.lang.predicate.Implication;
import coop.croft.lang.predicate.Implications;
import coop.croft.lang.predicate.Pred;
import coop.croft.lang.predicate.Predicates;
import coop.croft.lang.syntax.Declaration;
import coop.croft.lang.syntax.Expr;
import coop.croft.lang.syntax.LinkedText;
import coop.croft.lang.syntax.Tree;
import coop.croft.lang.syntax.Uses;
import coop.croft.lang.types.Row;
import coop.croft.lang.types.Type;
import coop.croft.lang.types.TypeText;
import coop.croft.lang.types.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the reference of a loaded library from its files and from what the checker found. */
public final class ReferenceBuilder implements DocText.Meaning {
  private static final Pattern NO_WORD = Pattern.compile("(?=.*[a-z])(?:.*[0-9_].*|.+[A-Z].*)");

  private final Library library;
  private final Implications implications;
  private final Predicates predicates = new Predicates(null);
  private final Set<Uses.Name> declared = new HashSet<>();
  private final Map<String, Tree> home = new HashMap<>();
  private final Map<String, String> settings = new HashMap<>();
  private final Map<Pred, BlockKind> kinds = new LinkedHashMap<>();

  private ReferenceBuilder(Library library, Bounds bounds) {
    this.library = library;
    this.implications = new Implications(bounds.implicationWork());
  }

  /**
   * @param files of the library, in the order in which they were loaded
   * @param site further trusted files, likewise
   */
  public static Reference build(Library library, List<Tree> files, List<Tree> site, Bounds bounds) {
    ReferenceBuilder builder = new ReferenceBuilder(library, bounds);
    builder.learn(files, site);
    List<Reference.Section> sections = new ArrayList<>();
    files.forEach(f -> sections.add(builder.section(f, false)));
    site.forEach(f -> sections.add(builder.section(f, true)));
    return new Reference(List.copyOf(sections), builder.blocks());
  }

  private void learn(List<Tree> files, List<Tree> site) {
    for (Tree file : Stream.concat(files.stream(), site.stream()).toList()) {
      for (Declaration declaration : file.declarations()) {
        if (declaration instanceof Declaration.VariableVal val
            && home.putIfAbsent(val.name().name(), file) != null) {
          settings.put(val.name().name(), text(file, val.body()));
        }
      }
      declared.addAll(Uses.declaredBy(file).keySet());
    }
    kind(predicates.root());
    for (Definition value : library.values().values()) {
      takes(value.type()).ifPresent(this::kind);
    }
  }

  private void kind(Pred pred) {
    if (!kinds.containsKey(pred)) {
      kinds.put(
          pred,
          new BlockKind(
              text(pred),
              Wording.where(pred),
              valuesWhose(t -> takes(t).filter(p -> p.equals(pred)).isPresent())));
    }
  }

  private static LinkedText text(Pred pred) {
    LinkedText.Writer out = new LinkedText.Writer();
    pred.write(out);
    return out.done();
  }

  private static String text(Tree file, Expr expr) {
    return file.source().text().substring(expr.start(), expr.end());
  }

  private Map<BlockKind, List<String>> blocks() {
    Map<BlockKind, List<String>> blocks = new LinkedHashMap<>();
    kinds.forEach(
        (pred, kind) ->
            blocks.put(
                kind,
                valuesWhose(
                    t -> end(t).map(action -> implies(pred, action.pred())).orElse(false))));
    return blocks;
  }

  private boolean implies(Pred premise, Pred conclusion) {
    try {
      return implications.decide(premise, conclusion).holds();
    } catch (Implication.TooMuchWork tooMuch) {
      // No program could be checked against such a predicate either.
      return false;
    }
  }

  private List<String> valuesWhose(Predicate<Type> holds) {
    return library.values().values().stream()
        .filter(d -> holds.test(d.type()))
        .map(Definition::name)
        .toList();
  }

  private Reference.Section section(Tree file, boolean ofSite) {
    List<Entry> entries = file.declarations().stream().map(d -> entry(file, d)).toList();
    return new Reference.Section(
        file.source().file(), ofSite, DocText.of(file.doc(), this), entries);
  }

  private Entry entry(Tree file, Declaration declaration) {
    DocText doc = DocText.of(declaration.doc(), this);
    return switch (declaration) {
      case Declaration.ExternType type -> type(names(type.names()), place(file, type.names()), doc);
      case Declaration.ExternVal val -> value(names(val.names()), place(file, val.names()), doc);
      case Declaration.Val val ->
          value(List.of(val.name().name()), place(file, List.of(val.name())), doc);
      case Declaration.VariableVal val -> variable(file, val, doc);
      case Declaration.Context context ->
          context(context.name().name(), place(file, List.of(context.name())), doc);
    };
  }

  private static List<String> names(List<Declaration.Named> names) {
    return names.stream().map(Declaration.Named::name).toList();
  }

  private static Span place(Tree file, List<Declaration.Named> names) {
    Declaration.Named first = names.getFirst();
    return file.source().span(first.start(), first.end());
  }

  private Entry type(List<String> names, Span place, DocText doc) {
    Type.Base type = Objects.requireNonNull(library.type(names.getFirst()), "declared");
    return new Entry.OfType(
        names,
        place,
        doc,
        type.literals(),
        valuesWhose(t -> names.contains(nameOf(result(t)))),
        valuesWhose(t -> takesOne(t, names)),
        Arrays.stream(library.defaults())
            .map(VariableDefault::variable)
            .filter(v -> names.contains(nameOf(element(v.type()))))
            .map(Variable::name)
            .toList());
  }

  private static @Nullable String nameOf(Type type) {
    return type instanceof Type.Base base ? base.name() : null;
  }

  private static boolean takesOne(Type function, List<String> names) {
    for (Type t = function; t instanceof Type.Function f; t = Type.resolve(f.result())) {
      if (names.contains(nameOf(element(f.parameter())))) {
        return true;
      }
    }
    return false;
  }

  private static Type element(Type type) {
    Type element = Type.resolve(type);
    while (element instanceof Type.ListOf list) {
      element = Type.resolve(list.element());
    }
    return element;
  }

  private static Type result(Type function) {
    Type end = Type.resolve(function);
    while (end instanceof Type.Function f) {
      end = Type.resolve(f.result());
    }
    return end;
  }

  /** The predicate of the block that a value takes behind its arguments. */
  private static Optional<Pred> takes(Type type) {
    return result(type) instanceof Type.Block block ? Optional.of(block.pred()) : Optional.empty();
  }

  /** The action that a value comes to with its arguments and its blocks. */
  private static Optional<Type.Action> end(Type type) {
    Type end = result(type);
    while (end instanceof Type.Block block) {
      end = result(block.result());
    }
    return end instanceof Type.Action action ? Optional.of(action) : Optional.empty();
  }

  private Entry value(List<String> names, Span place, DocText doc) {
    Type type = Objects.requireNonNull(library.value(names.getFirst()), "declared").type();
    Optional<Type.Action> end = end(type);
    return new Entry.OfValue(
        names,
        place,
        doc,
        TypeText.linked(type),
        end.map(action -> row(action.reads())).orElse(List.of()),
        end.map(action -> row(action.writes())).orElse(List.of()),
        end.map(action -> Wording.where(action.pred())),
        end.map(action -> legalIn(action.pred())).orElse(List.of()),
        takes(type).map(ReferenceBuilder::text));
  }

  private static List<Entry.Row> row(Row row) {
    return row.variables().stream()
        .map(v -> new Entry.Row(v.name(), TypeText.linked(v.type())))
        .toList();
  }

  private List<BlockKind> legalIn(Pred needed) {
    List<BlockKind> legal = new ArrayList<>();
    kinds.forEach(
        (pred, kind) -> {
          if (implies(pred, needed)) {
            legal.add(kind);
          }
        });
    return legal;
  }

  private Entry variable(Tree file, Declaration.VariableVal val, DocText doc) {
    String name = val.name().name();
    Variable variable = Objects.requireNonNull(library.variable(name), "declared");
    Span place = place(file, List.of(val.name()));
    LinkedText type = TypeText.linked(variable.type());
    String byDefault = text(file, val.body());
    return file.equals(home.get(name))
        ? new Entry.OfVariable(
            List.of(name),
            place,
            doc,
            type,
            byDefault,
            Optional.ofNullable(settings.get(name)),
            valuesWhose(
                t -> end(t).map(a -> a.reads().variables().contains(variable)).orElse(false)))
        : new Entry.OfSetting(List.of(name), place, doc, type, byDefault);
  }

  private Entry context(String name, Span place, DocText doc) {
    Pred inside = predicates.context(name);
    return new Entry.OfContext(
        List.of(name),
        place,
        doc,
        valuesWhose(t -> takes(t).map(pred -> implies(pred, inside)).orElse(false)));
  }

  @Override
  public Uses.@Nullable Name marked(String name) {
    List<Uses.Name> meanings = meanings(name);
    return meanings.isEmpty() ? null : meanings.getFirst();
  }

  /** Words have neither a capital letter inside nor digits, and abbreviations have no small one. */
  @Override
  public Uses.@Nullable Name unmarked(String name) {
    List<Uses.Name> meanings = meanings(name);
    return meanings.size() == 1 && NO_WORD.matcher(name).matches() ? meanings.getFirst() : null;
  }

  private List<Uses.Name> meanings(String name) {
    return Stream.of(Uses.Space.VALUE, Uses.Space.VARIABLE, Uses.Space.CONTEXT, Uses.Space.TYPE)
        .map(space -> new Uses.Name(space, name))
        .filter(declared::contains)
        .toList();
  }
}
