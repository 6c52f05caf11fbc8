package coop.croft.services.outside;

import coop.croft.core.model.Site;
import coop.croft.services.Driver.Hands;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Name servers that find out for others what a name has: those of the setting {@code Resolvers},
 * else the host's own.
 */
public final class Resolvers {
  private static final String OWN = "/etc/resolv.conf";
  private static final String WORD = "nameserver";

  private final Hands hands;
  private final List<String> servers;

  private Resolvers(Hands hands, List<String> servers) {
    this.hands = hands;
    this.servers = servers;
  }

  /** As one word of a question; see {@link #of(String, Hands)}. */
  public static String word(Site site) {
    return String.join(",", site.resolvers());
  }

  /** Empty if there are none: then nobody wants names to be looked up on this host. */
  public static Optional<Resolvers> of(String word, Hands hands) {
    List<String> servers = word.isEmpty() ? own(hands) : List.of(word.split(","));
    return servers.isEmpty() ? Optional.empty() : Optional.of(new Resolvers(hands, servers));
  }

  private static List<String> own(Hands hands) {
    return hands
        .run(List.of("cat", OWN), java.time.Duration.ofSeconds(2))
        .output()
        .lines()
        .map(l -> l.strip().split("\\s+"))
        .filter(w -> w.length > 1 && w[0].equals(WORD))
        .map(w -> w[1])
        .toList();
  }

  /**
   * What a name has.
   *
   * @throws IllegalStateException if no resolver answers
   */
  Dig.Reply ask(String name, String type) {
    for (String server : servers) {
      Optional<Dig.Reply> reply = Dig.resolve(hands, server, name, type).filter(Dig.Reply::knows);
      if (reply.isPresent()) {
        return reply.get();
      }
    }
    throw new IllegalStateException(
        "no resolver (" + String.join(", ", servers) + ") finds out " + type + " of " + name);
  }

  /** The addresses of a name, through whatever aliases, those of IPv4 first. */
  public List<String> addresses(String name) {
    List<String> all = new ArrayList<>(ask(name, "A").data("A", "ANSWER"));
    all.addAll(ask(name, "AAAA").data("AAAA", "ANSWER"));
    return all;
  }
}
