package coop.croft.controller.api;

import coop.croft.controller.audit.Audit;
import coop.croft.controller.engine.Change;
import coop.croft.controller.engine.Engine;
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
    List<Host> hosts = engine.site().map(Site::hosts).orElse(List.of());
    for (Host host : hosts) {
      Optional<Fleet.Standing> s = Optional.ofNullable(standings.get(host.name()));
      reply.row(
          host.name() + "  " + String.join(" ", host.roles()) + "  " + sentence(s),
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
          s.map(Fleet.Standing::trouble).orElse(""));
    }
    return Reply.DONE;
  }

  private static String sentence(Optional<Fleet.Standing> standing) {
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
      state +=
          ", cannot be reached since "
              + s.seen().truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    }
    return s.trouble().isEmpty() ? state : state + "; " + s.trouble();
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
