package coop.croft.lang.check;

import coop.croft.lang.Diagnostic;
import coop.croft.lang.Fix;
import coop.croft.lang.check.Remedies.Remedy;
import coop.croft.lang.eval.Definition;
import coop.croft.lang.syntax.Expr;
import coop.croft.lang.types.Literals;
import coop.croft.lang.types.Misfit;
import coop.croft.lang.types.Type;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values that a program declares without a type, so that their constants are plain, and uses where
 * refined ones are needed. What is proposed must do for all uses of a value: where several types
 * are needed, the one from which the library leads to the others.
 */
final class PlainValues {
  /** What stands behind the name: perhaps a type. */
  private static final Pattern DECLARED = Pattern.compile("(\\s*:\\s*\\[?[a-z_]+\\]?|)\\s*=");

  /** Farther behind the name nobody writes it. */
  private static final int FARTHEST = 200;

  private final Session session;
  private final Remedies remedies;
  private final IdentityHashMap<Definition, Uses> uses = new IdentityHashMap<>();

  PlainValues(Session session) {
    this.session = session;
    this.remedies = new Remedies(session);
  }

  /**
   * @param number of the problem among all that were found
   */
  private record Use(Diagnostic problem, int number, Expr expr, Type.Base needed) {}

  /** Where one value is used as something refined. */
  private static final class Uses {
    final List<Use> all = new ArrayList<>();
    final Set<Type.Base> types = new LinkedHashSet<>();

    /** As what it should be declared; null if nothing does for all uses. */
    Type.@Nullable Base declared;
  }

  /**
   * Reports an expression that is of another type than is needed, if it is such a value.
   *
   * @param origin the declared value that it stands for
   */
  boolean report(Misfit misfit, Definition origin, Expr expr, Type found, Type expected) {
    if (!session.names.isOfProgram(origin.name())
        || !(Type.resolve(found) instanceof Type.Base plain)
        || !(Type.resolve(expected) instanceof Type.Base needed)
        || plain.test() != null
        || needed.literals() == Literals.NONE
        || needed.literals() != plain.literals()) {
      return false;
    }
    Uses here = uses.computeIfAbsent(origin, o -> new Uses());
    if (here.types.add(needed)) {
      here.declared = oneForAll(here.types);
      here.all.replaceAll(u -> amended(u, remedy(origin, u.expr(), u.needed(), here.declared)));
    }
    Remedy remedy = remedy(origin, expr, needed, here.declared);
    int number = session.problems.count();
    session.complaints.misfit(
        misfit, expr.start(), expr.end(), found, expected, remedy.hint(), remedy.fixes());
    here.all.add(new Use(session.problems.found().get(number), number, expr, needed));
    return true;
  }

  private Use amended(Use use, Remedy remedy) {
    return new Use(
        session.problems.amend(use.problem(), use.number(), remedy.hint(), remedy.fixes()),
        use.number(),
        use.expr(),
        use.needed());
  }

  @SuppressWarnings("ReferenceEquality") // one object for each base type
  private Type.@Nullable Base oneForAll(Set<Type.Base> types) {
    for (Type.Base one : types) {
      if (types.stream().allMatch(t -> t == one || remedies.conversion(one, t) != null)) {
        return one;
      }
    }
    return null;
  }

  @SuppressWarnings("ReferenceEquality") // one object for each base type
  private Remedy remedy(
      Definition origin, Expr expr, Type.Base needed, Type.@Nullable Base declared) {
    if (declared == null) {
      return Remedy.of(
          "it is used as values of several types: declare one for each, with its type");
    }
    String type =
        origin.type() instanceof Type.ListOf ? "[" + declared.name() + "]" : declared.name();
    String declaration = "val " + origin.name() + " : " + type + " = …";
    String conversion = declared == needed ? null : remedies.conversion(declared, needed);
    if (conversion == null) {
      return new Remedy(
          "say what it is where it is declared: " + declaration, declare(origin, type));
    }
    Remedy written = remedies.converted(expr, conversion);
    return new Remedy(
        written.hint() + ", and where it is declared: " + declaration, written.fixes());
  }

  /** None where it was declared in another file, or as what cannot be told here. */
  @SuppressWarnings("ReferenceEquality") // a source has identity
  private List<Fix> declare(Definition origin, String type) {
    if (origin.symbol().source() != session.source) {
      return List.of();
    }
    String text = session.source.text();
    int name = origin.symbol().end();
    Matcher declared =
        DECLARED.matcher(text).region(name, Math.min(name + FARTHEST, text.length()));
    return declared.lookingAt()
        ? List.of(
            session.problems.fix(
                "declare " + origin.name() + " as " + type, name, declared.end(1), " : " + type))
        : List.of();
  }
}
