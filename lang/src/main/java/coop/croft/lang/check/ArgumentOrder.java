package coop.croft.lang.check;

import coop.croft.lang.Code;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.Span;
import coop.croft.lang.eval.Definition;
import coop.croft.lang.syntax.Expr;
import coop.croft.lang.types.Type;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Arguments that would all fit if they stood in another order. Looked for only where some do not
 * fit, and said in place of what is wrong with each.
 */
final class ArgumentOrder {
  /** More arguments are not looked at. */
  private static final int MOST = 8;

  private final Session session;

  ArgumentOrder(Session session) {
    this.session = session;
  }

  /**
   * Says that the order is another one, if there is just one in which the arguments fit. A single
   * one that does not may be wrong by itself, and fit elsewhere by chance: then that is said beside
   * it.
   *
   * @param function type of what is applied
   * @param before how many problems there were before the arguments
   */
  void judge(Expr.Apply apply, Type function, int before) {
    List<Expr> given = apply.arguments();
    List<Type> parameters = Arity.parameters(function);
    int wrong = session.problems.count() - before;
    if (wrong == 0
        || given.size() < 2
        || !(apply.function() instanceof Expr.Name name)
        || !areMisplaced(
            given, session.problems.found().subList(before, session.problems.count()))) {
      return;
    }
    List<Expr> right = only(given, parameters, true);
    if (right != null && wrong == 1) {
      session.complaints.perhapsOtherOrder(before, name, given, right);
    } else if (right != null) {
      session.problems.retract(before);
      session.complaints.otherOrder(name, parameters, given, right);
    }
  }

  /**
   * The one order in which arguments fit; null if there is none, or more than one.
   *
   * @param alike whether two may fit in the same places, and stay in theirs
   */
  @Nullable List<Expr> only(List<Expr> given, List<Type> parameters, boolean alike) {
    if (given.size() > MOST || parameters.size() != given.size()) {
      return null;
    }
    int[] fits = fits(given, parameters);
    if (!alike && Arrays.stream(fits).distinct().count() < fits.length) {
      return null;
    }
    int[] order = new Search(fits).only();
    return order == null ? null : Arrays.stream(order).mapToObj(given::get).toList();
  }

  /** Whether blanks alone stand between arguments: comments would go with another order. */
  static boolean isPlain(List<Expr> given, String text) {
    return IntStream.range(1, given.size())
        .allMatch(i -> text.substring(given.get(i - 1).end(), given.get(i).start()).isBlank());
  }

  /**
   * Whether nothing else is wrong than that arguments do not fit where they stand. A right that is
   * missing is always said.
   */
  private boolean areMisplaced(List<Expr> given, List<Diagnostic> problems) {
    Set<Span> places = new HashSet<>();
    given.stream()
        .map(ArgumentOrder::bare)
        .forEach(e -> places.add(session.source.span(e.start(), e.end())));
    return problems.stream().allMatch(d -> isMisfit(d) && places.contains(d.span()));
  }

  /** An argument without parentheses around it, as problems are reported at it. */
  private static Expr bare(Expr argument) {
    Expr bare = argument;
    while (bare instanceof Expr.Group group && group.body().single() != null) {
      bare = Expressions.only(group);
    }
    return bare;
  }

  private static boolean isMisfit(Diagnostic diagnostic) {
    return diagnostic.code() == Code.TYPE_MISMATCH || diagnostic.code() == Code.INVALID_VALUE;
  }

  /** For each argument a bit for each parameter that it fits. */
  private int[] fits(List<Expr> given, List<Type> parameters) {
    int[] fits = new int[given.size()];
    for (int i = 0; i < fits.length; i++) {
      for (int j = 0; j < fits.length; j++) {
        session.meter.step();
        fits[i] |= fits(given.get(i), Type.resolve(parameters.get(j))) ? 1 << j : 0;
      }
    }
    return fits;
  }

  @SuppressWarnings("ReferenceEquality") // one object for each base type
  private boolean fits(Expr argument, Type parameter) {
    return switch (bare(argument)) {
      case Expr.Str str ->
          Arity.resembles(str, parameter)
              && parameter instanceof Type.Base base
              && session.constants.accepts(base, str.value());
      case Expr.Num num ->
          Arity.resembles(num, parameter)
              && parameter instanceof Type.Base base
              && session.constants.accepts(base, num.value());
      case Expr.ListOf list -> {
        session.meter.steps(list.items().size());
        yield parameter instanceof Type.ListOf of
            && list.items().stream().allMatch(i -> fits(i, Type.resolve(of.element())));
      }
      case Expr.Name name -> Type.resolve(typeOf(name)) == parameter;
      case Expr.Apply apply when apply.function() instanceof Expr.Name name ->
          session.walk.withoutArguments(Type.resolve(typeOf(name))) == parameter;
      default -> false;
    };
  }

  private Type typeOf(Expr.Name name) {
    Names.Local local = session.names.local(name.name());
    if (local != null) {
      return local.type();
    }
    Definition definition = session.names.value(name.name());
    return definition == null ? Type.Faulty.FAULTY : definition.type();
  }

  /** Looks for the one order. Arguments that fit in the same places stay in theirs. */
  private final class Search {
    private final int[] fits;
    private final int[] order;
    private int @Nullable [] found;
    private int count;
    private int used;

    Search(int[] fits) {
      this.fits = fits;
      this.order = new int[fits.length];
    }

    int @Nullable [] only() {
      place(0);
      return count == 1 ? found : null;
    }

    private void place(int parameter) {
      session.meter.step();
      if (parameter == fits.length) {
        found = order.clone();
        count++;
        return;
      }
      for (int i = 0; i < fits.length && count < 2; i++) {
        if ((used & (1 << i)) == 0 && (fits[i] & (1 << parameter)) != 0 && isFirstOfItsKind(i)) {
          used |= 1 << i;
          order[parameter] = i;
          place(parameter + 1);
          used &= ~(1 << i);
        }
      }
    }

    private boolean isFirstOfItsKind(int argument) {
      for (int i = 0; i < argument; i++) {
        if ((used & (1 << i)) == 0 && fits[i] == fits[argument]) {
          return false;
        }
      }
      return true;
    }
  }
}
