package coop.croft.controller.api;

import coop.croft.controller.certificates.Certifier;
import coop.croft.controller.engine.Change;
import coop.croft.controller.engine.Complaint;
import coop.croft.controller.engine.Engine;
import coop.croft.controller.engine.Outcome;
import coop.croft.controller.engine.Submission;
import coop.croft.controller.engine.Things;
import coop.croft.controller.fleet.Fleet;
import coop.croft.controller.rights.Actor;
import coop.croft.core.model.SourceId;
import coop.croft.core.plan.Plan;
import coop.croft.core.wire.Calls;
import coop.croft.core.wire.Calls.Call;
import coop.croft.core.wire.Wire;
import coop.croft.lang.SourceText;
import coop.croft.services.ResourceText;
import coop.croft.services.Unit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What members do with their programs. */
final class ProgramVerbs {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final int TOGETHER = 200;

  /**
   * Of one program. Compiling takes some 80 times as much memory, and the controller has 384 MB for
   * everything.
   */
  private static final int PROGRAM_BYTES = 1 << 20;

  /** What is looked at once it is live; a site's own files change more than anybody reads about. */
  private static final Set<String> LOOKED_AT = Set.of(Verb.APPLY.word(), Verb.ROLLBACK.word());

  private final Engine engine;
  private final Certifier certifier;
  private final FirstLook firstLook;

  ProgramVerbs(Engine engine, Certifier certifier, FirstLook firstLook) {
    this.engine = engine;
    this.certifier = certifier;
    this.firstLook = firstLook;
  }

  int check(String member, Call call, Reply reply) {
    Submission s = submission(new Actor.Member(member, ""), member, call, reply);
    Outcome outcome = engine.plan(s, false);
    if (outcome instanceof Outcome.Refused(List<Complaint> complaints)) {
      reply.complain(complaints);
      return Reply.REFUSED;
    }
    if (outcome instanceof Outcome.Planned planned) {
      if ("true".equals(call.options().get("resources"))) {
        planned.configured().forEach((id, units) -> configured(id, units, reply));
      } else {
        planned.warnings().forEach(w -> reply.row("warning: " + w, "warning", w));
      }
    }
    return Reply.DONE;
  }

  private static void configured(SourceId id, List<Unit> units, Reply reply) {
    List<String> lines = ResourceText.of(units);
    reply.text(String.join("\n", lines), Wire.write(new Calls.Configured(id.name(), lines)));
  }

  int plan(Actor actor, String member, Call call, Reply reply) {
    return plan(submission(actor, member, call, reply), call, reply);
  }

  int apply(Actor actor, String member, Call call, Reply reply) throws InterruptedException {
    return change(submission(actor, member, call, reply), call, reply);
  }

  int remove(Actor actor, String member, Call call, Reply reply) throws InterruptedException {
    String name = Api.one(call, "NAME");
    SourceId id = new SourceId(member, name);
    if (!isKnown(id)) {
      reply.problem("there is no program " + name.replaceAll("\\p{Cc}", "?") + " of " + member);
      return Reply.REFUSED;
    }
    return change(
        submission(actor, call, name + " of " + member, List.of(new Change.Remove(id)), reply),
        call,
        reply);
  }

  /** Whether a program is in force, or waits, or has something to tell its owner. */
  private boolean isKnown(SourceId id) {
    Optional<String> owner = Optional.of(id.member());
    return engine.has(id)
        || engine.waitingForHosts(owner).stream().anyMatch(c -> c.programs().containsKey(id))
        || engine.notices().containsKey(id);
  }

  private Submission submission(Actor actor, String member, Call call, Reply reply) {
    if (call.programs().isEmpty() || call.programs().size() > TOGETHER) {
      throw new Api.Usage(call.verb() + " takes 1 to " + TOGETHER + " programs");
    }
    List<Change> changes = new ArrayList<>();
    Set<String> names = new TreeSet<>();
    for (Calls.Program p : call.programs()) {
      if (!NAME.matcher(p.name()).matches()) {
        throw new Api.Usage(
            "a program's name is made of 1 to 100 letters, digits, dots, underscores and hyphens");
      }
      if (!names.add(p.name())) {
        throw new Api.Usage("two programs are called " + p.name());
      }
      byte[] text = p.text().getBytes(StandardCharsets.UTF_8);
      if (text.length > PROGRAM_BYTES) {
        throw new Api.Usage(
            p.name() + " is larger than the 1 MiB that a program may have; split it into several");
      }
      changes.add(new Change.Put(new SourceId(member, p.name()), new SourceText(p.file(), text)));
    }
    String about = String.join(" ", names) + " of " + member;
    return submission(actor, call, about, changes, reply);
  }

