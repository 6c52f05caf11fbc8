package coop.croft.core.model;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
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
  private final Map<Right, SortedSet<String>> byRight;

  public Rights(Map<String, ? extends Collection<Right>> byMember) {
    Map<String, SortedSet<Right>> members = new TreeMap<>();
    Map<Right, SortedSet<String>> holders = new HashMap<>();
    byMember.forEach(
        (member, rights) -> {
          members.put(member, new TreeSet<>(rights));
          rights.forEach(r -> holders.computeIfAbsent(r, k -> new TreeSet<>()).add(member));
        });
    this.byMember = members;
    this.byRight = holders;
  }

  public Set<String> members() {
    return byMember.keySet();
  }

  public Set<Right> of(String member) {
    return byMember.getOrDefault(member, new TreeSet<>());
  }

  /** The members who hold exactly this right. */
  public Set<String> holders(Right right) {
    return byRight.getOrDefault(right, new TreeSet<>());
  }

  public boolean holds(String member, Right.Kind kind, String value) {
    return holders(new Right(kind, value)).contains(member);
  }

  /** The nearest name, {@code domain} itself or above it, that anybody holds. */
  public Optional<String> nearestHeld(String domain) {
    String name = domain;
    while (true) {
      if (byRight.containsKey(new Right(Right.Kind.DOMAIN, name))) {
        return Optional.of(name);
      }
      int dot = name.indexOf('.');
      if (dot < 0) {
        return Optional.empty();
      }
      name = name.substring(dot + 1);
    }
  }

  /** Whether the member holds the nearest held name at or above {@code domain}. */
  public boolean holdsDomain(String member, String domain) {
    return nearestHeld(domain).map(n -> holds(member, Right.Kind.DOMAIN, n)).orElse(false);
  }

  /** The nearest path, {@code path} itself or above it by whole components, that anybody holds. */
  public Optional<String> nearestHeldPath(String path) {
    String name =
        path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    while (!name.isEmpty()) {
      if (byRight.containsKey(new Right(Right.Kind.PATH, name))) {
        return Optional.of(name);
      }
      int slash = name.lastIndexOf('/');
      name = slash > 0 ? name.substring(0, slash) : slash == 0 && name.length() > 1 ? "/" : "";
    }
    return Optional.empty();
  }

  /** Whether the member holds the nearest held path at or above {@code path}. */
  public boolean holdsPath(String member, String path) {
    return nearestHeldPath(path).map(p -> holds(member, Right.Kind.PATH, p)).orElse(false);
  }
}
