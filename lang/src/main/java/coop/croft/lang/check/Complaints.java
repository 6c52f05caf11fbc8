package coop.croft.lang.check;

import coop.croft.lang.Code;
import coop.croft.lang.Fix;
import coop.croft.lang.message.Wording;
import coop.croft.lang.syntax.Expr;
import coop.croft.lang.types.Literals;
import coop.croft.lang.types.Misfit;
import coop.croft.lang.types.Type;
import coop.croft.lang.types.TypeText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The wording of the checker's errors, all in one place: one sentence, concrete, values shown. */
final class Complaints {
  private static final Type FAULTY = Type.Faulty.FAULTY;

  private final Session session;

  Complaints(Session session) {
    this.session = session;
  }

  private void report(
      int start,
      int end,
      Code code,
      String message,
      @Nullable String found,
      @Nullable String hint) {
    session.problems.report(start, end, code, message, found, hint);
  }

  /** A name that means nothing, with those near it that would mean something. */
  void unknown(int start, int end, Code code, String message, List<String> near) {
    session.problems.report(
        start, end, code, message, null, Suggestions.hint(near), replacements(start, end, near));
  }

  private List<Fix> replacements(int start, int end, List<String> names) {
    return names.stream().map(n -> session.problems.fix("write " + n, start, end, n)).toList();
  }

  void misfit(Misfit misfit, int start, int end, Type found, Type expected) {
    misfit(misfit, start, end, found, expected, null, List.of());
  }

  void misfit(
      Misfit misfit,
      int start,
      int end,
      Type found,
      Type expected,
      @Nullable String hint,
      List<Fix> fixes) {
    switch (misfit) {
      case Misfit.Mismatch mismatch -> mismatch(start, end, found, expected, hint, fixes);
      case Misfit.Context context ->
          report(
              start,
              end,
              Code.CONTEXT,
              Type.resolve(found) instanceof Type.Action
                  ? "this is legal "
                      + Wording.where(context.needed())
                      + "; here it must be legal "
                      + Wording.where(context.here())
                  : "this does not fit every place where it may be used here",
              "expected " + TypeText.of(expected) + ", found " + TypeText.of(found),
              "one place too many: " + Wording.stack(context.counterExample()));
    }
  }

  private void mismatch(
      int start, int end, Type found, Type expected, @Nullable String hint, List<Fix> fixes) {
    session.problems.report(
        start,
        end,
        Code.TYPE_MISMATCH,
        described(found) + " does not fit where " + described(expected) + " is needed",
        "expected " + TypeText.of(expected) + ", found " + TypeText.of(found),
        hint,
        fixes);
  }

  void badConstant(int start, int end, Object value, Type expected) {
    report(
        start,
        end,
        Code.TYPE_MISMATCH,
        (value instanceof String ? "a string" : "a number")
            + " does not fit where "
            + described(expected)
            + " is needed",
        "expected " + TypeText.of(expected) + ", found " + Wording.quoted(value),
        null);
  }

  private static String described(Type type) {
    return switch (Type.resolve(type)) {
      case Type.Base base -> "a value of type " + base.name();
      case Type.ListOf list -> "a list";
      case Type.Function function -> "a function";
      case Type.Block block -> "what takes a block";
      case Type.Action action -> "an action";
      case Type.Open open ->
          switch (open.literals()) {
            case STRINGS -> "a string";
            case INTS -> "a number";
            case NONE -> "a value";
          };
      case Type.Faulty faulty -> "a value";
    };
  }

  /** A statement that is not legal where it stands. */
  void context(Misfit.Context context, Expr expr) {
    String here = Wording.where(context.here());
    String example = Wording.stack(context.counterExample());
    report(
        expr.start(),
        expr.end(),
        Code.CONTEXT,
        called(expr) + " is legal " + Wording.where(context.needed()) + ", but not here",
        "needed: " + context.needed() + "; here: " + context.here(),
        "it stands "
            + here
            + (example.contains(here) || here.contains(example) ? "" : ", for example " + example));
  }

  /** The name of what an expression uses, for the start of a sentence. */
  private static String called(Expr expr) {
    return switch (expr) {
      case Expr.Name name -> "'" + name.name() + "'";
      case Expr.Apply apply -> called(apply.function());
      default -> "this";
    };
  }

