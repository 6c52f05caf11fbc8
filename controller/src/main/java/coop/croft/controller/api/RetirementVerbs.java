package coop.croft.controller.api;

import coop.croft.controller.audit.Audit;
import coop.croft.controller.engine.Change;
import coop.croft.controller.engine.Engine;
import coop.croft.controller.engine.Submission;
import coop.croft.controller.rights.Actor;
import coop.croft.controller.store.Database;
import coop.croft.controller.store.Hosts;
import coop.croft.core.model.Host;
import coop.croft.core.model.Site;
import coop.croft.core.plan.Plan;
import coop.croft.core.plan.Step;
import coop.croft.core.wire.Calls.Call;
import coop.croft.lang.SourceText;
import coop.croft.services.base.Nodes;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A host on its way out: drained, while others take over and it goes on answering those who come;
 * then taken out of the site; then forgotten. Which hosts are drained is a setting of the site, in
 * a file of its own that the controller keeps beside those of the administrators.
 */
final class RetirementVerbs {
  /** The file of the site that says which hosts are drained. */
  static final String FILE = "drained.dtl";

  private final Engine engine;
  private final Database db;
  private final Clock clock;
  private final HostVerbs hosts;

  RetirementVerbs(Engine engine, Database db, Clock clock, HostVerbs hosts) {
    this.engine = engine;
    this.db = db;
    this.clock = clock;
    this.hosts = hosts;
  }

  /**
   * A plan like any other: what is put where the site chooses moves away, and programs that name
   * the host themselves are in the way, at their lines.
   *
   * @param on false: takes it back
   */
  int drain(Actor actor, Call call, boolean on, Reply reply, ProgramVerbs programs)
      throws InterruptedException {
    String name = Api.one(call, "HOST");
    Site site = engine.site().orElseThrow(() -> new Api.Denied(Engine.NO_SITE));
    if (on && site.host(name).isEmpty()) {
      reply.problem("the site names no host " + name.replaceAll("\\p{Cc}", "?"));
      return Reply.REFUSED;
    }
    Set<String> drained = drained(site);
    if (!drained.isEmpty() && !isOurs()) {
      reply.problem("the site's own files say what is Drained: change it there and apply the site");
      return Reply.REFUSED;
    }
    if (on) {
      drained.add(name);
    } else {
      drained.remove(name);
    }
    int exit =
        programs.change(
            programs.submission(
                actor, call, name, List.of(new Change.TakeSite(files(drained))), reply),
            call,
            reply);
    hosts.siteTaken();
    return exit;
  }

  private static Set<String> drained(Site site) {
    return site.hosts().stream()
        .filter(Nodes::isDrained)
        .map(Host::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private boolean isOurs() {
    return engine.siteFiles().stream().anyMatch(f -> f.file().equals(FILE));
  }

  /** The site's files, with those hosts drained. */
  private List<SourceText> files(Set<String> drained) {
    List<SourceText> files = new ArrayList<>(engine.siteFiles());
    files.removeIf(f -> f.file().equals(FILE));
    if (!drained.isEmpty()) {
      String names =
          drained.stream().map(n -> '"' + n + '"').collect(Collectors.joining(", ", "[", "]"));
      String text = "val Drained : [site_host] = " + names + ";\n";
      files.add(new SourceText(FILE, text.getBytes(StandardCharsets.UTF_8)));
    }
    return List.copyOf(files);
  }

  /** Forgets a host that is no part of the site any more. */
  int remove(Actor actor, Call call, Reply reply) throws InterruptedException {
    String name = Api.one(call, "HOST");
    if (engine.site().flatMap(s -> s.host(name)).isPresent()) {
      reply.problem(
          "the site names " + name + ": take it out of site.dtl and apply the site first");
      engine.programs(Optional.empty()).stream()
          .filter(p -> p.hosts().contains(name))
          .forEach(p -> reply.problem("the program " + p.id() + " has something on " + name));
      return Reply.REFUSED;
    }
    if (!engine.standings().containsKey(name)) {
      reply.problem("there is no host " + name.replaceAll("\\p{Cc}", "?"));
      return Reply.REFUSED;
    }
    Plan plan =
        new Plan(
            engine.generation(),
            List.of(new Step(name, "controller", "", Step.Kind.REMOVE, sentence(name))),
            List.of());
    if ("true".equals(call.options().get("dry"))) {
      Plans.show(plan, Set.of(), List.of(), reply);
      return Reply.DONE;
    }
    if (!"true".equals(call.options().get("yes"))) {
      Plans.lines(plan, reply);
      reply.problem("this would remove something and nobody agreed to it; nothing was changed");
      return Reply.REFUSED;
    }
    Instant now = clock.instant();
    db.write(
        h -> {
          Hosts.forget(h, name);
          Audit.append(
              h, now, new Audit.Entry(actor.label(), actor.through(), call.verb(), name, "done"));
          return 0;
        });
    reply.enter();
    engine.forget(name);
    if (isOurs()) {
      // A host of that name that comes later is not drained.
      Set<String> drained = engine.site().map(RetirementVerbs::drained).orElseGet(TreeSet::new);
      engine.apply(
          Submission.agreedTo(
              actor.label(),
              actor.through(),
              call.verb(),
              name,
              List.of(new Change.TakeSite(files(drained))),
              reply::progress));
    }
    reply.text(name + " is forgotten");
    return Reply.DONE;
  }

  private String sentence(String name) {
    boolean left =
        Optional.ofNullable(engine.standings().get(name))
            .map(s -> s.joined() && !s.isCurrent())
            .orElse(false);
    return "forget its certificate, what it was to run, and the secrets that were made for it"
        + (left ? "; it has not given up yet what it ran" : "");
  }
}
