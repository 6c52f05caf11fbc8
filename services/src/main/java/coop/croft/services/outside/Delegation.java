package coop.croft.services.outside;

import coop.croft.services.Driver.Hands;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What the zone above a domain says of it, asked at that zone's own name servers, so that no
 * resolver's memory is in it.
 *
 * @param above the zone that delegates, for example {@code org}
 * @param by its name server that was asked
 * @param servers names of the domain's name servers; none: it is not delegated there
 * @param reply for glue
 * @param ds data of the domain's DS records
 */
public record Delegation(
    String domain,
    String above,
    String by,
    List<String> servers,
    Dig.Reply reply,
    List<String> ds) {
  /** Whoever has many servers has them all say the same. */
  private static final int MOST = 3;

  public Delegation {
    servers = List.copyOf(servers);
    ds = List.copyOf(ds);
  }

  /**
   * @throws IllegalStateException if nobody answers who would know
   */
  public static Delegation of(String domain, Resolvers resolvers, Hands hands) {
    for (String above = above(domain); ; above = above(above)) {
      List<String> there =
          resolvers.ask(above, "NS").of(above, "NS").stream().sorted().limit(MOST).toList();
      if (!there.isEmpty()) {
        return at(domain, above, there, resolvers, hands);
      }
      if (above.equals(".")) {
        throw new IllegalStateException("nobody knows the name servers above " + domain);
      }
    }
  }

  private static String above(String domain) {
    int dot = domain.indexOf('.');
    return dot < 0 || domain.equals(".") ? "." : domain.substring(dot + 1);
  }

  private static Delegation at(
      String domain, String above, List<String> there, Resolvers resolvers, Hands hands) {
    for (String server : there) {
      for (String address : resolvers.addresses(server)) {
        Optional<Dig.Reply> reply = Dig.ask(hands, address, domain, "NS").filter(Dig.Reply::knows);
        if (reply.isPresent()) {
          List<String> ds =
              Dig.ask(hands, address, domain, "DS")
                  .map(r -> r.data("DS", "ANSWER"))
                  .orElse(List.of());
          List<String> servers = List.copyOf(new TreeSet<>(reply.get().of(domain, "NS")));
          return new Delegation(domain, above, server, servers, reply.get(), ds);
        }
      }
    }
    throw new IllegalStateException(
        "the name servers of " + above + " (" + String.join(", ", there) + ") do not answer");
  }

  /** The addresses that the zone above gives along for a name server. */
  public List<String> glue(String server) {
    return java.util.stream.Stream.of("A", "AAAA")
        .flatMap(type -> reply.of(server, type).stream())
        .toList();
  }
}
