package coop.croft.services.dns;

import coop.croft.services.Driver.Hands;
import coop.croft.services.Driver.Operation;
import coop.croft.services.Looks;
import coop.croft.services.Looks.Look;
import coop.croft.services.dns.SoaClient.Answer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Compares what named has with what the live files say, whatever happened before: a change that a
 * crash cut short, a store that was lost, a secondary that was off while a zone changed.
 */
final class Reconciliation {
  /** Enough for ten thousand zones. */
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** Until a server that is there has taken a connection. */
  private static final Duration CONNECTION = Duration.ofSeconds(2);

  private final Hands hands;
  private final InetSocketAddress here;
  private final Function<String, InetSocketAddress> servers;
  private final Looks looks;
  private final Fetching fetching;
  private final Operations operations = new Operations();

  Reconciliation(
      Hands hands,
      InetSocketAddress here,
      Function<String, InetSocketAddress> servers,
      Looks looks,
      Fetching fetching) {
    this.hands = hands;
    this.here = here;
    this.servers = servers;
    this.looks = looks;
    this.fetching = fetching;
  }

  List<Operation> operations() {
    Optional<String> since = Running.since(hands);
    boolean up = since.isPresent();
    Look look = looks.next(since.orElse(""));
    boolean primary = hands.has(Places.CATALOG_SEED);
    if (!up) {
      if (primary) {
        operations.server("seed");
      }
      operations.server("start");
    }
    if (primary && look.beginsTurn()) {
      zones(up);
    }
    if (primary && up) {
      texts(look);
    } else if (up) {
      secondary(look);
    }
    return operations.inOrder();
  }

  /** Which zones there are, and with what statements. */
  private void zones(boolean up) {
    Map<String, String> wanted = statements();
    Map<String, String> added = Running.addedZones(hands);
    long fresh = wanted.keySet().stream().filter(z -> !added.containsKey(z)).count();
    if (Operations.isFlood(fresh, added.size())) {
      operations.store(wanted.keySet(), added.size());
    }
    wanted.forEach(
        (zone, statement) ->
            operations.serve(zone, Optional.ofNullable(added.get(zone)), statement));
    added.keySet().stream().filter(z -> !wanted.containsKey(z)).forEach(operations::end);
    catalog(wanted.keySet(), up);
  }

  private Map<String, String> statements() {
    Map<String, String> statements = new TreeMap<>();
    for (String path : hands.paths()) {
      Places.zoneOfStatement(path)
          .ifPresent(zone -> statements.put(zone, DnsDriver.text(hands, path)));
    }
    return statements;
  }

  /** A zone that is served from an older text is read again. */
  private void texts(Look look) {
    List<Served> texts =
        look.of(hands.paths()).stream()
            .flatMap(path -> Places.zoneOfStatement(path).stream())
            .flatMap(zone -> Served.of(zone, hands).stream())
            .toList();
    Map<String, Answer> answers =
        SoaClient.ask(here, texts.stream().map(Served::zone).toList(), LIMIT);
    for (Served text : texts) {
      Answer answer = answers.getOrDefault(text.zone(), new Answer.Silence());
      if (answer instanceof Answer.NotServed) {
        looks.unsure();
      } else if (!text.isAnsweredBy(answer)) {
        operations.reload(text.zone());
      }
    }
  }

  private void catalog(Set<String> wanted, boolean up) {
    Optional<Set<String>> members = up ? Running.catalog(hands) : Optional.empty();
    if (up && members.isEmpty()) {
      // Its file was lost or never there; the seed is copied only then.
      operations.server("seed");
      operations.server("reconfigure");
    }
    Set<String> there = members.orElse(Set.of());
    wanted.stream().filter(z -> !there.contains(z)).forEach(operations::join);
    there.stream().filter(z -> !wanted.contains(z)).forEach(operations::leave);
  }

  /**
   * A secondary that missed a notification answers with the old zone until its next look, which may
   * be hours away: it compares serials with the primary itself. One that answers with a newer zone
   * than the primary, as after a change of who makes it, would keep that for ever: it takes the
   * primary's as it is (decision 0192).
   */
  private void secondary(Look look) {
    Optional<Set<String>> members = Running.catalog(hands);
    Optional<Peers.Peer> primary = Peers.of(hands).primary();
    if (primary.isEmpty()) {
      return;
    }
    if (members.isEmpty()) {
      operations.refresh(HostConfig.CATALOG);
      return;
    }
    List<String> zones = look.of(members.get());
    InetSocketAddress source = servers.apply(primary.get().address());
    Map<String, Answer> there = SoaClient.ask(source, zones, LIMIT);
    Map<String, Answer> own = SoaClient.ask(here, zones, LIMIT);
    fetching.keepOnly(members.get());
    List<String> lacking = new ArrayList<>();
    for (String zone : zones) {
      Answer has = own.getOrDefault(zone, new Answer.Silence());
      if (there.get(zone) instanceof Answer.Silence) {
        // What was missed meanwhile is looked for as soon as the primary answers again.
        looks.unsure();
      } else if (!(there.get(zone) instanceof Answer.Serial(long theirs)) || isAt(has, theirs)) {
        fetching.has(zone);
      } else if (isAhead(has, theirs)) {
        fetching.has(zone);
        operations.retransfer(zone);
      } else {
        lacking.add(zone);
      }
    }
    if (fetching.isUnderWay(lacking.size(), look.isWhole()) && Running.isFetching(hands)) {
      looks.unsure();
      return;
    }
    boolean overdue = false;
    for (String zone : lacking) {
      operations.refresh(zone);
      overdue |= fetching.isOverdue(zone, own.getOrDefault(zone, new Answer.Silence()));
    }
    if (overdue && !Running.isFetching(hands) && connects(source) && fetching.mayStart()) {
      operations.server("restart");
    }
  }

  private static boolean isAt(Answer own, long theirs) {
    return own instanceof Answer.Serial(long ours) && ours == theirs;
  }

  private static boolean isAhead(Answer own, long theirs) {
    return own instanceof Answer.Serial(long ours) && Served.isBefore(theirs, ours);
  }

  /** Whether a transfer could begin (RFC 5936, section 4.1); else a start would be in vain. */
  private static boolean connects(InetSocketAddress server) {
    try (Socket socket = new Socket()) {
      socket.connect(server, (int) CONNECTION.toMillis());
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
