package coop.croft.services.web;

import coop.croft.core.model.Host;
import coop.croft.core.model.Site;
import coop.croft.services.Driver.Hands;
import coop.croft.services.Finding;
import coop.croft.services.Inquiry;
import coop.croft.services.outside.Delegation;
import coop.croft.services.outside.Dig;
import coop.croft.services.outside.Resolvers;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether the names of a site lead to the hosts that serve it, as each name server says that the
 * domain has: half of them may still say where the site was before.
 */
final class NameExamination {
  static final String ABOUT = "names";
  private static final int MOST_NAMES = 10;
  private static final int MOST_SERVERS = 6;
  private static final List<String> FAMILIES = List.of("A", "AAAA");

  /**
   * The site's part of the question.
   *
   * @param domain that the program opened
   * @param ours name servers of the co-operative
   * @param hosts as a member reads them: {@code dynamic (192.0.2.12, 2001:db8::12)}
   * @param addresses of the hosts
   * @param preview under which name the site is seen whatever its own ones do; may be empty
   */
  private record Asked(
      String domain,
      Set<String> ours,
      String hosts,
      List<String> addresses,
      String preview,
      List<String> names) {
    List<String> addresses(String family) {
      return addresses.stream().filter(a -> a.contains(":") == family.equals("AAAA")).toList();
    }

    boolean isThere(String address) {
      InetAddress it = InetAddress.ofLiteral(address);
      return addresses.stream().map(InetAddress::ofLiteral).anyMatch(it::equals);
    }
  }

  /** What a name server gives for a name, by family. */
  private record Given(String server, String name, Map<String, List<String>> addresses) {
    List<String> of(String family) {
      return addresses.getOrDefault(family, List.of());
    }
  }

  private final Asked asked;
  private final Resolvers resolvers;
  private final Hands hands;
  private final List<Finding> findings = new ArrayList<>();

  private NameExamination(Asked asked, Resolvers resolvers, Hands hands) {
    this.asked = asked;
    this.resolvers = resolvers;
    this.hands = hands;
  }

  /** Whom to ask: a name server, as those have dig(1). */
  static List<Inquiry> of(VirtualHost site, Site croft) {
    List<Host> hosts = site.nodes().stream().flatMap(n -> croft.host(n).stream()).toList();
    List<String> words =
        new ArrayList<>(
            List.of(
                Resolvers.word(croft),
                site.domain(),
                croft.hosts().stream()
                    .flatMap(h -> h.nameServer().stream())
                    .collect(Collectors.joining(",")),
                hosts.stream()
                    .map(h -> h.name() + " (" + String.join(", ", addresses(h)) + ")")
                    .collect(Collectors.joining("; ")),
                hosts.stream().flatMap(h -> addresses(h).stream()).collect(Collectors.joining(",")),
                croft.previewOf(site.name(), site.nodes().getFirst()).orElse("")));
    words.addAll(site.names().stream().filter(n -> !n.startsWith("*.")).limit(MOST_NAMES).toList());
    return Inquiry.outsider(
            croft, h -> h.nameServer().isPresent() && !site.nodes().contains(h.name()))
        .or(() -> Inquiry.outsider(croft, h -> h.nameServer().isPresent()))
        .map(host -> List.of(new Inquiry(WebService.NAME, List.of(host), ABOUT, words)))
        .orElse(List.of());
  }

  private static List<String> addresses(Host h) {
    return Stream.concat(h.ipv4().stream(), h.ipv6().stream()).toList();
  }

  /** Answers a question of {@link #of}. */
  static List<String> answer(List<String> words, Hands hands) {
    Optional<Resolvers> resolvers = Resolvers.of(words.getFirst(), hands);
    if (resolvers.isEmpty()) {
      return List.of();
    }
    Asked asked =
        new Asked(
            words.get(1),
            Set.of(words.get(2).split(",")),
            words.get(3),
            List.of(words.get(4).split(",")),
            words.get(5),
            words.subList(6, words.size()));
    NameExamination here = new NameExamination(asked, resolvers.get(), hands);
    here.look();
    return here.findings.stream().map(Finding::line).toList();
  }

  private void find(String what, String remedy) {
    findings.add(new Finding(what, remedy));
  }

  /** Something that keeps visitors away from the site. */
  private void away(String what, String remedy) {
    String preview = asked.preview();
    find(
        what,
        remedy + (preview.isEmpty() ? "" : "; until then http://" + preview + "/ shows the site"));
  }

  private void look() {
    Optional<Delegation> delegation = nearest();
    if (delegation.isEmpty()) {
      away(
          "nobody outside finds "
              + asked.names().getFirst()
              + ": no name servers are entered for "
              + asked.domain(),
          "register " + asked.domain() + ", or enter its name servers where it is registered");
      return;
    }
    List<Given> given = new ArrayList<>();
    for (String server : delegation.get().servers().stream().limit(MOST_SERVERS).toList()) {
      given.addAll(ask(server, delegation.get()));
    }
    for (String name : asked.names()) {
      judge(name, given.stream().filter(g -> g.name().equals(name)).toList());
    }
  }

