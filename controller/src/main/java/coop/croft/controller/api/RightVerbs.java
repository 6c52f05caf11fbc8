package coop.croft.controller.api;

import coop.croft.controller.engine.Change;
import coop.croft.controller.engine.Complaint;
import coop.croft.controller.engine.Engine;
import coop.croft.controller.engine.Outcome;
import coop.croft.controller.rights.Actor;
import coop.croft.controller.rights.Values;
import coop.croft.core.model.Right;
import coop.croft.core.model.Rights;
import coop.croft.core.model.Site;
import coop.croft.core.wire.Calls.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Members and what they hold. */
final class RightVerbs {
  private static final Pattern ACCOUNT = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");
  private static final int WORDS = 3;
  private static final int MOST_WORDS = 202;

  private final Engine engine;
  private final ProgramVerbs programs;

  RightVerbs(Engine engine, ProgramVerbs programs) {
    this.engine = engine;
    this.programs = programs;
  }

  int whoami(Actor actor, Reply reply) {
    switch (actor) {
      case Actor.Administrator() ->
          reply.row("root, an administrator", "administrator", true, "member", "");
      case Actor.Member(String name, String via, var place) ->
          reply.row(
              name + ", a member, on " + via, "administrator", false, "member", name, "host", via);
    }
    return Reply.DONE;
  }

  int rights(Actor actor, Call call, Reply reply) {
    Optional<String> asked = call.arguments().stream().findFirst();
    String member =
        switch (actor) {
          case Actor.Member(String name, String via, var place) -> {
            if (asked.isPresent() && !asked.get().equals(name)) {
              throw new Api.Denied("a member sees own rights only");
            }
            yield name;
          }
          case Actor.Administrator() ->
              asked
                  .or(() -> Optional.ofNullable(call.options().get("as")))
                  .orElseThrow(() -> new Api.Usage("rights of whom? croft rights MEMBER"));
        };
    known(member);
    for (Right r : engine.rights().of(member)) {
      reply.row(r.toString(), "class", r.kind().label(), "value", r.value());
    }
    return Reply.DONE;
  }

  private void known(String member) {
    if (!engine.rights().members().contains(member)) {
      throw new Api.Usage(
          "there is no member " + member.replaceAll("\\p{Cc}", "?") + "; croft member list");
    }
  }

