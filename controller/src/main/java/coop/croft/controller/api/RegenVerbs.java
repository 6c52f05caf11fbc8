package coop.croft.controller.api;

import coop.croft.controller.audit.Audit;
import coop.croft.controller.audit.Concerns;
import coop.croft.controller.engine.Change;
import coop.croft.controller.engine.Complaint;
import coop.croft.controller.engine.Engine;
import coop.croft.controller.engine.Outcome;
import coop.croft.controller.engine.Submission;
import coop.croft.controller.jobs.Regeneration;
import coop.croft.controller.rights.Actor;
import coop.croft.controller.store.Jobs;
import coop.croft.core.wire.Calls.Call;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The hosts made equal to what this version of Croft renders. */
final class RegenVerbs {
  /** A new version may change a file of every domain, and nobody reads so many lines. */
  private static final int MOST_STEPS = 100;

  private final Engine engine;
  private final Regeneration job;

  RegenVerbs(Engine engine, Regeneration job) {
    this.engine = engine;
    this.job = job;
  }

  int regen(Actor actor, Call call, Reply reply) {
    String word = call.arguments().isEmpty() ? "start" : call.arguments().getFirst();
    if (call.arguments().size() > 1
        || !Set.of("start", "status", "stop", "programs").contains(word)) {
      throw new Api.Usage("regen takes start, status or stop");
    }
    if (engine.site().isEmpty()) {
      throw new Api.Denied(Engine.NO_SITE);
    }
    if (call.options().containsKey("check")) {
      return check(actor, reply);
    }
    return switch (word) {
      case "start" -> start(actor, call.options().containsKey("anew"), reply);
      case "stop" -> stop(actor, reply);
      // For the command, which holds them against the library that it has.
      case "programs" -> Everything.tell(engine, reply);
      default -> status(reply);
    };
  }

  /** What it would change; a plan like every other. */
  private int check(Actor actor, Reply reply) {
    Submission s =
        Submission.agreedTo(
            actor.label(),
            actor.through(),
            "regen",
            "",
            List.of(new Change.Renew(List.copyOf(engine.domains()), true)),
            reply::progress);
    Outcome outcome = engine.plan(s, false);
    if (outcome instanceof Outcome.Refused(List<Complaint> complaints)) {
      reply.complain(complaints);
      return Reply.REFUSED;
    }
    if (!(outcome instanceof Outcome.Planned planned)) {
      throw new IllegalStateException("a plan is planned or refused");
    }
    Plans.showSome(planned.plan(), MOST_STEPS, reply);
    return Reply.DONE;
  }

  private int start(Actor actor, boolean anew, Reply reply) {
    boolean runs = job.status().map(j -> j.state() == Jobs.State.RUNNING).orElse(false);
    show(job.start(actor.label(), anew), reply);
    if (!runs || anew) {
      record(actor, "start");
    }
    return Reply.DONE;
  }

  private int stop(Actor actor, Reply reply) {
    if (!job.stop()) {
      reply.problem("regen does not run");
      return Reply.REFUSED;
    }
    record(actor, "stop");
    return status(reply);
  }

  private void record(Actor actor, String what) {
    engine.record(
        new Audit.Entry(actor.label(), actor.through(), "regen", what, "done"),
        Concerns.wordsOf(what));
  }

  private int status(Reply reply) {
    Optional<Jobs.Job> now = job.status();
    now.ifPresent(j -> show(j, reply));
    if (now.isEmpty()) {
      reply.text("regen never ran");
    }
    return Reply.DONE;
  }

  private static void show(Jobs.Job j, Reply reply) {
    String state = j.state().name().toLowerCase(Locale.ROOT);
    reply.row(
        "regen "
            + (j.state() == Jobs.State.RUNNING ? "runs" : state)
            + ": "
            + j.done()
            + " of "
            + j.total()
            + " domains, started by "
            + j.actor()
            + " at "
            + Times.shown(j.started())
            + (j.trouble().isEmpty() ? "" : "; " + j.trouble()),
        "state",
        state,
        "done",
        j.done(),
        "total",
        j.total(),
        "by",
        j.actor(),
        "started",
        j.started().toString(),
        "moved",
        j.moved().toString(),
        "trouble",
        j.trouble());
  }
}
