package coop.croft.services;

import coop.croft.core.manifest.Fragment;
import coop.croft.core.model.Host;
import coop.croft.core.model.Site;
import coop.croft.core.plan.Step;
import coop.croft.lang.Externs;
import coop.croft.lang.Warning;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A vertical slice: everything Croft knows about one thing that members configure. Found by {@link
 * java.util.ServiceLoader}: adding a service touches its package and one line of registration. The
 * pure part is here; {@link Driver} is the part that runs in the agent, and the file {@code
 * privileges} beside the library files says what the root helper may do for it.
 */
public interface Service {
  /** One lower-case word; the first component of its paths in an offline render. */
  String name();

  /** The library files, as resource names in the service's own package: {@code dns.dtl}. */
  List<String> library();

  /** Gives the language the membership tests and primitives that the library files declare. */
  void teach(Externs.Builder<Subject> externs);

  /**
   * Faults of one unit that only show when all of it is known (impossible zones). Each is reported
   * at the place that it names, the later one of two.
   */
  default List<Fault> faults(Unit unit, World world) {
    return List.of();
  }

  /**
   * What is legal in a unit without faults and does not do what it says, each at the place that it
   * names.
   */
  default List<Warning> warnings(Unit unit, World world) {
    return List.of();
  }

  /** Conflicts between units of different sources that concern {@code unit}. */
  default List<Conflict> conflicts(Unit unit, World world) {
    return List.of();
  }

  /** Fragments of one unit on all hosts. Pure. */
  List<Fragment> render(Unit unit, World world, Facts facts);

  /**
   * Domains whose fragments may change, besides its own, when the unit of {@code domain} comes,
   * goes or changes; for example the parent zone.
   */
  default List<String> affected(String domain, World world) {
    return List.of();
  }

  /** Fragments that do not depend on any member's program. Pure. */
  List<Fragment> renderHost(Host host, World world, Facts facts);

  /**
   * What a step on one of this service's files means, as a sentence for a member: {@code serve the
   * zone greenhouse.example}; empty for files that accompany another one.
   */
  Optional<String> sentence(Step.Kind kind, String path);

  /**
   * Remarks for the plan that stem from a unit ("served without TLS until it has a certificate").
   */
  default List<String> notes(Unit unit, World world, Facts facts) {
    return List.of();
  }

  /**
   * The certificates that a unit asks for; {@link Facts#certificate} gives them to the renderer.
   */
  default List<Wish> certificates(Unit unit, Site site) {
    return List.of();
  }

  /** Whether it tells the world {@link Proof.Way#DNS} proofs of the unit. */
  default boolean publishes(Unit unit) {
    return false;
  }

  /**
   * Whether this service tells the world where other services' things are: its hosts become live
   * after those that gain something, and before those that only lose something.
   */
  default boolean announces() {
    return false;
  }

  /**
   * For how long others may believe that names of the unit lead to the host, once this service says
   * so no longer; zero if it never did.
   */
  default Duration remembered(Unit unit, World world, Host host) {
    return Duration.ZERO;
  }

  /**
   * Whom to ask for the log of a thing of the unit's; empty if it has none of that name. Behind the
   * words of the inquiry the driver gets a mark and a number: it answers with a new mark, then with
   * the lines since the old one, or with so many of the last if that is empty.
   *
   * @param name of the thing, as a member calls it: a site's name
   * @param errors its errors, not its use
   */
  default Optional<Inquiry> log(Unit unit, String name, boolean errors) {
    return Optional.empty();
  }

  /**
   * Whom to ask who came to a thing of the unit's; empty if there is none of that name. The driver
   * answers with lines of a table.
   */
  default Optional<Inquiry> statistics(Unit unit, String name) {
    return Optional.empty();
  }

  /**
   * Whom to ask whether a thing of the unit's is well, from inside and from outside; nobody if
   * there is none of that name. Drivers answer with {@link Finding#line}s.
   *
   * @param name of a site or a domain
   */
  default List<Inquiry> examinations(Unit unit, String name, World world) {
    return List.of();
  }

  /**
   * Of which thing a live file is a part, by a name that {@link #examinations} takes; empty if it
   * is no member's.
   */
  default Optional<String> thing(String path) {
    return Optional.empty();
  }

  /**
   * What its daemons keep on a host and nobody can make anew, as absolute paths of directories:
   * part of a back-up.
   */
  default List<String> state() {
    return List.of();
  }

  /** The part that runs on a host, in the agent. */
  Driver driver();

  /** A fault found after evaluation. */
  record Fault(
      coop.croft.core.manifest.Origin origin,
      coop.croft.lang.Code code,
      String message,
      Optional<String> hint) {}
}
