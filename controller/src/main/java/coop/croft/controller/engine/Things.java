package coop.croft.controller.engine;

import coop.croft.core.model.SourceId;
import coop.croft.core.plan.Plan;
import coop.croft.core.plan.Step;
import coop.croft.services.Inquiry;
import coop.croft.services.MemberSites;
import coop.croft.services.Service;
import coop.croft.services.Unit;
import coop.croft.services.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What members asked for and what is decided, by the names that they know it by. */
public final class Things {
  private final Engine engine;

  public Things(Engine engine) {
    this.engine = engine;
  }

  /**
   * Whom to ask for the log of a thing.
   *
   * @param name of a site
   * @param member whose it must be; empty: anybody's
   * @param errors its errors, not its use
   */
  public Optional<Inquiry> log(Optional<String> member, String name, boolean errors) {
    return about(
            of(member), name, (service, unit, world) -> service.log(unit, name, errors).stream())
        .findFirst();
  }

  /** Whom to ask who came to a site. */
  public Optional<Inquiry> statistics(Optional<String> member, String name) {
    return about(
            of(member), name, (service, unit, world) -> service.statistics(unit, name).stream())
        .findFirst();
  }

  /** Whom to ask whether a thing of that name is well; nobody if there is none. */
  public List<Inquiry> examinations(Optional<String> member, String name) {
    return about(
            of(member),
            name,
            (service, unit, world) -> service.examinations(unit, name, world).stream())
        .toList();
  }

  /** What a member has below the site's domain for members without a program that says so. */
  public Optional<Engine.Program> byItself(String member) {
    Current now = engine.current();
    return now.wanted()
        .flatMap(
            w ->
                w.compiler()
                    .site()
                    .nameOf(member)
                    .flatMap(name -> Optional.ofNullable(w.units().get(name))))
        .filter(MemberSites::isDefault)
        .map(
            u ->
                new Engine.Program(
                    u.source(),
                    MemberSites.text(
                        now.wanted().orElseThrow().compiler().site(),
                        u.source().member(),
                        u.domain()),
                    0,
                    List.of(u.domain()),
                    now.layout().domains().getOrDefault(u.domain(), List.of()).stream()
                        .map(Piece::host)
                        .distinct()
                        .sorted()
                        .toList()));
  }

  /** A thing by its name, and whom to ask whether it is well. */
  public record Touched(String name, List<Inquiry> inquiries) {}

  /**
   * What is left of the things that a submission changed, in the order of its plan.
   *
   * @param most how many; a change of very much is not looked through
   */
  public List<Touched> touched(Submission s, Plan plan, int most) {
    Optional<Wanted> wanted = engine.current().wanted();
    if (wanted.isEmpty()) {
      return List.of();
    }
    Map<String, Service> services = new HashMap<>();
    wanted.get().compiler().services().forEach(service -> services.put(service.name(), service));
    Set<SourceId> programs = Set.copyOf(s.programs());
    return plan.steps().stream()
        .filter(step -> step.kind() != Step.Kind.REMOVE)
        .flatMap(
            step ->
                Optional.ofNullable(services.get(step.service()))
                    .flatMap(service -> service.thing(step.path()))
                    .stream())
        .distinct()
        .map(
            name ->
                new Touched(
                    name,
                    about(
                            unit -> programs.contains(unit.source()),
                            name,
                            (service, unit, world) ->
                                service.examinations(unit, name, world).stream())
                        .toList()))
        .filter(t -> !t.inquiries().isEmpty())
        .limit(most)
        .toList();
  }

  /** What one service says of one unit. */
  private interface Look {
    Stream<Inquiry> at(Service service, Unit unit, World world);
  }

  private static Predicate<Unit> of(Optional<String> member) {
    return unit -> member.map(m -> m.equals(unit.source().member())).orElse(true);
  }

  private Stream<Inquiry> about(Predicate<Unit> whose, String name, Look look) {
    Optional<Wanted> wanted = engine.current().wanted();
    if (wanted.isEmpty()) {
      return Stream.empty();
    }
    World world = wanted.get().world();
    List<Unit> units = new ArrayList<>();
    for (String domain = name; !domain.isEmpty(); domain = above(domain)) {
      Unit unit = wanted.get().units().get(domain);
      if (unit != null && whose.test(unit)) {
        units.add(unit);
      }
    }
    return units.stream()
        .flatMap(
            unit ->
                wanted.get().compiler().services().stream()
                    .flatMap(service -> look.at(service, unit, world)));
  }

  private static String above(String domain) {
    int dot = domain.indexOf('.');
    return dot < 0 ? "" : domain.substring(dot + 1);
  }
}