  /** A submission with the options of a call. */
  Submission submission(Actor actor, Call call, String about, List<Change> changes, Reply reply) {
    return new Submission(
        actor.label(),
        actor.through(),
        actor.place(),
        call.verb(),
        about,
        changes,
        base(call),
        "true".equals(call.options().get("yes")),
        reply::progress);
  }

  private static OptionalLong base(Call call) {
    String base = call.options().get("base");
    if (base == null) {
      return OptionalLong.empty();
    }
    if (!base.matches("[0-9]{1,18}")) {
      throw new Api.Usage("base is the number of a generation");
    }
    return OptionalLong.of(Long.parseLong(base));
  }

  /** Plans or does, as the call says. */
  int change(Submission s, Call call, Reply reply) throws InterruptedException {
    if ("true".equals(call.options().get("dry"))) {
      return plan(s, call, reply);
    }
    Outcome outcome = engine.apply(s);
    int exit = tell(outcome, s, reply);
    if (outcome instanceof Outcome.Done done && LOOKED_AT.contains(call.verb())) {
      firstLook.at(s, done.plan(), reply);
    }
    return exit;
  }

  private int plan(Submission s, Call call, Reply reply) {
    boolean files = "true".equals(call.options().get("diff"));
    Outcome outcome = engine.plan(s, files);
    if (outcome instanceof Outcome.Refused(List<Complaint> complaints)) {
      reply.complain(complaints);
      return Reply.REFUSED;
    }
    if (!(outcome instanceof Outcome.Planned planned)) {
      throw new IllegalStateException("a plan is planned or refused");
    }
    planned.files().forEach(f -> Unified.show(f, reply));
    if (planned.waits().isPresent()) {
      Plans.show(waiting(planned.plan(), planned.waits().get()), Set.of(), List.of(), reply);
    } else {
      List<String> away = planned.hosts().stream().filter(h -> !engine.isReachable(h)).toList();
      Plans.show(planned.plan(), planned.takenDown(), away, reply);
    }
    return Reply.DONE;
  }

  private int tell(Outcome outcome, Submission s, Reply reply) {
    // Whether the caller has not seen the plan yet.
    boolean fresh = s.base().isEmpty();
    return switch (outcome) {
      case Outcome.Nothing(var plan) -> {
        if (fresh) {
          Plans.notes(plan, reply);
        }
        nothing(s.programs(), reply);
        yield Reply.DONE;
      }
      case Outcome.Refused(List<Complaint> complaints) -> {
        reply.complain(complaints);
        yield Reply.REFUSED;
      }
      case Outcome.Withdrawn w -> withdrawn(reply);
      case Outcome.Asks(var plan) -> {
        Plans.lines(plan, reply);
        reply.problem("this would remove something and nobody agreed to it; nothing was changed");
        yield Reply.REFUSED;
      }
      case Outcome.Waits waits -> {
        if (fresh) {
          Plans.lines(waits.plan(), reply);
        }
        yield waits(waits, reply);
      }
      case Outcome.Done done -> {
        if (fresh) {
          Plans.lines(done.plan(), reply);
          Plans.takenDown(done.takenDown(), reply);
        }
        Receipts.show(done.generation(), done.hosts(), reply);
        done.ends().forEach((host, due) -> reply.text(Remark.ends(host, due)));
        yield Reply.DONE;
      }
      case Outcome.Undone undone -> undone(undone, reply);
      case Outcome.Planned p -> throw new IllegalStateException("an apply is not only planned");
    };
  }

