package coop.croft.services.web;

import coop.croft.core.manifest.Fragment;
import coop.croft.core.manifest.Hash;
import coop.croft.core.manifest.LineMap;
import coop.croft.core.model.Host;
import coop.croft.core.model.Right;
import coop.croft.core.model.Rights;
import coop.croft.services.World;
import coop.croft.services.base.PortRange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Rules of the packet filter (nft(8)) that count the connections of the web server to the programs
 * of each member, over all ports and sites, and refuse what is over: Apache itself has a bound for
 * each {@code proxyPass} alone.
 *
 * <p>The file holds numbers and words of its own, no text of anybody's. To read it again replaces
 * rule and map in one transaction; the set, in which the kernel counts, stays, and is named by its
 * limit as it could not be given another one.
 */
final class WaitingRules {
  static final String FILE = SiteNames.ROOT + "waiting.nft";

  /** What tells one reading of the file from another, in the file and in what nft(8) lists. */
  private static final Pattern STATE = Pattern.compile("comment \"([0-9a-f]{32})\"");

  /**
   * Ports next to each other with the same holders.
   *
   * @param owner the lowest port of all that have these holders: it stands for them
   */
  record Owned(int first, int last, int owner) {}

  private WaitingRules() {}

  static Fragment of(Host host, World world) {
    byte[] text = text(owned(world.rights()), world.site().proxyAtATime());
    return new Fragment(host.name(), WebService.NAME, FILE, text, false, LineMap.EMPTY);
  }

  /** The state that a file, or a listing of its rule, has. */
  static String state(String text) {
    Matcher state = STATE.matcher(text);
    return state.find() ? state.group(1) : "";
  }

  /**
   * Who holds which ports, each port once. What several members hold is counted apart from what
   * each has alone, so that nobody's own ports suffer from another's requests.
   */
  static List<Owned> owned(Rights rights) {
    // At each port where a right begins or has ended, who comes and who goes.
    TreeMap<Integer, List<String>> begins = new TreeMap<>();
    TreeMap<Integer, List<String>> ends = new TreeMap<>();
    for (String member : rights.members()) {
      for (Right right : rights.of(member)) {
        if (right.kind() == Right.Kind.PORT) {
          PortRange range = PortRange.of(right.value());
          begins.computeIfAbsent(range.first(), p -> new ArrayList<>()).add(member);
          ends.computeIfAbsent(range.last() + 1, p -> new ArrayList<>()).add(member);
        }
      }
    }
    SortedSet<Integer> borders = new TreeSet<>(begins.keySet());
    borders.addAll(ends.keySet());
    TreeMap<String, Integer> held = new TreeMap<>();
    Map<SortedSet<String>, Integer> owners = new HashMap<>();
    List<Owned> all = new ArrayList<>();
    int from = 0;
    for (int border : borders) {
      if (!held.isEmpty()) {
        int first = from;
        int owner = owners.computeIfAbsent(new TreeSet<>(held.keySet()), h -> first);
        all.add(new Owned(first, border - 1, owner));
      }
      // A member may hold a port twice, by two rights.
      begins.getOrDefault(border, List.of()).forEach(m -> held.merge(m, 1, Integer::sum));
      ends.getOrDefault(border, List.of())
          .forEach(m -> held.computeIfPresent(m, (k, n) -> n == 1 ? null : n - 1));
      from = border;
    }
    return all;
  }

  static byte[] text(List<Owned> owned, long limit) {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        table ip croft_web {
        \tct timeout left {
        \t\tprotocol tcp
        \t\tl3proto ip
        \t\tpolicy = { fin_wait : 2, close_wait : 2, last_ack : 2, time_wait : 2, close : 2 }
        \t}
        \tmap owners {
        \t\ttype inet_service : mark
        \t\tflags interval
        \t}
        \tset at_most_%1$d {
        \t\ttype mark
        \t\tsize 65536
        \t\tflags dynamic
        \t}
        \tchain from_the_server {
        \t\ttype filter hook output priority filter
        \t}
        }
        flush chain ip croft_web from_the_server
        flush map ip croft_web owners
        """
            .formatted(limit));
    if (!owned.isEmpty()) {
      text.append("add element ip croft_web owners { ")
          .append(owned.stream().map(WaitingRules::element).collect(Collectors.joining(", ")))
          .append(" }\n");
    }
    text.append(
        "add rule ip croft_web from_the_server oifname \"lo\" meta skuid \"%s\" ip daddr 127.0.0.1"
                .formatted(HostFiles.USER)
            + " tcp flags & (fin | syn | rst | ack) == syn"
            + " meta mark set tcp dport map @owners ct timeout set \"left\""
            + " add @at_most_%1$d { meta mark ct count over %1$d }".formatted(limit)
            + " counter reject with icmp admin-prohibited");
    String hash = Hash.of(text.toString().getBytes(StandardCharsets.UTF_8)).hex().substring(0, 32);
    text.append(" comment \"").append(hash).append("\"\n");
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static String element(Owned o) {
    return o.first() + (o.first() == o.last() ? "" : "-" + o.last()) + " : " + o.owner();
  }
}
