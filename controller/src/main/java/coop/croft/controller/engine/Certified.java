package coop.croft.controller.engine;

import coop.croft.services.Certificate;
import coop.croft.services.Compiler;
import coop.croft.services.Proof;
import coop.croft.services.Unit;
import coop.croft.services.Wish;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Who asks for certificates, and what authorities gave. */
public final class Certified {
  private final Supplier<Current> now;
  private final Supplier<Current> settled;

  /**
   * @param now what is decided
   * @param settled the same when the last round ended: what it decided is live, where it can be
   */
  Certified(Supplier<Current> now, Supplier<Current> settled) {
    this.now = now;
    this.settled = settled;
  }

  /**
   * What sites ask for, once they are live.
   *
   * @param member whose sites; empty: all
   */
  public List<Wish> wishes(Optional<String> member) {
    return settled.get().wanted().map(w -> wishes(w, member)).orElse(List.of());
  }

  private static List<Wish> wishes(Wanted w, Optional<String> member) {
    return member
        .map(m -> units(w, m))
        .orElseGet(() -> w.units().values().stream())
        .flatMap(u -> wishes(w.compiler(), u))
        .toList();
  }

  private static Stream<Wish> wishes(Compiler compiler, Unit unit) {
    return compiler.services().stream()
        .flatMap(s -> s.certificates(unit, compiler.site()).stream());
  }

  /** Of the member's programs, and the one that nobody wrote: it costs what the member has. */
  private static Stream<Unit> units(Wanted w, String member) {
    Stream<String> written =
        Wanted.of(member, w.sources()).values().stream().flatMap(held -> held.domains().stream());
    return Stream.concat(written, w.compiler().site().nameOf(member).stream())
        .distinct()
        .flatMap(domain -> Optional.ofNullable(w.units().get(domain)).stream())
        .filter(u -> u.source().member().equals(member));
  }

  /** What authorities gave, by the names of the sites. */
  public SortedMap<String, Certificate> given() {
    return now.get().wanted().map(w -> w.issued().certificates()).orElse(new TreeMap<>());
  }

  /** What is shown to authorities. */
  public Set<Proof> proofs() {
    return now.get().wanted().map(w -> w.issued().proofs()).orElse(Set.of());
  }

  /** The nearest domain at or above a name whose records this site publishes. */
  public Optional<String> publisher(String name) {
    return now.get().wanted().flatMap(w -> publisher(w, name)).map(Unit::domain);
  }

  private static Optional<Unit> publisher(Wanted w, String name) {
    return Optional.ofNullable(w.units().get(name))
        .or(() -> w.world().parent(name))
        .filter(u -> w.compiler().services().stream().anyMatch(s -> s.publishes(u)));
  }
}
