package coop.croft.controller.api;

import coop.croft.controller.audit.Audit;
import coop.croft.controller.audit.Concerns;
import coop.croft.controller.certificates.Certifier;
import coop.croft.controller.engine.Engine;
import coop.croft.controller.engine.Stopping;
import coop.croft.controller.fleet.Questions;
import coop.croft.controller.jobs.Regeneration;
import coop.croft.controller.rights.Actor;
import coop.croft.controller.store.Database;
import coop.croft.core.wire.Calls;
import coop.croft.core.wire.Calls.Call;
import coop.croft.core.wire.Calls.Event;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All verbs, for whoever calls and through whichever door. Nothing that a client worked out is
 * believed: it names programs, rights and hosts, and everything is checked here.
 */
public final class Api {
  private static final Logger LOG = LoggerFactory.getLogger(Api.class);
  private static final Pattern ACCOUNT = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");
  private final Engine engine;
  private final ProgramVerbs programs;
  private final RightVerbs rights;
  private final PremisesVerb premises;
  private final HostVerbs hosts;
  private final LookVerbs looks;
  private final HistoryVerbs history;
  private final AuditVerbs audit;
  private final RegenVerbs regen;
  private final BackupVerb backup;
  private final RetirementVerbs retirement;

  public Api(
      Engine engine,
      Questions questions,
      HostVerbs hosts,
      Regeneration regeneration,
      BackupVerb backup,
      Certifier certifier,
      Database db,
      Clock clock) {
    this.engine = engine;
    this.backup = backup;
    this.looks = new LookVerbs(engine, questions, certifier);
    this.history = new HistoryVerbs(engine, db);
    this.audit = new AuditVerbs(db);
    this.regen = new RegenVerbs(engine, regeneration);
    this.hosts = hosts;
    this.retirement = new RetirementVerbs(engine, db, clock, hosts);
    this.programs = new ProgramVerbs(engine, certifier, new FirstLook(engine, questions));
    this.rights = new RightVerbs(engine, programs);
    this.premises = new PremisesVerb(engine);
  }

  /** Answers a call; the last event is DONE, whatever happens. */
  public void handle(Actor actor, Call call, Consumer<Event> events) throws InterruptedException {
    Reply reply = new Reply(events);
    int exit;
    boolean denied = false;
    try {
      exit = dispatch(actor, call, reply);
    } catch (Usage u) {
      reply.problem(u.sentence);
      exit = Reply.USAGE;
    } catch (Denied d) {
      LOG.warn(
          "{} via \"{}\": {} refused: {}", actor.label(), actor.through(), call.verb(), d.sentence);
      reply.problem(d.sentence);
      exit = Reply.REFUSED;
      denied = true;
    } catch (Stopping e) {
      reply.problem(e.sentence());
      exit = Reply.FAILED;
    } catch (Database.Unwritable e) {
      LOG.error("{} of {} failed", call.verb(), actor.label(), e);
      reply.problem(e.sentence());
      exit = Reply.FAILED;
    } catch (RuntimeException e) {
      LOG.error("{} of {} failed", call.verb(), actor.label(), e);
      reply.problem("the controller failed; an administrator finds the reason in its log");
      exit = Reply.FAILED;
    }
    boolean always = Verb.of(call.verb()).map(v -> v.kept() == Verb.Kept.ALWAYS).orElse(false);
    boolean act = always && (denied || !"true".equals(call.options().get("dry")));
    if (exit != Reply.DONE && act && !reply.isEntered()) {
      enter(actor, call, exit);
    }
    reply.done(exit);
  }

  /** A refusal stands even if the log has no room for it. */
  private void enter(Actor actor, Call call, int exit) {
    String about = about(call);
    try {
      engine.record(
          new Audit.Entry(actor.label(), actor.through(), call.verb(), about, "refused, " + exit),
          Concerns.wordsOf(about).and(concerned(actor, call), List.of()));
    } catch (RuntimeException e) {
      LOG.error("not in the audit log: {} of {}, refused", call.verb(), actor.label(), e);
    }
  }

  /** The member whom an administrator's call was about; what a member names is only words. */
  private List<String> concerned(Actor actor, Call call) {
    if (actor instanceof Actor.Member) {
      return List.of();
    }
    return Stream.concat(
            Optional.ofNullable(call.options().get("as")).stream(),
            call.arguments().stream().limit(1))
        .filter(engine.rights().members()::contains)
        .toList();
  }

  private static String about(Call call) {
    StringBuilder out = new StringBuilder(String.join(" ", call.arguments()));
    for (Calls.Program p : call.programs()) {
      out.append(out.isEmpty() ? "" : " ").append(p.name());
    }
    return out.length() > 500 ? out.substring(0, 500) + "…" : out.toString();
  }