  /** Of programs that are in force already; hosts may still be on their way to them. */
  private void nothing(List<SourceId> ids, Reply reply) {
    SortedMap<String, Fleet.Standing> standings = engine.standings();
    List<String> hosts =
        engine.programs(Optional.empty()).stream()
            .filter(p -> ids.isEmpty() || ids.contains(p.id()))
            .flatMap(p -> p.hosts().stream())
            .distinct()
            .sorted()
            .toList();
    List<String> late = late(hosts, standings);
    if (late.isEmpty()) {
      reply.text("nothing to do: everything is as it should be");
      return;
    }
    reply.row("nothing to do: " + Receipts.where(hosts, late), "hosts", hosts, "behind", late);
    late.forEach(h -> trouble(standings.get(h), h, reply));
  }

  private static List<String> late(
      List<String> hosts, SortedMap<String, Fleet.Standing> standings) {
    return hosts.stream()
        .filter(
            h ->
                !Optional.ofNullable(standings.get(h)).map(Fleet.Standing::isCurrent).orElse(false))
        .toList();
  }

  /** Said to nobody, but it is also what the audit log and the exit status go by. */
  static int withdrawn(Reply reply) {
    reply.problem("nobody listened any more, so the change was withdrawn; nothing was changed");
    return Reply.FAILED;
  }

  private static int waits(Outcome.Waits waits, Reply reply) {
    if (waits.kept()) {
      reply.row(waitsFor(waits.host()), "waits", waits.host());
      reply.enter();
    } else {
      reply.problem(
          "this moves something to "
              + waits.host()
              + ", which cannot be reached; nothing was changed, apply again when it is back");
    }
    return Reply.FAILED;
  }

  private static Plan waiting(Plan plan, String host) {
    List<String> notes = new ArrayList<>(plan.notes());
    notes.add(waitsFor(host));
    return new Plan(plan.base(), plan.steps(), notes);
  }

  private static String waitsFor(String host) {
    return "waits for " + host + "; it will be applied when " + host + " is back";
  }

  static int undone(Outcome.Undone undone, Reply reply) {
    reply.complain(undone.complaints());
    reply.problem(
        undone.host()
            + " did not come up with the change: generation "
            + undone.generation()
            + " was undone everywhere by generation "
            + undone.restored());
    Receipts.hosts(undone.hosts(), reply);
    boolean ours = undone.complaints().stream().anyMatch(c -> c instanceof Complaint.AtPlace);
    return ours ? Reply.REFUSED : Reply.FAILED;
  }

  /** Own programs and where they are live; for administrators all of them, and the hosts. */
  int status(Optional<String> member, Call call, Reply reply, HostVerbs hosts) {
    Optional<String> name = call.arguments().stream().findFirst();
    List<Engine.Program> all =
        Stream.concat(
                engine.programs(member).stream(),
                member.stream().flatMap(m -> new Things(engine).byItself(m).stream()))
            .filter(p -> name.map(p.id().name()::equals).orElse(true))
            .toList();
    List<Remark> remarks = Remark.of(engine, certifier, member, name);
    if (name.isPresent() && all.isEmpty() && remarks.isEmpty()) {
      reply.problem("there is no such program");
      return Reply.REFUSED;
    }
    SortedMap<String, Fleet.Standing> standings = engine.standings();
    for (Engine.Program p : all) {
      List<String> late = late(p.hosts(), standings);
      String shown = member.isPresent() ? p.id().name() : p.id().toString();
      reply.row(
          shown + "  " + String.join(" ", p.domains()) + "  " + Receipts.where(p.hosts(), late),
          "program",
          p.id().toString(),
          "generation",
          p.since(),
          "domains",
          p.domains(),
          "hosts",
          p.hosts(),
          "behind",
          late);
      if (member.isPresent()) {
        late.forEach(h -> trouble(standings.get(h), h, reply));
      }
    }
    remarks.forEach(r -> r.show(member.isEmpty(), reply));
    if (all.isEmpty() && remarks.isEmpty() && member.isPresent()) {
      reply.text("no programs yet");
    }
    if (member.isEmpty()) {
      hosts.list(reply);
    }
    return Reply.DONE;
  }

  private static void trouble(
      Fleet.@org.jspecify.annotations.Nullable Standing s, String host, Reply reply) {
    boolean away = s == null || !s.reachable();
    reply.text(
        "  "
            + host
            + (away
                ? " cannot be reached; it gets this when it returns"
                : " is on its way to the latest state"));
  }

  static String names(Set<SourceId> ids) {
    return ids.stream().map(SourceId::toString).collect(Collectors.joining(", "));
  }
}