  /** A member is an account: its user, its group and its home are held from the start. */
  int memberAdd(Actor actor, String name, Reply reply) throws InterruptedException {
    if (!ACCOUNT.matcher(name).matches()) {
      throw new Api.Usage("a member has the name of an account: 1 to 32 of a-z, 0-9, _ and -");
    }
    Optional<String> reserved = Values.reserved(name);
    if (reserved.isPresent()) {
      reply.problem(reserved.get());
      return Reply.REFUSED;
    }
    Site site = site();
    Optional<String> taken = taken(site, name);
    if (taken.isPresent()) {
      reply.problem(taken.get());
      return Reply.REFUSED;
    }
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.AddMember(name));
    if (!engine.rights().members().contains(name)) {
      changes.add(new Change.Grant(name, new Right(Right.Kind.USER, name)));
      changes.add(new Change.Grant(name, new Right(Right.Kind.GROUP, name)));
      changes.add(new Change.Grant(name, new Right(Right.Kind.PATH, site.homes() + "/" + name)));
    }
    Call call = new Call("member-add", List.of(name), List.of(), java.util.Map.of());
    return quietly(actor, call, changes, name + " is a member", reply);
  }

  private Site site() {
    return engine.site().orElseThrow(() -> new Api.Denied(Engine.NO_SITE));
  }

  /** Why somebody cannot have the name that comes with being a member. */
  private Optional<String> taken(Site site, String member) {
    return site.nameOf(member)
        .flatMap(
            name ->
                engine.rights().holders(new Right(Right.Kind.DOMAIN, name)).stream()
                    .filter(other -> !other.equals(member))
                    .findFirst()
                    .map(
                        other ->
                            member
                                + " would have the name "
                                + name
                                + ", which "
                                + other
                                + " holds: croft revoke "
                                + other
                                + " domain "
                                + name));
  }

  int memberList(Reply reply) {
    Rights rights = engine.rights();
    for (String member : rights.members()) {
      long domains = rights.of(member).stream().filter(r -> r.kind() == Right.Kind.DOMAIN).count();
      int sources = engine.count(member);
      reply.row(
          member + "  " + domains + " domains, " + sources + " programs",
          "member",
          member,
          "rights",
          rights.of(member).stream().map(Right::toString).toList(),
          "programs",
          sources);
    }
    return Reply.DONE;
  }

  int grant(Actor actor, Call call, Reply reply) throws InterruptedException {
    int count = call.arguments().size();
    if (count < WORDS || count > MOST_WORDS) {
      throw new Api.Usage("grant takes MEMBER CLASS VALUE and up to 199 values more");
    }
    String member = call.arguments().getFirst();
    known(member);
    List<Change> changes = new ArrayList<>();
    List<Right> rights = new ArrayList<>();
    for (String value : call.arguments().subList(2, count)) {
      read(call.arguments().get(1), value, reply).ifPresent(rights::add);
    }
    if (rights.size() < count - 2) {
      return Reply.REFUSED;
    }
    rights.forEach(r -> changes.add(new Change.Grant(member, r)));
    String held = rights.stream().map(Right::toString).collect(Collectors.joining(", "));
    return quietly(actor, call, changes, member + " holds " + held, reply);
  }

  private Optional<Right> right(Call call, Reply reply) {
    if (call.arguments().size() != WORDS) {
      throw new Api.Usage(call.verb() + " takes MEMBER CLASS VALUE");
    }
    known(call.arguments().getFirst());
    return read(call.arguments().get(1), call.arguments().get(2), reply);
  }

  private static Optional<Right> read(String label, String value, Reply reply) {
    return switch (Values.right(label, value)) {
      case Values.Read.Good(Right right) -> Optional.of(right);
      case Values.Read.Bad(String why) -> {
        reply.problem(why);
        yield Optional.empty();
      }
    };
  }

  /** A change of rights that should not touch any host, told in one line. */
  private int quietly(Actor actor, Call call, List<Change> changes, String done, Reply reply)
      throws InterruptedException {
    String about = String.join(" ", call.arguments());
    Outcome outcome = engine.apply(programs.submission(actor, call, about, changes, reply));
    return switch (outcome) {
      case Outcome.Nothing n -> {
        reply.text(done + " already");
        yield Reply.DONE;
      }
      case Outcome.Done d -> {
        reply.text(done);
        if (d.generation() != 0) {
          Receipts.show(d.generation(), d.hosts(), reply);
        }
        yield Reply.DONE;
      }
      case Outcome.Refused(List<Complaint> complaints) -> {
        reply.complain(complaints);
        yield Reply.REFUSED;
      }
      case Outcome.Withdrawn w -> ProgramVerbs.withdrawn(reply);
      case Outcome.Asks a -> unexpected(reply);
      case Outcome.Waits w -> unexpected(reply);
      case Outcome.Undone u -> ProgramVerbs.undone(u, reply);
      case Outcome.Planned p -> unexpected(reply);
    };
  }

  private static int unexpected(Reply reply) {
    reply.problem("the change of rights would change what hosts serve; nothing was changed");
    return Reply.FAILED;
  }

  int revoke(Actor actor, Call call, Reply reply) throws InterruptedException {
    Optional<Right> right = right(call, reply);
    if (right.isEmpty()) {
      return Reply.REFUSED;
    }
    String member = call.arguments().getFirst();
    if (!engine.rights().granted(member).contains(right.get())) {
      reply.problem(
          engine.rights().of(member).contains(right.get())
              ? member + " holds " + right.get() + " by being a member, not by a grant"
              : member + " does not hold " + right.get());
      return Reply.REFUSED;
    }
    List<Change> changes = List.of(new Change.Revoke(member, right.get()));
    return programs.change(
        programs.submission(actor, call, String.join(" ", call.arguments()), changes, reply),
        call,
        reply);
  }

  int whohas(Call call, Reply reply) {
    if (call.arguments().size() != 2) {
      throw new Api.Usage("whohas takes CLASS VALUE");
    }
    Optional<Right> right = read(call.arguments().getFirst(), call.arguments().get(1), reply);
    if (right.isEmpty()) {
      return Reply.REFUSED;
    }
    var holders = engine.rights().holders(right.get());
    holders.forEach(m -> reply.row(m, "member", m));
    if (holders.isEmpty()) {
      reply.text("nobody holds " + right.get());
    }
    return Reply.DONE;
  }
}
