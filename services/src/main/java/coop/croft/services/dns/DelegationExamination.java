package coop.croft.services.dns;

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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether the zone above a zone sends people to the site's name servers, to all of them and to no
 * other, and with DS records that fit: what a member enters where the domain is registered.
 */
final class DelegationExamination {
  static final String ABOUT = "delegation";
  private static final String SIGNED = "signed";

  /** Key tag, algorithm, type of the digest, digest (RFC 4034, section 5.1). */
  private static final int DS_WORDS = 4;

  private static final String SHA_256 = "2";

  private final String zone;
  private final Map<String, Set<String>> ours;
  private final Hands hands;
  private final List<Finding> findings = new ArrayList<>();

  private DelegationExamination(String zone, Map<String, Set<String>> ours, Hands hands) {
    this.zone = zone;
    this.ours = ours;
    this.hands = hands;
  }

  /** Whom to ask: a name server, as those have dig(1). */
  static List<Inquiry> of(String zone, boolean signed, Site site) {
    List<String> words =
        new ArrayList<>(List.of(zone, signed ? SIGNED : "plain", Resolvers.word(site)));
    for (Host h : NameServers.of(site).published()) {
      words.add(
          h.nameServer().orElseThrow()
              + " "
              + Stream.concat(h.ipv4().stream(), h.ipv6().stream())
                  .collect(Collectors.joining(" ")));
    }
    return Inquiry.outsider(site, h -> h.nameServer().isPresent() && !h.has("dns-primary"))
        .or(() -> Inquiry.outsider(site, h -> h.nameServer().isPresent()))
        .map(host -> List.of(new Inquiry("dns", List.of(host), ABOUT, words)))
        .orElse(List.of());
  }

  /**
   * Answers a question.
   *
   * @param words the zone, whether it is signed, resolvers, then each name server's name with its
   *     addresses
   */
  static List<String> answer(List<String> words, Hands hands) {
    Optional<Resolvers> resolvers = Resolvers.of(words.get(2), hands);
    if (resolvers.isEmpty()) {
      return List.of();
    }
    Map<String, Set<String>> ours = new LinkedHashMap<>();
    for (String server : words.subList(3, words.size())) {
      List<String> word = List.of(server.split(" "));
      ours.put(word.getFirst(), Set.copyOf(word.subList(1, word.size())));
    }
    DelegationExamination here = new DelegationExamination(words.getFirst(), ours, hands);
    Delegation delegation = Delegation.of(here.zone, resolvers.get(), hands);
    if (here.servers(delegation)) {
      here.glue(delegation);
      here.signatures(delegation, words.get(1).equals(SIGNED));
    }
    return here.findings.stream().map(Finding::line).toList();
  }

  private void find(String what, String remedy) {
    findings.add(new Finding(what, remedy));
  }

  private String registered() {
    return "where " + zone + " is registered";
  }

  private static String listed(Iterable<String> names) {
    return String.join(", ", names);
  }

  /** Whether people come here at all. */
  private boolean servers(Delegation d) {
    List<String> others = d.servers().stream().filter(s -> !ours.containsKey(s)).toList();
    List<String> missing = ours.keySet().stream().filter(s -> !d.servers().contains(s)).toList();
    if (d.servers().isEmpty()) {
      find(
          "nobody outside finds "
              + zone
              + ": the name server "
              + d.by()
              + " of "
              + d.above()
              + " names no name servers for it",
          registered() + ", enter these name servers: " + listed(ours.keySet()));
      return false;
    }
    if (others.size() == d.servers().size()) {
      find(
          "nobody outside sees your records of "
              + zone
              + ": according to "
              + d.above()
              + " its name servers are "
              + listed(others)
              + ", and none of this site's",
          registered()
              + ", enter "
              + listed(ours.keySet())
              + " in their place; if the others shall go on answering, write where DNS = noDns"
              + " in your program");
      return false;
    }
    for (String other : others) {
      find(
          "the name server "
              + other
              + " is still entered for "
              + zone
              + " in "
              + d.above()
              + ": whoever comes to it gets what it has, not your records",
          registered() + ", take out the name server " + other);
    }
    for (String name : missing) {
      find(
          "the name server " + name + " is not entered for " + zone + " in " + d.above(),
          registered() + ", add the name server " + name);
    }
    return true;
  }

  /** Addresses that the zone above gives along, because nobody could ask for them. */
  private void glue(Delegation d) {
    ours.forEach(
        (name, addresses) -> {
          List<String> wrong = d.glue(name).stream().filter(a -> !isOneOf(a, addresses)).toList();
          if (!wrong.isEmpty()) {
            find(
                d.above()
                    + " gives "
                    + listed(wrong)
                    + " as address of the name server "
                    + name
                    + ", which has "
                    + listed(addresses.stream().sorted().toList()),
                "tell the administrators: the glue record of "
                    + name
                    + " is to be corrected where its domain is registered");
          }
        });
  }

  private static boolean isOneOf(String address, Set<String> all) {
    InetAddress it = InetAddress.ofLiteral(address);
    return all.stream().map(InetAddress::ofLiteral).anyMatch(it::equals);
  }

  private void signatures(Delegation d, boolean signed) {
    if (d.ds().isEmpty()) {
      return;
    }
    if (!signed) {
      find(
          zone
              + " is not signed, but "
              + d.above()
              + " has a DS record of it ("
              + tags(d.ds())
              + "): whoever validates finds nothing of "
              + zone
              + " any more",
          registered() + ", delete the DS record; or sign the zone again: write dnssec in it");
      return;
    }
    List<String> wanted = wanted();
    if (!wanted.isEmpty() && d.ds().stream().noneMatch(ds -> fits(ds, wanted))) {
      find(
          "none of the DS records that "
              + d.above()
              + " has of "
              + zone
              + " ("
              + tags(d.ds())
              + ") belongs to its key: whoever validates finds nothing of "
              + zone
              + " any more",
          registered() + ", replace them by: " + String.join("; ", wanted));
    }
  }

  private static String tags(List<String> ds) {
    return ds.stream()
        .map(r -> "key tag " + r.split(" ", 2)[0])
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** The DS records of the zone's keys, as one of our servers shows them. */
  private List<String> wanted() {
    for (Set<String> addresses : ours.values()) {
      for (String address : addresses) {
        Optional<Dig.Reply> reply = Dig.ask(hands, address, zone, "DNSKEY");
        if (reply.isPresent()) {
          return SigningKeys.dsOf(zone, reply.get().of(zone, "DNSKEY"));
        }
      }
    }
    return List.of();
  }

  /** Of other digests than ours, the key is compared by its tag and its algorithm. */
  private static boolean fits(String ds, List<String> wanted) {
    String[] has = ds.split("\\s+", DS_WORDS);
    for (String w : wanted) {
      String[] should = w.split(" ", DS_WORDS);
      if (has.length == DS_WORDS && has[0].equals(should[0]) && has[1].equals(should[1])) {
        String digest = has[3].replaceAll("\\s", "");
        if (!has[2].equals(SHA_256) || digest.equalsIgnoreCase(should[3])) {
          return true;
        }
      }
    }
    return false;
  }
}
