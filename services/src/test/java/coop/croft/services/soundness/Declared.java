package coop.croft.services.soundness;

import coop.croft.lang.Bounds;
import coop.croft.lang.SourceText;
import coop.croft.lang.predicate.Implication;
import coop.croft.lang.predicate.Implications;
import coop.croft.lang.predicate.Pred;
import coop.croft.lang.predicate.Predicates;
import coop.croft.lang.syntax.Declaration;
import coop.croft.lang.syntax.FileParser;
import coop.croft.services.Compiler;
import coop.croft.services.Service;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/** What the library files of all services declare. */
final class Declared {
  /** A name with its type. */
  record Named(String name, Form type) {}

  /** For the site's own files: no constant of their types is a member's. */
  static final Set<String> SITES_OWN =
      Set.of("host", "address", "address6", "release", "role", "nameServer");

  private final Map<Pred, List<Named>> statements = new HashMap<>();
  private final Map<String, List<Named>> makers = new HashMap<>();
  private final Map<Form, List<Named>> lists = new HashMap<>();
  private final Predicates table = new Predicates(null);
  private final Implications implications = new Implications(2_000_000);
  private final Map<String, Form> values = new LinkedHashMap<>();
  private final Map<String, Form> variables = new LinkedHashMap<>();
  private final List<String> variableNames = new ArrayList<>();

  Declared(Compiler compiler) {
    for (Service service : compiler.services()) {
      for (String file : service.library()) {
        FileParser.parse(source(service, file), Bounds.DEFAULT)
            .declarations()
            .forEach(this::declare);
      }
    }
  }

  private static SourceText source(Service service, String file) {
    try (InputStream in = service.getClass().getResourceAsStream(file)) {
      return new SourceText(file, Objects.requireNonNull(in).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void declare(Declaration declaration) {
    switch (declaration) {
      case Declaration.ExternType type -> {}
      case Declaration.ExternVal val -> {
        Form type = Form.of(val.type(), table);
        val.names().forEach(n -> values.put(n.name(), type));
      }
      case Declaration.Val val ->
          values.put(val.name().name(), Form.of(Objects.requireNonNull(val.type()), table));
      case Declaration.VariableVal variable -> {
        variables.put(variable.name().name(), Form.of(variable.type(), table));
        variableNames.add(variable.name().name());
      }
      case Declaration.Context context -> {}
    }
  }

  Map<String, Form> values() {
    return values;
  }

  Map<String, Form> variables() {
    return variables;
  }

  List<String> variableNames() {
    return variableNames;
  }

  Predicates predicates() {
    return table;
  }

  Pred context(String name) {
    return table.context(name);
  }

  /** Whether what is legal under {@code required} is legal in a block of {@code given}. */
  boolean allows(Pred given, Pred required) {
    try {
      return implications.decide(given, required).holds();
    } catch (Implication.TooMuchWork e) {
      throw new IllegalStateException(e);
    }
  }

  /** Values that give, after their arguments, something that can stand in a block. */
  List<Named> statements(Pred given) {
    return statements.computeIfAbsent(given, p -> those(type -> isStatement(type, p)));
  }

  /** Values that give, after their arguments, something of a type. */
  List<Named> makers(String type) {
    return makers.computeIfAbsent(type, t -> those(f -> f.end().equals(new Form.Base(t))));
  }

  /** Values that are lists of a type. */
  List<Named> lists(Form element) {
    return lists.computeIfAbsent(element, e -> those(new Form.ListOf(e)::equals));
  }

  private List<Named> those(Predicate<Form> fits) {
    return values.entrySet().stream()
        .filter(e -> !SITES_OWN.contains(e.getKey()) && fits.test(e.getValue()))
        .map(e -> new Named(e.getKey(), e.getValue()))
        .toList();
  }

  boolean isStatement(Form type, Pred given) {
    return switch (type.end()) {
      case Form.Action(Pred pred) -> allows(given, pred);
      case Form.Taker(Pred inside, Form.Action(Pred pred)) -> allows(given, pred);
      case Form.Taker taker -> false;
      case Form.Base base -> false;
      case Form.ListOf list -> false;
      case Form.Function function -> false;
    };
  }
}
