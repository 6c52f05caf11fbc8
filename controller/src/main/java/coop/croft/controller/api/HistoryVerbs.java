package coop.croft.controller.api;

import coop.croft.controller.audit.Audit;
import coop.croft.controller.audit.Origins;
import coop.croft.controller.engine.Change;
import coop.croft.controller.engine.Complaint;
import coop.croft.controller.engine.Engine;
import coop.croft.controller.engine.History;
import coop.croft.controller.engine.Outcome;
import coop.croft.controller.engine.Submission;
import coop.croft.controller.rights.Actor;
import coop.croft.controller.store.Database;
import coop.croft.controller.store.Past;
import coop.croft.core.model.SourceId;
import coop.croft.core.plan.Plan;
import coop.croft.core.wire.Calls.Call;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was, how it differed, and back to it. */
final class HistoryVerbs {
  private static final int USUAL = 20;

  private final Engine engine;
  private final Database db;
  private final History history;

  HistoryVerbs(Engine engine, Database db) {
    this.engine = engine;
    this.db = db;
    this.history = new History(engine);
  }

  private record Listed(List<Past.Generation> generations, Map<Long, List<Origins.Act>> acts) {}

  /** Generations, newest first; for members those that touched what is theirs. */
  int list(Optional<String> member, Call call, Reply reply) {
    if (call.arguments().size() > 1) {
      throw new Api.Usage("history takes one NAME at most");
    }
    Optional<String> name = call.arguments().stream().findFirst();
    if (name.isPresent() && !db.read(h -> Past.knew(h, member, name.get()))) {
      reply.problem("there is and was no such program");
      return Reply.REFUSED;
    }
    int last = Api.last(call, USUAL);
    Listed listed =
        db.read(
            h -> {
              List<Past.Generation> all = Past.generations(h, member, name, last + 1);
              return new Listed(
                  all, Origins.of(h, all.stream().map(Past.Generation::number).toList()));
            });
    for (Past.Generation g : listed.generations().stream().limit(last).toList()) {
      show(g, listed.acts().getOrDefault(g.number(), List.of()), member, reply);
    }
    if (listed.generations().isEmpty()) {
      reply.text("no generations yet");
    } else if (listed.generations().size() > last) {
      reply.text("there are older ones: --last N shows more");
    }
    return Reply.DONE;
  }

  private static void show(
      Past.Generation g, List<Origins.Act> acts, Optional<String> member, Reply reply) {
    Set<String> who = new LinkedHashSet<>();
    List<String> what = new ArrayList<>();
    for (Origins.Act act : acts) {
      if (member.map(m -> visible(act, m)).orElse(true)) {
        Audit.Entry e = act.row().entry();
        who.add(e.actor());
        boolean plain = e.outcome().equals("generation " + g.number());
        what.add(e.verb() + " " + e.about() + (plain ? "" : " (" + e.outcome() + ")"));
      }
    }
    if (what.isEmpty()) {
      who.add("others");
      what.add("a change of others that concerns what is yours");
    }
    reply.row(
        g.number()
            + "  "
            + Times.shown(g.time())
            + "  "
            + String.join(", ", who)
            + "  "
            + String.join(", ", what),
        "generation",
        g.number(),
        "time",
        g.time().toString(),
        "who",
        List.copyOf(who),
        "what",
        what);
  }

  /** What a member did, what concerns them, and what administrators did to the whole site. */
  private static boolean visible(Origins.Act act, String member) {
    Audit.Entry e = act.row().entry();
    return act.members().contains(member)
        || (e.via().isEmpty() ? act.members().isEmpty() : e.actor().equals(member));
  }

  /** What a generation changed, or how two differ. */
  int diff(Optional<String> member, Call call, Reply reply) {
    if (call.arguments().isEmpty() || call.arguments().size() > 2) {
      throw new Api.Usage("diff takes the number of a generation, or of two");
    }
    List<Long> numbers = new ArrayList<>();
    for (String argument : call.arguments()) {
      Optional<Long> number = known(argument, reply);
      if (number.isEmpty()) {
        return Reply.REFUSED;
      }
      numbers.add(number.get());
    }
    long to = numbers.getLast();
    long from = numbers.size() == 2 ? numbers.getFirst() : db.read(h -> Past.before(h, to));
    if (member.isPresent()) {
      history.programs(from, to, member.get()).forEach(d -> Unified.show(d, reply));
    } else {
      history.site(from, to).forEach(d -> Unified.show(d, reply));
    }
    Plan plan = history.between(from, to, member);
    Plans.show(plan, Set.of(), List.of(), reply);
    return Reply.DONE;
  }

  /** The number of a generation that there is. */
  private Optional<Long> known(String text, Reply reply) {
    if (!text.matches("[0-9]{1,18}")) {
      throw new Api.Usage("a generation has a number; croft history lists them");
    }
    long number = Long.parseLong(text);
    if (db.read(h -> Past.generation(h, number)).isEmpty()) {
      reply.problem("there is no generation " + number);
      return Optional.empty();
    }
    return Optional.of(number);
  }

  /** One program, or for administrators everything, as it was; always as a new generation. */
  int rollback(
      Actor actor,
      Optional<String> member,
      Call call,
      Reply reply,
      ProgramVerbs programs,
      HostVerbs hosts)
      throws InterruptedException {
    List<String> words = call.arguments();
    if (words.isEmpty() || words.size() > 2) {
      throw new Api.Usage("rollback takes NAME N, or as an administrator N alone");
    }
    if (words.size() == 1 && member.isPresent()) {
      throw new Api.Usage("rollback of which program? croft rollback NAME " + words.getFirst());
    }
    if (words.size() == 2 && member.isEmpty()) {
      throw new Api.Usage("an administrator says of which member the program is: --as MEMBER");
    }
    Optional<Long> to = known(words.getLast(), reply);
    if (to.isEmpty()) {
      return Reply.REFUSED;
    }
    List<Change> changes;
    String about;
    if (words.size() == 1) {
      changes = history.back(to.get());
      about = "everything to generation " + to.get();
    } else {
      SourceId id = new SourceId(member.orElseThrow(), words.getFirst());
      if (!db.read(h -> Past.knew(h, member, id.name()))) {
        reply.problem("there is and was no such program");
        return Reply.REFUSED;
      }
      changes = history.back(id, to.get());
      about = id.name() + " of " + id.member() + " to generation " + to.get();
    }
    Submission s = programs.submission(actor, call, about, changes, reply);
    if (engine.plan(s.anew(), false) instanceof Outcome.Refused(List<Complaint> complaints)) {
      reply.complain(complaints);
      reply.problem(
          "what was right in generation "
              + to.get()
              + " is not right any more, so it cannot come back; nothing was changed");
      return Reply.REFUSED;
    }
    int exit = programs.change(s, call, reply);
    hosts.siteTaken();
    return exit;
  }
}
