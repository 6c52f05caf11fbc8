package coop.croft.services.soundness;

import coop.croft.core.model.Right;
import coop.croft.core.model.Rights;
import java.net.IDN;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who holds what, in a table of its own, and who holds a name or a path by the words of the manual:
 * whoever holds the nearest one at or above it. Shares no code with the checker.
 *
 * <p>Programs are numbered; each number has domains of its own, so that a thousand programs can
 * stand in one site.
 */
final class Grants {
  /** Programs that can stand beside each other. */
  static final int NUMBERS = 1_000;

  static final List<String> MEMBERS = List.of("alice", "bob", "chidi", "dora", "emil", "fatou");

  private record Grant(String member, Right.Kind kind, String value) {}

  private final Set<Grant> grants = new HashSet<>();
  private final Map<String, Set<String>> domains = new HashMap<>();
  private final List<String> paths;

  /** Those of the generated programs. */
  Grants() {
    this(generated());
  }

  /**
   * @param lines each with member, kind and value
   */
  Grants(Stream<String> lines) {
    lines
        .map(line -> line.split(" "))
        .map(w -> new Grant(w[0], Right.Kind.of(w[1]).orElseThrow(), w[2]))
        .forEach(grants::add);
    grants.stream()
        .filter(g -> g.kind() == Right.Kind.DOMAIN)
        .forEach(g -> domains.computeIfAbsent(g.value(), k -> new HashSet<>()).add(g.member()));
    paths =
        grants.stream()
            .filter(g -> g.kind() == Right.Kind.PATH)
            .map(Grant::value)
            .distinct()
            .toList();
  }

  private static Stream<String> generated() {
    List<String> lines = new ArrayList<>();
    for (String member : MEMBERS) {
      String other = next(member);
      long port = ports(member);
      lines.add(member + " user " + member);
      lines.add(member + " user " + member + "-web");
      lines.add(member + " group " + member);
      lines.add(member + " group staff");
      lines.add(member + " path /home/" + member);
      lines.add(member + " path /srv/" + member);
      lines.add(other + " path /home/" + member + "/shared");
      lines.add(member + " path /home/" + member + "/shared/back");
      lines.add(member + " port " + port + "-" + (port + 9));
      lines.add(member + " port " + (port + 50));
    }
    for (int i = 0; i < NUMBERS; i++) {
      for (String domain : domainsOf(i)) {
        lines.add(member(i) + " domain " + domain);
        lines.add(next(member(i)) + " domain held." + domain);
      }
      lines.add(next(member(i)) + " domain n" + i + ".example");
    }
    return lines.stream();
  }

  /** Whose the program of a number is. */
  static String member(int number) {
    return MEMBERS.get(number % MEMBERS.size());
  }

  /** The member who is somebody else. */
  static String next(String member) {
    return MEMBERS.get((MEMBERS.indexOf(member) + 1) % MEMBERS.size());
  }

  /** The first port of the ten that a member holds. */
  static long ports(String member) {
    return 50_000 + 100L * MEMBERS.indexOf(member);
  }

  /** Domains, in normal form, that the member of a number holds for it. */
  static List<String> domainsOf(int number) {
    return List.of(
        "p" + number + ".example",
        "q" + number + ".test.example",
        "back.held.p" + number + ".example",
        IDN.toASCII("grün" + number + ".example"));
  }

  Rights rights() {
    Map<String, List<Right>> byMember = new HashMap<>();
    for (Grant g : grants) {
      byMember
          .computeIfAbsent(g.member(), k -> new ArrayList<>())
          .add(new Right(g.kind(), g.value()));
    }
    return new Rights(byMember);
  }

  boolean holdsDomain(String member, String name) {
    String[] labels = name.split("\\.", -1);
    for (int i = 0; i < labels.length; i++) {
      Set<String> holders =
          domains.get(String.join(".", List.of(labels).subList(i, labels.length)));
      if (holders != null) {
        return holders.contains(member);
      }
    }
    return false;
  }

  /** Names below one that somebody else holds, and the member does not. */
  List<String> foreignBelow(String member, String name) {
    return domains.keySet().stream()
        .filter(d -> d.endsWith("." + name) && !holdsDomain(member, d))
        .toList();
  }

  boolean holdsPath(String member, String path) {
    String nearest = "";
    for (String held : paths) {
      if ((path + "/").startsWith(held + "/") && held.length() > nearest.length()) {
        nearest = held;
      }
    }
    return grants.contains(new Grant(member, Right.Kind.PATH, nearest));
  }

  boolean holdsUser(String member, String user) {
    return grants.contains(new Grant(member, Right.Kind.USER, user));
  }

  boolean holdsGroup(String member, String group) {
    return grants.contains(new Grant(member, Right.Kind.GROUP, group));
  }

  boolean holdsPort(String member, long port) {
    for (Grant g : grants) {
      if (g.kind() == Right.Kind.PORT && g.member().equals(member)) {
        String[] ends = g.value().split("-");
        if (port >= Long.parseLong(ends[0]) && port <= Long.parseLong(ends[ends.length - 1])) {
          return true;
        }
      }
    }
    return false;
  }
}
