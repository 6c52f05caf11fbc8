package coop.croft.core.model;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Who holds what, of the whole site. Immutable; every question is answered by going over a name
 * once. Some rights are granted; others come with being a member of a {@link #in site}.
 */
public final class Rights {
  public static final Rights NONE = new Rights(Map.of());

  /** Who holds what nobody was granted and no member has: the administrators. */
  public static final String ADMINISTRATORS = "root";

  private final Map<String, SortedSet<Right>> granted;
  private final Map<String, SortedSet<Right>> byMember;
  private final Optional<Site> site;
  private final Map<Right.Kind, Map<String, SortedSet<String>>> holders =
      new EnumMap<>(Right.Kind.class);
  private final HeldTree domains = HeldTree.ofDomains();
  private final HeldTree paths = HeldTree.ofPaths();

  public Rights(Map<String, ? extends Collection<Right>> granted) {
    this(granted, Optional.empty());
  }

  private Rights(Map<String, ? extends Collection<Right>> granted, Optional<Site> site) {
    Map<String, SortedSet<Right>> given = new TreeMap<>();
    Map<String, SortedSet<Right>> members = new TreeMap<>();
    for (Right.Kind kind : Right.Kind.values()) {
      holders.put(kind, new HashMap<>());
    }
    granted.forEach(
        (member, rights) -> {
          SortedSet<Right> all = new TreeSet<>(rights);
          given.put(member, Collections.unmodifiableSortedSet(new TreeSet<>(all)));
          site.flatMap(s -> s.nameOf(member))
              .ifPresent(name -> all.add(new Right(Right.Kind.DOMAIN, name)));
          members.put(member, Collections.unmodifiableSortedSet(all));
          all.forEach(r -> hold(member, r));
        });
    Stream.of(site.flatMap(Site::memberDomain), site.flatMap(Site::previewDomain))
        .flatMap(Optional::stream)
        .forEach(d -> hold(ADMINISTRATORS, new Right(Right.Kind.DOMAIN, d)));
    this.granted = Collections.unmodifiableMap(given);
    this.byMember = Collections.unmodifiableMap(members);
    this.site = site;
  }

  private void hold(String member, Right right) {
    named(right.kind()).computeIfAbsent(right.value(), k -> new TreeSet<>()).add(member);
    switch (right.kind()) {
      case DOMAIN -> domains.put(right.value());
      case PATH -> paths.put(right.value());
      case USER, GROUP, HOST, PORT, CERT, PRIV -> {}
    }
  }

  /**
   * The same grants in a site: each member also holds the own name below {@link Site#memberDomain},
   * and what nobody is called there is the {@link #ADMINISTRATORS}', unless it is granted; so is
   * {@link Site#previewDomain}.
   */
  public Rights in(Site where) {
    return new Rights(granted, Optional.of(where));
  }

  /** Other grants in the same site. */
  public Rights granting(Map<String, ? extends Collection<Right>> others) {
    return new Rights(others, site);
  }

  /** What was granted to a member, without what comes with being one. */
  public Set<Right> granted(String member) {
    Set<Right> rights = granted.get(member);
    return rights == null ? Set.of() : rights;
  }

  private Map<String, SortedSet<String>> named(Right.Kind kind) {
    return Objects.requireNonNull(holders.get(kind));
  }

  public Set<String> members() {
    return byMember.keySet();
  }

  public Set<Right> of(String member) {
    Set<Right> rights = byMember.get(member);
    return rights == null ? Set.of() : rights;
  }

  /** The members who hold exactly this right. */
  public Set<String> holders(Right right) {
    return holders(right.kind(), right.value());
  }

  private Set<String> holders(Right.Kind kind, String value) {
    SortedSet<String> found = named(kind).get(value);
    return found == null ? Set.of() : Collections.unmodifiableSortedSet(found);
  }

  public boolean holds(String member, Right.Kind kind, String value) {
    SortedSet<String> found = named(kind).get(value);
    return found != null && found.contains(member);
  }

  /** The nearest name, {@code domain} itself or above it, that anybody holds. */
  public Optional<String> nearestHeld(String domain) {
    return domains.nearest(domain);
  }

  /** Whether the member holds the nearest held name at or above {@code domain}. */
  public boolean holdsDomain(String member, String domain) {
    return nearestHeld(domain).filter(n -> holds(member, Right.Kind.DOMAIN, n)).isPresent();
  }

  /** The nearest path, {@code path} itself or above it by whole components, that anybody holds. */
  public Optional<String> nearestHeldPath(String path) {
    return paths.nearest(path);
  }

  /** The names below {@code domain} that somebody holds and the member does not. */
  public SortedSet<String> domainsOfOthersBelow(String domain, String member) {
    return domains.below(domain, isOfOthers(Right.Kind.DOMAIN, member), /* topmost= */ false);
  }

  /** Of these names that are below each other the topmost alone. */
  public SortedSet<String> topmostDomainsOfOthersBelow(String domain, String member) {
    return domains.below(domain, isOfOthers(Right.Kind.DOMAIN, member), /* topmost= */ true);
  }

  /** The same of paths, by whole components. */
  public SortedSet<String> topmostPathsOfOthersBelow(String path, String member) {
    return paths.below(path, isOfOthers(Right.Kind.PATH, member), /* topmost= */ true);
  }

  private Predicate<String> isOfOthers(Right.Kind kind, String member) {
    return held -> !holds(member, kind, held);
  }

  /** Whether the member holds the nearest held path at or above {@code path}. */
  public boolean holdsPath(String member, String path) {
    return nearestHeldPath(path).filter(p -> holds(member, Right.Kind.PATH, p)).isPresent();
  }
}
