package coop.croft.lang.check;

import coop.croft.lang.Fix;
import coop.croft.lang.eval.Code;
import coop.croft.lang.eval.Faulty;
import coop.croft.lang.syntax.Expr;
import coop.croft.lang.syntax.Seq;
import coop.croft.lang.syntax.Stmt;
import coop.croft.lang.types.Row;
import coop.croft.lang.types.Type;
import coop.croft.lang.types.Variable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings that change nothing: nothing reads the variable up to the end of the block, or of what
 * it is set for. What takes a block reads it outside, where it is as before.
 *
 * <p>Rows tell what library words read. What a program itself says of its actions is not held
 * against what they read, so that nothing is judged before such a one.
 */
final class VainSettings {
  private static final String ELSEWHERE = "set it before what shall read it, or leave it out";

  private final Session session;

  private final String why;
  private final String remedy;

  /** The block; null if they stand in front of what they are for, or in no block. */
  private final Expr.@Nullable With with;

  /** What takes the block reads that itself. */
  private final Row before;

  private final Map<Variable, Stmt.Assign> open = new LinkedHashMap<>();
  private int untold;

  private VainSettings(
      Session session, String why, String remedy, Expr.@Nullable With with, Row before) {
    this.session = session;
    this.why = why;
    this.remedy = remedy;
    this.with = with;
    this.before = before;
  }

  /** Of the block that is given to a head of that type. */
  static VainSettings inBlock(Session session, Expr.With with, Type.Block head) {
    return new VainSettings(
        session,
        "it holds up to the end of the block, and nothing behind it reads it",
        ELSEWHERE,
        with,
        Type.resolve(head.result()) instanceof Type.Action action ? action.reads() : Row.EMPTY);
  }

  /** Of what stands behind {@code where} or {@code let}. */
  static VainSettings inFront(Session session) {
    return new VainSettings(
        session, "nothing that it is set for reads it", "leave it out", null, Row.EMPTY);
  }

  /** Of a program, beside its blocks. */
  static VainSettings ofProgram(Session session) {
    return new VainSettings(
        session, "nothing behind it in the program reads it", ELSEWHERE, null, Row.EMPTY);
  }

  /** The next statement begins. */
  void next() {
    untold = session.untold();
  }

  void set(Variable variable, Stmt.Assign setting) {
    open.put(variable, setting);
  }

  void read(Variable variable) {
    open.remove(variable);
  }

  /** A statement that has been checked. */
  void ran(Code statement) {
    if (open.isEmpty()) {
      return;
    }
    if (statement instanceof Faulty || session.untold() != untold) {
      open.clear();
    } else if (Type.resolve(statement.type()) instanceof Type.Action action) {
      session.meter.steps(action.reads().size());
      open.keySet().removeAll(action.reads().variables());
    }
  }

  /**
   * What they are for has been checked.
   *
   * @param told whether it is known all that it reads
   */
  void end(Code body, boolean told) {
    next();
    ran(body);
    if (told) {
      report();
    }
  }

  /** The block ends: what is still open was set in vain. */
  void report() {
    open.forEach(this::report);
  }

  private void report(Variable variable, Stmt.Assign setting) {
    String what = variable.name() + " set here changes nothing: ";
    session.meter.steps(before.size());
    if (with == null || !before.variables().contains(variable)) {
      warn(setting, what + why, remedy);
      return;
    }
    what +=
        Complaints.called(with.head())
            + " reads it outside of its block, and nothing behind it in the block does";
    int at = with.block().statements().indexOf(setting);
    if (at < 0) {
      warn(setting, what, "set it before the block, with what decides about it");
      return;
    }
    String hint =
        "set it before the block: "
            + written(with.head())
            + (with.settings() == null ? " where " : " where …; ")
            + variable.name()
            + " = "
            + written(setting.value())
            + " with";
    session.problems.warn(
        setting.start(), setting.nameEnd(), what, hint, earlier(with, at, setting));
  }

  private void warn(Stmt.Assign setting, String what, String hint) {
    session.problems.warn(setting.start(), setting.nameEnd(), what, hint, List.of());
  }

  /** As it stands there, if it is short. */
  private String written(Expr expr) {
    return expr.end() - expr.start() <= Remedies.MOST_WRITTEN
        ? session.source.text().substring(expr.start(), expr.end()).replaceAll("\\s+", " ")
        : "…";
  }

  /** Moves it there, if there is little between. */
  private List<Fix> earlier(Expr.With with, int at, Stmt.Assign setting) {
    Seq settings = with.settings();
    List<Stmt> block = with.block().statements();
    // Its value may be made of what is bound there.
    boolean bound = block.subList(0, at).stream().anyMatch(s -> s instanceof Stmt.Bind);
    if (bound || (settings != null && settings.statements().isEmpty())) {
      return List.of();
    }
    int to = settings == null ? with.head().end() : settings.statements().getLast().end();
    int end = at + 1 < block.size() ? block.get(at + 1).start() : with.end() - "end".length();
    if (end - to > Remedies.LONGEST) {
      return List.of();
    }
    String text = session.source.text();
    String moved =
        (settings == null ? " where " : "; ")
            + text.substring(setting.start(), setting.end())
            + text.substring(to, setting.start());
    return List.of(session.problems.fix("set it before the block", to, end, moved));
  }
}
