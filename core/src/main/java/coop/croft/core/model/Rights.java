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

/**
 * Who holds what, of the whole site. Immutable; every question is answered in the depth of a name.
 */
public final class Rights {
  public static final Rights NONE = new Rights(Map.of());

  private final Map<String, SortedSet<Right>> byMember;
  private final Map<Right.Kind, Map<String, SortedSet<String>>> holders =
      new EnumMap<>(Right.Kind.class);

  public Rights(Map<String, ? extends Collection<Right>> byMember) {
    Map<String, SortedSet<Right>> members = new TreeMap<>();
    for (Right.Kind kind : Right.Kind.values()) {
      holders.put(kind, new HashMap<>());
    }
    byMember.forEach(
        (member, rights) -> {
          members.put(member, Collections.unmodifiableSortedSet(new TreeSet<>(rights)));
          rights.forEach(
              r -> named(r.kind()).computeIfAbsent(r.value(), k -> new TreeSet<>()).add(member));
        });
    this.byMember = Collections.unmodifiableMap(members);
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
    Map<String, SortedSet<String>> held = named(Right.Kind.DOMAIN);
    String name = domain;
    while (!held.containsKey(name)) {
      int dot = name.indexOf('.');
      if (dot < 0) {
        return Optional.empty();
      }
      name = name.substring(dot + 1);
    }
    return Optional.of(name);
  }

  /** Whether the member holds the nearest held name at or above {@code domain}. */
  public boolean holdsDomain(String member, String domain) {
    return nearestHeld(domain).filter(n -> holds(member, Right.Kind.DOMAIN, n)).isPresent();
  }

  /** The nearest path, {@code path} itself or above it by whole components, that anybody holds. */
  public Optional<String> nearestHeldPath(String path) {
    Map<String, SortedSet<String>> held = named(Right.Kind.PATH);
    String name =
        path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    while (!name.isEmpty() && !held.containsKey(name)) {
      int slash = name.lastIndexOf('/');
      name = slash > 0 ? name.substring(0, slash) : slash == 0 && name.length() > 1 ? "/" : "";
    }
    return name.isEmpty() ? Optional.empty() : Optional.of(name);
  }

  /** Whether the member holds the nearest held path at or above {@code path}. */
  public boolean holdsPath(String member, String path) {
    return nearestHeldPath(path).filter(p -> holds(member, Right.Kind.PATH, p)).isPresent();
  }
}
