package coop.croft.controller.api;

import coop.croft.controller.audit.Audit;
import coop.croft.controller.engine.Change;
import coop.croft.controller.engine.Complaint;
import coop.croft.controller.engine.Engine;
import coop.croft.controller.engine.Outcome;
import coop.croft.controller.engine.Submission;
import coop.croft.controller.fleet.Fleet;
import coop.croft.controller.rights.Actor;
import coop.croft.controller.store.Database;
import coop.croft.controller.store.Hosts;
import coop.croft.controller.trust.Authority;
import coop.croft.controller.trust.JoinToken;
import coop.croft.core.model.Host;
import coop.croft.core.model.Site;
import coop.croft.core.wire.Calls;
import coop.croft.core.wire.Calls.Call;
import coop.croft.lang.SourceText;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Hosts and the site that names them. */
public final class HostVerbs {
  private static final int FILES = 100;

  private final Engine engine;
  private final Database db;
  private final Authority authority;
  private final Clock clock;
  private final java.util.function.IntSupplier port;
  private final SiteListener listener;

  /** Hears of a site that was taken in. */
  public interface SiteListener {
    void taken(Site site);
  }

  /**
   * @param port at which agents reach the controller
   */
  public HostVerbs(
      Engine engine,
      Database db,
      Authority authority,
      Clock clock,
      java.util.function.IntSupplier port,
      SiteListener listener) {
    this.engine = engine;
    this.db = db;
    this.authority = authority;
    this.clock = clock;
    this.port = port;
    this.listener = listener;
  }

  /** The answer's one line is the token, so that it can be handed on by a script. */
  int add(Actor actor, String host, Reply reply) {
    Site site = engine.site().orElseThrow(() -> new Api.Denied(Engine.NO_SITE));
    if (site.host(host).isEmpty()) {
      reply.problem(
          "the site names no host "
              + host.replaceAll("\\p{Cc}", "?")
              + "; add it to site.dtl first");
      return Reply.REFUSED;
    }
    Optional<String> url = url(site);
    if (url.isEmpty()) {
      reply.problem("no host of the site has the role controller and an address");
      return Reply.REFUSED;
    }
    JoinToken token = JoinToken.fresh(host, authority, url.get());
    Instant expires = clock.instant().plus(JoinToken.LIFE);
    db.write(
        h -> {
          Hosts.putToken(h, JoinToken.hash(token.secret()), host, expires);
          Audit.append(
              h,
              clock.instant(),
              new Audit.Entry(actor.label(), actor.through(), "host-add", host, "token made"));
          return 0;
        });
    reply.progress("on " + host + ", within an hour: croft-agent join TOKEN");
    reply.row(token.text(), "host", host, "token", token.text(), "expires", expires.toString());
    return Reply.DONE;
  }

  /**
   * From now on nothing that the host says counts, whatever it is in the middle of, and the others
   * get other keys than it knows.
   */
  int revoke(Actor actor, String host, Reply reply) throws InterruptedException {
    Optional<Hosts.Joined> joined = db.read(h -> Hosts.find(h, host));
    if (joined.isEmpty()) {
      reply.problem("no host " + host.replaceAll("\\p{Cc}", "?") + " has joined");
      return Reply.REFUSED;
    }
    if (joined.get().revoked().isPresent()) {
      reply.problem(
          host + " was revoked " + Times.shown(joined.get().revoked().get()) + " already");
      return Reply.REFUSED;
    }
    Instant now = clock.instant();
    db.write(
        h -> {
          Hosts.revoke(h, host, now);
          Audit.append(
              h, now, new Audit.Entry(actor.label(), actor.through(), "host-revoke", host, "done"));
          return 0;
        });
    reply.enter();
    engine.revoked(host);
    reply.text(host + " speaks for nobody any more, and gets nothing any more");
    if (!hasOtherKeys(actor, host, reply)) {
      reply.problem(
          "its keys for zone transfers and the like still open what they did: croft regen start");
      return Reply.FAILED;
    }
    reply.progress("what runs there goes on running; to let it in again: croft host add " + host);
    return Reply.DONE;
  }

  /** Brings the secrets that were made anew to the hosts; a host that is off gets them later. */
  private boolean hasOtherKeys(Actor actor, String host, Reply reply) throws InterruptedException {
    Submission renewal =
        Submission.agreedTo(
            actor.label(),
            actor.through(),
            "host-revoke",
            host,
            List.of(new Change.Renew(List.of(), false)),
            reply::progress);
    return switch (engine.apply(renewal)) {
      case Outcome.Done done -> true;
      case Outcome.Nothing nothing -> true;
      case Outcome.Refused(List<Complaint> complaints) -> {
        reply.complain(complaints);
        yield false;
      }
      case Outcome o -> false;
    };
  }

