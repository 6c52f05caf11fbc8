package coop.croft.controller.api;

import coop.croft.core.model.SourceId;
import coop.croft.core.plan.Plan;
import coop.croft.core.plan.Step;
import coop.croft.core.wire.Calls;
import coop.croft.core.wire.Wire;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Plans as text and as data. */
final class Plans {
  private Plans() {}

  /** The whole answer to a call that only plans. */
  static void show(Plan plan, Set<SourceId> takenDown, List<String> behind, Reply reply) {
    lines(plan, reply);
    takenDown(takenDown, reply);
    for (String host : behind) {
      reply.text(host + " cannot be reached: it gets this when it returns");
    }
    reply.text(counts(plan), Wire.write(data(plan)));
  }

  /**
   * The same of a plan that takes nothing down and concerns no host that is away, with the data of
   * all steps.
   *
   * @param most steps that are shown
   */
  static void showSome(Plan plan, int most, Reply reply) {
    plan.steps().stream().limit(most).forEach(s -> line(s, reply));
    if (plan.steps().size() > most) {
      reply.text("and " + (plan.steps().size() - most) + " more");
    }
    notes(plan, reply);
    reply.text(counts(plan), Wire.write(data(plan)));
  }

  static void lines(Plan plan, Reply reply) {
    plan.steps().forEach(s -> line(s, reply));
    notes(plan, reply);
  }

  private static void line(Step s, Reply reply) {
    reply.text(mark(s.kind()) + " " + s.host() + ": " + s.sentence());
  }

  static void notes(Plan plan, Reply reply) {
    plan.notes().forEach(n -> reply.text("note: " + n));
  }

  static void takenDown(Set<SourceId> ids, Reply reply) {
    if (!ids.isEmpty()) {
      reply.text("taken down: " + ProgramVerbs.names(ids));
    }
  }

  private static String mark(Step.Kind kind) {
    return switch (kind) {
      case ADD -> "+";
      case CHANGE -> "~";
      case REMOVE -> "-";
    };
  }

  private static String counts(Plan plan) {
    if (plan.isEmpty()) {
      return "nothing to change on any host";
    }
    return plan.count(Step.Kind.ADD)
        + " to add, "
        + plan.count(Step.Kind.CHANGE)
        + " to change, "
        + plan.count(Step.Kind.REMOVE)
        + " to remove";
  }

  private static Calls.Planned data(Plan plan) {
    List<Calls.Move> moves =
        plan.steps().stream()
            .map(
                s ->
                    new Calls.Move(
                        s.host(),
                        s.service(),
                        s.path(),
                        s.kind().name().toLowerCase(Locale.ROOT),
                        s.sentence()))
            .toList();
    return new Calls.Planned(plan.base(), moves, plan.notes());
  }
}