  /** The domain may be a part of one that is registered. */
  private Optional<Delegation> nearest() {
    for (String zone = asked.domain(); zone.contains("."); ) {
      Delegation d = Delegation.of(zone, resolvers, hands);
      if (!d.servers().isEmpty()) {
        return Optional.of(d);
      }
      zone = zone.substring(zone.indexOf('.') + 1);
    }
    return Optional.empty();
  }

  /** What one server says of all names; how our own servers do is looked at elsewhere. */
  private List<Given> ask(String server, Delegation delegation) {
    List<String> there = new ArrayList<>(delegation.glue(server));
    if (there.isEmpty()) {
      there.addAll(resolvers.addresses(server));
    }
    String zone = delegation.domain();
    boolean silent = true;
    for (String address : there) {
      Optional<Dig.Reply> zoneReply = Dig.ask(hands, address, zone, "SOA");
      if (zoneReply.isPresent() && zoneReply.get().knows()) {
        return asked.names().stream().map(n -> given(server, address, n)).toList();
      }
      silent &= zoneReply.isEmpty();
    }
    if (!asked.ours().contains(server)) {
      find(
          "the name server "
              + server
              + (silent ? " does not answer for " : " knows nothing of ")
              + zone
              + ", and is entered for it in "
              + delegation.above(),
          "ask the company of " + server + ", or take it out where " + zone + " is registered");
    }
    return List.of();
  }

  private Given given(String server, String address, String name) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    for (String family : FAMILIES) {
      Optional<Dig.Reply> reply = Dig.ask(hands, address, name, family);
      List<String> addresses = reply.map(r -> r.data(family, "ANSWER")).orElse(List.of());
      boolean alias = reply.map(r -> !r.data("CNAME", "ANSWER").isEmpty()).orElse(false);
      all.put(
          family,
          alias && addresses.isEmpty()
              ? resolvers.addresses(name).stream()
                  .filter(a -> a.contains(":") == family.equals("AAAA"))
                  .toList()
              : addresses);
    }
    return new Given(server, name, all);
  }

  private void judge(String name, List<Given> given) {
    List<String> none =
        given.stream()
            .filter(g -> FAMILIES.stream().allMatch(f -> g.of(f).isEmpty()))
            .map(Given::server)
            .toList();
    if (!none.isEmpty()) {
      away(
          name + " has no address at the name servers " + listed(none),
          isOurs(none)
              ? "give it one in your program: webAddress \"" + relative(name) + "\""
              : "at the company of " + listed(none) + ", enter for " + name + ": " + wanted());
    }
    for (String family : FAMILIES) {
      elsewhere(name, family, given);
    }
    List<String> late =
        given.stream()
            .filter(g -> g.of("A").isEmpty() && !g.of("AAAA").isEmpty())
            .map(Given::server)
            .toList();
    if (!late.isEmpty() && !asked.addresses("A").isEmpty()) {
      find(
          name
              + " has an AAAA record and no A record at the name servers "
              + listed(late)
              + ": whoever has IPv4 alone does not find it",
          change(late, "give " + name + " the A record " + listed(asked.addresses("A"))));
    }
  }

  /** Servers that say the same are named together. */
  private void elsewhere(String name, String family, List<Given> given) {
    Map<Set<String>, List<String>> wrong = new LinkedHashMap<>();
    for (Given g : given) {
      Set<String> there =
          g.of(family).stream()
              .filter(a -> !asked.isThere(a))
              .collect(Collectors.toCollection(TreeSet::new));
      if (!there.isEmpty()) {
        wrong.computeIfAbsent(there, t -> new ArrayList<>()).add(g.server());
      }
    }
    wrong.forEach(
        (there, servers) -> {
          List<String> right = asked.addresses(family);
          away(
              "the "
                  + family
                  + " record of "
                  + name
                  + " leads to "
                  + listed(there)
                  + ", according to "
                  + listed(servers)
                  + "; the site is on "
                  + asked.hosts(),
              change(
                  servers,
                  right.isEmpty()
                      ? "delete the " + family + " record of " + name
                      : "change the " + family + " record of " + name + " to " + listed(right)));
        });
  }

  private String change(List<String> servers, String what) {
    return (isOurs(servers) ? "in your program, " : "at the company of " + listed(servers) + ", ")
        + what;
  }

  private boolean isOurs(List<String> servers) {
    return asked.ours().containsAll(servers);
  }

  private String wanted() {
    return FAMILIES.stream()
        .filter(f -> !asked.addresses(f).isEmpty())
        .map(f -> f + " " + listed(asked.addresses(f)))
        .collect(Collectors.joining(" and "));
  }

  private String relative(String name) {
    return name.equals(asked.domain())
        ? "@"
        : name.substring(0, name.length() - asked.domain().length() - 1);
  }

  private static String listed(Iterable<String> words) {
    return String.join(", ", words);
  }
}