  private Optional<String> url(Site site) {
    return site.with("controller").stream()
        .flatMap(
            h ->
                java.util.stream.Stream.concat(
                    h.ipv4().stream(), h.ipv6().stream().map(a -> "[" + a + "]")))
        .findFirst()
        .map(a -> "https://" + a + ":" + port.getAsInt());
  }

  int list(Reply reply) {
    SortedMap<String, Fleet.Standing> standings = engine.standings();
    SortedMap<String, Hosts.Joined> joined = db.read(Hosts::all);
    List<Host> hosts = engine.site().map(Site::hosts).orElse(List.of());
    for (Host host : hosts) {
      Optional<Fleet.Standing> s = Optional.ofNullable(standings.get(host.name()));
      reply.row(
          host.name()
              + "  "
              + String.join(" ", host.roles())
              + "  "
              + sentence(s, Optional.ofNullable(joined.get(host.name()))),
          "host",
          host.name(),
          "roles",
          List.copyOf(host.roles()),
          "joined",
          s.map(Fleet.Standing::joined).orElse(false),
          "reachable",
          s.map(Fleet.Standing::reachable).orElse(false),
          "live",
          s.map(Fleet.Standing::live).orElse(0L),
          "wanted",
          s.map(Fleet.Standing::target).orElse(0L),
          "trouble",
          s.map(Fleet.Standing::trouble).orElse(""),
          "revoked",
          revoked(joined, host).map(Instant::toString).orElse(""),
          "certificate",
          ends(joined, host).map(Instant::toString).orElse(""));
    }
    return Reply.DONE;
  }

  private static Optional<Instant> revoked(SortedMap<String, Hosts.Joined> joined, Host host) {
    return Optional.ofNullable(joined.get(host.name())).flatMap(Hosts.Joined::revoked);
  }

  /** When a host's certificate ends. */
  private static Optional<Instant> ends(SortedMap<String, Hosts.Joined> joined, Host host) {
    return Optional.ofNullable(joined.get(host.name()))
        .map(j -> Authority.certificate(j.certificate()).getNotAfter().toInstant());
  }

  private String sentence(Optional<Fleet.Standing> standing, Optional<Hosts.Joined> joined) {
    Optional<Instant> revoked = joined.flatMap(Hosts.Joined::revoked);
    if (revoked.isPresent()) {
      return "revoked " + Times.shown(revoked.get());
    }
    if (standing.isEmpty() || !standing.get().joined()) {
      return "has not joined";
    }
    Fleet.Standing s = standing.get();
    String state;
    if (s.target() == 0) {
      state = "nothing to run";
    } else if (s.isCurrent()) {
      state = "live at generation " + s.live();
    } else {
      state = "behind: generation " + s.live() + " of " + s.target();
    }
    if (!s.reachable()) {
      state += ", cannot be reached since " + Times.shown(s.seen());
    }
    state += joined.map(this::certificate).orElse("");
    return s.trouble().isEmpty() ? state : state + "; " + s.trouble();
  }

  private String certificate(Hosts.Joined host) {
    X509Certificate c = Authority.certificate(host.certificate());
    String end = Times.shown(c.getNotAfter().toInstant());
    return authority.isOver(c)
        ? ", certificate ended " + end + ": it joins again, croft host add " + host.name()
        : ", certificate until " + end;
  }

  int takeSite(Actor actor, Call call, Reply reply, ProgramVerbs programs)
      throws InterruptedException {
    if (call.programs().isEmpty() || call.programs().size() > FILES) {
      throw new Api.Usage("a site has 1 to " + FILES + " files");
    }
    List<SourceText> files = new ArrayList<>();
    for (Calls.Program p : call.programs()) {
      files.add(new SourceText(p.name() + ".dtl", p.text().getBytes(StandardCharsets.UTF_8)));
    }
    if (files.stream().noneMatch(f -> f.file().equals(RetirementVerbs.FILE))) {
      // Which hosts are drained is not in the administrators' directory.
      engine.siteFiles().stream()
          .filter(f -> f.file().equals(RetirementVerbs.FILE))
          .forEach(files::add);
    }
    files.sort(
        java.util.Comparator.comparing((SourceText f) -> !f.file().equals("site.dtl"))
            .thenComparing(SourceText::file));
    int exit =
        programs.change(
            programs.submission(
                actor, call, "the site", List.of(new Change.TakeSite(List.copyOf(files))), reply),
            call,
            reply);
    siteTaken();
    return exit;
  }

  /** Tells whoever depends on the site that it may be another one. */
  void siteTaken() {
    engine.site().ifPresent(listener::taken);
  }
}