  /** A statement that is no action. */
  void notAStatement(Expr expr, Type type) {
    int start = expr.start();
    int end = expr.end();
    switch (Type.resolve(type)) {
      case Type.Block block ->
          session.problems.report(
              start,
              end,
              Code.NEEDS_BLOCK,
              called(expr) + " needs a block",
              "found " + TypeText.of(block),
              "write: … with … end; an empty block is 'with end'",
              List.of(session.problems.fix("add an empty block", end, end, " with end")));
      case Type.Open open when open.literals() == Literals.NONE -> {
        open.bind(Type.Faulty.FAULTY);
        report(
            start,
            end,
            Code.AMBIGUOUS_TYPE,
            "whether this is an action cannot be known here",
            null,
            "give the parameter a type: \\x : ([Context]) -> …");
      }
      case Type.Function function ->
          report(
              start,
              end,
              Code.NOT_AN_ACTION,
              "this is a function where an action is needed",
              "found " + TypeText.of(function),
              "an argument is missing: " + TypeText.of(function.parameter()));
      default ->
          report(
              start,
              end,
              Code.NOT_AN_ACTION,
              "this is a value where an action is needed",
              "found " + TypeText.of(type),
              null);
    }
  }

  void takesNoBlock(Expr.With with, Type type) {
    Expr head = with.head();
    if (Type.resolve(type) instanceof Type.Open open && open.literals() == Literals.NONE) {
      open.bind(Type.Faulty.FAULTY);
      report(
          head.start(),
          head.end(),
          Code.AMBIGUOUS_TYPE,
          "whether this takes a block cannot be known here",
          null,
          "give the parameter a type: \\x : (Context => [Context]) -> …");
    } else {
      // Comments would go with a block that only looks empty.
      boolean empty =
          with.settings() == null
              && session.source.text().substring(head.end(), with.end()).matches("\\s*with\\s+end");
      session.problems.report(
          head.start(),
          head.end(),
          Code.TAKES_NO_BLOCK,
          called(head) + " takes no block",
          "found " + TypeText.of(type),
          "leave out 'with … end'",
          empty
              ? List.of(session.problems.fix("leave out the block", head.end(), with.end(), ""))
              : List.of());
    }
  }

  void notAFunction(int start, int end, Type type) {
    boolean action = Type.resolve(type) instanceof Type.Action;
    session.problems.report(
        start,
        end,
        Code.NOT_A_FUNCTION,
        described(type) + " is not a function and takes no argument",
        "found " + TypeText.of(type),
        action
            ? "statements are separated by ';'"
            : "arguments that are applications stand in parentheses",
        action ? List.of(session.problems.fix("add ';'", end, end, ";")) : List.of());
  }

  void unknownValue(Expr.Name name, Wanted wanted) {
    Map<String, Type> known = new LinkedHashMap<>();
    session.names.library().values().forEach((n, d) -> known.put(n, d.type()));
    session.names.declaredValues().reversed().forEach(d -> known.put(d.name(), d.type()));
    session.names.locals().forEach((n, l) -> known.put(n, l.type()));
    session.meter.steps(known.size());
    List<String> legal =
        Suggestions.near(
            name.name(),
            known.keySet(),
            n -> wanted.allows(known.getOrDefault(n, FAULTY), session));
    session.problems.report(
        name.start(),
        name.end(),
        Code.UNKNOWN_NAME,
        "there is no value '" + name.name() + "'",
        null,
        legal.isEmpty() ? elsewhere(name.name(), known, wanted) : Suggestions.hint(legal),
        replacements(name.start(), name.end(), legal));
  }

  private @Nullable String elsewhere(String name, Map<String, Type> known, Wanted wanted) {
    List<String> elsewhere = Suggestions.near(name, known.keySet());
    if (elsewhere.isEmpty() || wanted.form() == Wanted.Form.VALUE) {
      return null;
    }
    Type.Action end = session.walk.endsIn(known.getOrDefault(elsewhere.getFirst(), FAULTY));
    return end == null
        ? null
        : "'" + elsewhere.getFirst() + "' is legal " + Wording.where(end.pred()) + " only";
  }

  void ambiguousBlock(Expr.BlockLambda lambda) {
    report(
        lambda.nameStart(),
        lambda.nameStart() + lambda.name().length(),
        Code.AMBIGUOUS_TYPE,
        "where the block '" + lambda.name() + "' may stand cannot be known here",
        null,
        "say it: \\\\" + lambda.name() + " : (Context) -> …");
  }

  void blockTooWide(Misfit.Context context, coop.croft.lang.syntax.PredExpr at) {
    report(
        at.start(),
        at.end(),
        Code.CONTEXT,
        "this takes fewer blocks than is needed here",
        "expected blocks for " + context.needed() + ", found blocks for " + context.here(),
        "blocks would have to be legal "
            + Wording.where(context.here())
            + ", and those for "
            + context.needed()
            + " need not be");
  }

  void notAList(Expr list, Type type) {
    report(
        list.start(),
        list.end(),
        Code.TYPE_MISMATCH,
        "'for' needs a list",
        "found " + TypeText.of(type),
        "one element is a list too: [x]");
  }
}
