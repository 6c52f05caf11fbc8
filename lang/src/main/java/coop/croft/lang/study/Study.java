package coop.croft.lang.study;

import coop.croft.lang.Diagnostic;
import coop.croft.lang.Warning;
import coop.croft.lang.check.Choice;
import coop.croft.lang.check.Observer;
import coop.croft.lang.syntax.Expr;
import coop.croft.lang.syntax.Source;
import coop.croft.lang.syntax.Tree;
import coop.croft.lang.types.Symbol;
import coop.croft.lang.types.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the checker found out about a program on its way through it. All places are offsets in the
 * {@link Source} of the tree. Where the program has faults of syntax it is that of what could be
 * read.
 */
public final class Study {
  /** A name where it is declared, bound or used. */
  public record Named(int start, int end, Symbol symbol) {}

  /** A constant and the type as which it has settled. */
  public record Settled(int start, int end, Type.Base type) {}

  /** A function that is applied, and its type. */
  public record Applied(Expr.Apply apply, Type function) {}

  /** What is wanted at a hole. */
  public record Hole(int start, Choice choice) {}

  private final Tree tree;
  private final List<Diagnostic> diagnostics;
  private final List<Warning> warnings;
  private final List<Named> names;
  private final List<Symbol> inferred;
  private final List<Settled> constants;
  private final List<Applied> applications;
  private final Optional<Hole> hole;

  /**
   * @param tree of what could be read
   * @param diagnostics what a plain check says
   * @param warnings likewise
   */
  public Study(Tree tree, List<Diagnostic> diagnostics, List<Warning> warnings, Notes notes) {
    this.tree = tree;
    this.diagnostics = List.copyOf(diagnostics);
    this.warnings = List.copyOf(warnings);
    this.names = sorted(notes.names, Comparator.comparingInt(Named::start));
    this.inferred = List.copyOf(notes.inferred);
    this.constants = sorted(notes.constants, Comparator.comparingInt(Settled::start));
    this.applications = List.copyOf(notes.applications);
    this.hole = Optional.ofNullable(notes.found);
  }

  private static <T> List<T> sorted(List<T> list, Comparator<T> order) {
    List<T> sorted = new ArrayList<>(list);
    sorted.sort(order);
    return List.copyOf(sorted);
  }

  /** What the checker says meanwhile. */
  public static final class Notes implements Observer {
    private final String holeName;
    private final BooleanSupplier cancelled;
    private final List<Named> names = new ArrayList<>();
    private final List<Symbol> inferred = new ArrayList<>();
    private final List<Settled> constants = new ArrayList<>();
    private final List<Applied> applications = new ArrayList<>();
    private @Nullable Hole found;

    /**
     * @param holeName the name of a hole, or empty
     * @param cancelled whether nobody wants to know any more
     */
    public Notes(String holeName, BooleanSupplier cancelled) {
      this.holeName = holeName;
      this.cancelled = cancelled;
    }

    @Override
    public boolean isCancelled() {
      return cancelled.getAsBoolean();
    }

    @Override
    public void named(int start, int end, Symbol symbol) {
      names.add(new Named(start, end, symbol));
    }

    @Override
    public void inferred(Symbol symbol) {
      inferred.add(symbol);
    }

    @Override
    public void settled(int start, int end, Type.Base type) {
      constants.add(new Settled(start, end, type));
    }

    @Override
    public void applied(Expr.Apply apply, Type function) {
      applications.add(new Applied(apply, function));
    }

    @Override
    public boolean isHole(String name) {
      return name.equals(holeName) && !holeName.isEmpty();
    }

    @Override
    public void hole(int start, Choice choice) {
      found = new Hole(start, choice);
    }
  }

  public Source source() {
    return tree.source();
  }

  /** What could be read. */
  public Tree tree() {
    return tree;
  }

  /** What a plain check says: errors of syntax alone if there is any. */
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  public List<Warning> warnings() {
    return warnings;
  }

  /** All names that mean something, in the order of their places. */
  public List<Named> names() {
    return names;
  }

  /** The name at a place, or the one that ends there. */
  public Optional<Named> nameAt(int offset) {
    return find(names, offset, Named::start, Named::end);
  }

  /** All places of a name, in their order. */
  @SuppressWarnings("ReferenceEquality") // a symbol has identity
  public List<Named> placesOf(Symbol symbol) {
    return names.stream().filter(n -> n.symbol() == symbol).toList();
  }

  /** Names that are declared or bound without a type. */
  public List<Symbol> inferred() {
    return inferred;
  }

  /** The constants whose type somebody settled, in the order of their places. */
  public List<Settled> constants() {
    return constants;
  }

  /** The constant at a place, or the one that ends there. */
  public Optional<Settled> constantAt(int offset) {
    return find(constants, offset, Settled::start, Settled::end);
  }

  /** The innermost application around a place. */
  public Optional<Applied> applicationAt(int offset) {
    return applications.stream()
        .filter(a -> a.apply().start() <= offset && offset <= a.apply().end())
        .min(Comparator.comparingInt(a -> a.apply().end() - a.apply().start()));
  }

  public Optional<Hole> hole() {
    return hole;
  }

  private static <T> Optional<T> find(
      List<T> sorted,
      int offset,
      java.util.function.ToIntFunction<T> start,
      java.util.function.ToIntFunction<T> end) {
    int low = 0;
    int high = sorted.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (start.applyAsInt(sorted.get(middle)) <= offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low == 0 || end.applyAsInt(sorted.get(low - 1)) < offset) {
      return Optional.empty();
    }
    return Optional.of(sorted.get(low - 1));
  }
}
