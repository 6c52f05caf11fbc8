package coop.croft.controller.certificates;

import coop.croft.core.model.Host;
import coop.croft.core.model.Site;
import coop.croft.services.Proof;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Where names lead, as strangers see it: an authority that is asked for a name that leads elsewhere
 * refuses, and counts that.
 */
final class Leads {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration PUBLISHING = Duration.ofSeconds(15);
  private static final int POLL_MILLIS = 200;
  private static final int MOST_SHOWN = 4;

  private final Site site;

  Leads(Site site) {
    this.site = site;
  }

  /**
   * Why a name cannot be proven to be ours.
   *
   * @param certain whether that is known, and not only that nothing could be found out
   */
  record Fault(String reason, boolean certain) {
    private static Optional<Fault> of(String reason) {
      return Optional.of(new Fault(reason, true));
    }

    private static Optional<Fault> of(Silence silence) {
      return Optional.of(new Fault(String.valueOf(silence.getMessage()), false));
    }
  }

  /** The name servers that are asked do not answer. */
  private static final class Silence extends Exception {
    private static final long serialVersionUID = 1L;

    Silence(String why) {
      super(why);
    }
  }

  /**
   * Why a name cannot be proven to be ours; empty if it leads to the hosts and to nowhere else.
   *
   * @param nodes hosts that serve it
   */
  Optional<Fault> fault(String name, List<String> nodes) {
    try {
      Set<InetAddress> there = addresses(name);
      List<Host> hosts = nodes.stream().flatMap(n -> site.host(n).stream()).toList();
      Set<InetAddress> ours = new HashSet<>();
      for (Host h : hosts) {
        ours.addAll(of(h));
      }
      if (there.isEmpty()) {
        return Fault.of("it has no address");
      }
      List<String> elsewhere =
          there.stream()
              .filter(a -> !ours.contains(a))
              .map(InetAddress::getHostAddress)
              .limit(MOST_SHOWN)
              .toList();
      return elsewhere.isEmpty()
          ? Optional.empty()
          : Fault.of(
              "it leads to "
                  + String.join(", ", elsewhere)
                  + ", which is none of the hosts that serve it ("
                  + hosts.stream().map(Leads::shown).collect(Collectors.joining("; "))
                  + ")");
    } catch (Silence s) {
      return Fault.of(s);
    }
  }

  private static String shown(Host h) {
    return h.name()
        + ": "
        + Stream.concat(h.ipv4().stream(), h.ipv6().stream()).collect(Collectors.joining(", "));
  }

  /** Why nobody would see records that this site publishes in a domain; empty if they would. */
  Optional<Fault> delegationFault(String domain) {
    Set<String> ours =
        site.hosts().stream()
            .flatMap(h -> h.nameServer().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    try {
      Set<String> there = new TreeSet<>();
      for (Record r : look(domain, Type.NS)) {
        there.add(plain(((NSRecord) r).getTarget()));
      }
      if (there.stream().anyMatch(ours::contains)) {
        return Optional.empty();
      }
      return Fault.of(
          there.isEmpty()
              ? "the domain " + domain + " leads to no name servers"
              : "the name servers of "
                  + domain
                  + " are "
                  + String.join(", ", there)
                  + " and not those of this site ("
                  + String.join(", ", ours)
                  + ")");
    } catch (Silence s) {
      return Fault.of(s);
    }
  }

  private static String plain(Name name) {
    return name.toString(true).toLowerCase(java.util.Locale.ROOT);
  }

  private Set<InetAddress> addresses(String name) throws Silence {
    Set<InetAddress> out = new HashSet<>();
    for (Record r : look(name, Type.A)) {
      out.add(((ARecord) r).getAddress());
    }
    for (Record r : look(name, Type.AAAA)) {
      out.add(((AAAARecord) r).getAddress());
    }
    return out;
  }

  private static List<InetAddress> of(Host h) {
    return Stream.concat(h.ipv4().stream(), h.ipv6().stream()).map(InetAddress::ofLiteral).toList();
  }

  /** The records of a name, through whatever aliases; none if there are none. */
  private List<Record> look(String name, int type) throws Silence {
    try {
      Lookup lookup = new Lookup(Name.fromString(name + "."), type, DClass.IN);
      lookup.setResolver(resolver());
      lookup.setCache(null);
      Record[] found = lookup.run();
      return switch (lookup.getResult()) {
        case Lookup.SUCCESSFUL -> found == null ? List.of() : List.of(found);
        case Lookup.HOST_NOT_FOUND, Lookup.TYPE_NOT_FOUND -> List.of();
        default ->
            throw new Silence(
                "where it leads cannot be found out: "
                    + lookup.getErrorString().replaceAll("\\p{Cc}", "?"));
      };
    } catch (TextParseException e) {
      throw new Silence("it is no name");
    } catch (UnknownHostException e) {
      throw new Silence("no name server is known that could be asked");
    }
  }

  private Resolver resolver() throws UnknownHostException {
    Resolver resolver =
        site.resolvers().isEmpty()
            ? new ExtendedResolver()
            : new ExtendedResolver(site.resolvers().toArray(String[]::new));
    resolver.setTimeout(PATIENCE);
    return resolver;
  }

  /**
   * Waits until all name servers of the site that answer have the records.
   *
   * @return whether they have
   */
  boolean awaitPublished(List<Proof> proofs) throws InterruptedException {
    Instant end = Instant.now().plus(PUBLISHING);
    List<Proof> open = new ArrayList<>(proofs);
    while (true) {
      open.removeIf(this::isPublished);
      if (open.isEmpty() || Instant.now().isAfter(end)) {
        return open.isEmpty();
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private boolean isPublished(Proof proof) {
    int saw = 0;
    for (Host h : site.hosts()) {
      if (h.nameServer().isPresent()) {
        Optional<Boolean> has = has(of(h).getFirst(), proof);
        if (has.isPresent() && !has.get()) {
          return false;
        }
        saw += has.isPresent() ? 1 : 0;
      }
    }
    return saw > 0;
  }

  /** Whether one of the site's name servers has it; empty if it does not answer. */
  private static Optional<Boolean> has(InetAddress server, Proof proof) {
    try {
      SimpleResolver resolver = new SimpleResolver(server);
      resolver.setTimeout(PATIENCE);
      Name name = Name.fromString("_acme-challenge." + proof.name() + ".");
      Message reply = resolver.send(Message.newQuery(Record.newRecord(name, Type.TXT, DClass.IN)));
      return Optional.of(
          reply.getSection(Section.ANSWER).stream()
              .anyMatch(r -> r instanceof TXTRecord t && t.getStrings().contains(proof.text())));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