  /** A call that makes no sense as it stands. */
  static final class Usage extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String sentence;

    Usage(String sentence) {
      super(sentence, null, false, false);
      this.sentence = sentence;
    }
  }

  /** A call that this caller may not make. */
  static final class Denied extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String sentence;

    Denied(String sentence) {
      super(sentence, null, false, false);
      this.sentence = sentence;
    }
  }

  private int dispatch(Actor actor, Call call, Reply reply) throws InterruptedException {
    Verb verb =
        Verb.of(call.verb())
            .orElseThrow(
                () ->
                    new Usage(
                        call.verb().replaceAll("\\p{Cc}", "?")
                            + ": the controller knows no such verb"));
    boolean administrator = actor instanceof Actor.Administrator;
    if (!administrator && verb.audience() == Verb.For.ADMINISTRATORS) {
      throw new Denied(verb.word().replace('-', ' ') + " is for administrators");
    }
    if (!administrator && call.options().containsKey("as")) {
      throw new Denied("only administrators act for others");
    }
    return switch (verb) {
      case CHECK -> programs.check(member(actor, call), call, reply);
      case PLAN -> programs.plan(actor, member(actor, call), call, reply);
      case APPLY -> programs.apply(actor, member(actor, call), call, reply);
      case REMOVE -> programs.remove(actor, member(actor, call), call, reply);
      case STATUS -> programs.status(maybeMember(actor, call), call, reply, hosts);
      case LOGS -> looks.logs(maybeMember(actor, call), call, reply);
      case STATISTICS -> looks.statistics(maybeMember(actor, call), call, reply);
      case DOCTOR -> looks.doctor(maybeMember(actor, call), call, reply);
      case HISTORY -> history.list(maybeMember(actor, call), call, reply);
      case DIFF -> history.diff(maybeMember(actor, call), call, reply);
      case ROLLBACK ->
          history.rollback(actor, maybeMember(actor, call), call, reply, programs, hosts);
      case AUDIT -> audit.show(actor, call, reply);
      case WHOAMI -> rights.whoami(actor, reply);
      case RIGHTS -> rights.rights(actor, call, reply);
      case PREMISES -> premises.tell(member(actor, call), reply);
      case MEMBER_ADD -> rights.memberAdd(actor, one(call, "NAME"), reply);
      case MEMBER_LIST -> rights.memberList(reply);
      case GRANT -> rights.grant(actor, call, reply);
      case REVOKE -> rights.revoke(actor, call, reply);
      case WHOHAS -> rights.whohas(call, reply);
      case HOST_ADD -> hosts.add(actor, one(call, "HOST"), reply);
      case HOST_REVOKE -> hosts.revoke(actor, one(call, "HOST"), reply);
      case HOST_DRAIN -> retirement.drain(actor, call, true, reply, programs);
      case HOST_UNDRAIN -> retirement.drain(actor, call, false, reply, programs);
      case HOST_REMOVE -> retirement.remove(actor, call, reply);
      case HOST_LIST -> hosts.list(reply);
      case BACKUP -> backup.write(actor, reply);
      case REGEN -> regen.regen(actor, call, reply);
      case SITE -> hosts.takeSite(actor, call, reply, programs);
    };
  }

  /** How many lines of a long answer are wanted: {@code --last N}. */
  static int last(Call call, int usual) {
    String last = call.options().get("last");
    if (last == null) {
      return usual;
    }
    if (!last.matches("[0-9]{1,4}") || Integer.parseInt(last) == 0) {
      throw new Usage("--last takes a number from 1 to 9999");
    }
    return Integer.parseInt(last);
  }

  static String one(Call call, String what) {
    if (call.arguments().size() != 1) {
      throw new Usage(call.verb().replace('-', ' ') + " takes one " + what);
    }
    return call.arguments().getFirst();
  }

  /** For whom programs are checked and applied. */
  private String member(Actor actor, Call call) {
    return maybeMember(actor, call)
        .orElseThrow(() -> new Usage("an administrator says for which member: --as MEMBER"));
  }

  private Optional<String> maybeMember(Actor actor, Call call) {
    return switch (actor) {
      case Actor.Member(String name, String via, var place) -> Optional.of(name);
      case Actor.Administrator() -> {
        String as = call.options().get("as");
        if (as == null) {
          yield Optional.empty();
        }
        if (!ACCOUNT.matcher(as).matches() || !engine.rights().members().contains(as)) {
          throw new Usage("there is no member " + as.replaceAll("\\p{Cc}", "?"));
        }
        yield Optional.of(as);
      }
    };
  }
}
