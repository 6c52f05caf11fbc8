package coop.croft.services.dns;

import coop.croft.core.wire.Agents;
import coop.croft.services.Driver;
import coop.croft.services.Looks;
import coop.croft.services.dns.SoaClient.Answer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * named on a name server. Zones live in named's own store of added zones, never in its main file;
 * the catalog brings them to the secondaries. What rndc says is not believed (a reload of a broken
 * file "succeeds"): the serial that is answered counts.
 */
final class DnsDriver implements Driver {
  private static final int DNS_PORT = 53;
  private static final Duration TURN = Duration.ofMillis(500);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  /** Zones that a secondary is asked about at a time. */
  private static final int TOGETHER = 100;

  /** named's own files: when one changes, all of the server has to look again. */
  private static final Set<String> SERVER_FILES =
      Set.of(Places.MAIN, Places.CATALOG_KEY, Places.TRANSFER_KEYS);

  private final Function<String, InetSocketAddress> servers;
  private final InetSocketAddress here;
  private final Fetching fetching = new Fetching(System::nanoTime);
  private final Duration patience;
  private final Duration patienceWithOthers;

  DnsDriver() {
    this(
        address -> new InetSocketAddress(InetAddress.ofLiteral(address), DNS_PORT),
        Duration.ofSeconds(5),
        Duration.ofMillis(1500));
  }

  /**
   * @param servers where the name server of an address answers; the loopback address is this host's
   * @param patience how long a zone may take until it is served here
   * @param patienceWithOthers and until the secondaries serve it
   */
  DnsDriver(
      Function<String, InetSocketAddress> servers, Duration patience, Duration patienceWithOthers) {
    this.servers = servers;
    this.here = servers.apply("127.0.0.1");
    this.patience = patience;
    this.patienceWithOthers = patienceWithOthers;
  }

  @Override
  public List<Agents.Refusal> check(Task task, Hands hands) {
    List<Agents.Refusal> refusals = StagedZones.check(task, hands);
    return refusals.isEmpty() ? fallenSerials(task, hands) : refusals;
  }

  /**
   * named takes a zone whose serial is lower than before, and the secondaries then keep what they
   * have until they are seen to be ahead. Signed zones are left out: named itself raises their
   * serials. So are those that were transferred till now: their serials were the member's, and may
   * be dates, which are higher than any time.
   */
  private List<Agents.Refusal> fallenSerials(Task task, Hands hands) {
    Map<Served, Long> fallen = new LinkedHashMap<>();
    SoaClient.ask(here, zones(task), TURN)
        .forEach(
            (zone, answer) -> {
              if (answer instanceof Answer.Serial(long serial)) {
                Served.of(zone, hands)
                    .filter(next -> !next.signed() && Served.isBefore(next.serial(), serial))
                    .ifPresent(next -> fallen.put(next, serial));
              }
            });
    if (fallen.isEmpty()) {
      return List.of();
    }
    Map<String, String> added = Running.addedZones(hands);
    List<Agents.Refusal> refusals = new ArrayList<>();
    fallen.forEach(
        (next, serial) -> {
          if (!ZoneStatement.isTransferred(added.getOrDefault(next.zone(), ""))) {
            refusals.add(fallen(next, serial));
          }
        });
    return refusals;
  }

  private static Agents.Refusal fallen(Served next, long serial) {
    return new Agents.Refusal(
        "dns",
        next.path(),
        1,
        "the serial of %s would fall from %d to %d, and the secondaries would keep the old zone"
            .formatted(next.zone(), serial, next.serial()));
  }

  @Override
  public List<Operation> activate(Task task, Hands hands) {
    Operations operations = new Operations();
    Set<String> changed = new HashSet<>();
    task.changes().forEach(c -> changed.add(c.path()));
    if (!hands.has(Places.MAIN)) {
      operations.server("stop");
      return operations.inOrder();
    }
    server(changed, hands, operations);
    Map<String, String> added = Map.of();
    if (changed.stream().anyMatch(p -> Places.zoneOfStatement(p).isPresent())) {
      added = Running.addedZones(hands);
    }
    if (Operations.isFlood(fresh(task, added.keySet()), added.size())) {
      operations.store(Running.wantedZones(hands), added.size());
    }
    for (FileChange change : task.changes()) {
      Optional<String> served = Places.zoneOfStatement(change.path());
      if (served.isPresent()) {
        statement(change, served.get(), added, hands, operations);
      } else if (change.change() == Change.PUT && isUnchanged(change.path(), changed)) {
        Places.zoneOfText(change.path()).ifPresent(operations::reload);
      }
    }
    return operations.inOrder();
  }

  /** How many zones a task brings that the server has not. */
  private static long fresh(Task task, Set<String> added) {
    return task.changes().stream()
        .filter(c -> c.change() == Change.PUT)
        .flatMap(c -> Places.zoneOfStatement(c.path()).stream())
        .filter(zone -> !added.contains(zone))
        .count();
  }

  private static void server(Set<String> changed, Hands hands, Operations operations) {
    boolean primary = hands.has(Places.CATALOG_SEED);
    boolean newKey = changed.contains(Places.CONTROL_KEY);
    boolean reread = changed.stream().anyMatch(SERVER_FILES::contains);
    if (primary && (newKey || reread)) {
      operations.server("seed");
    }
    if (newKey) {
      // rndc would speak with a key that the running server does not know.
      operations.server("restart");
    } else if (reread) {
      operations.server("start");
      operations.server("reconfigure");
    }
  }

  private static void statement(
      FileChange change,
      String zone,
      Map<String, String> added,
      Hands hands,
      Operations operations) {
    if (change.change() == Change.REMOVE) {
      operations.leave(zone);
      operations.end(zone);
      return;
    }
    Optional<String> before = Optional.ofNullable(added.get(zone));
    operations.serve(zone, before, text(hands, change.path()));
    operations.join(zone);
    if (before.isPresent()) {
      Served.of(zone, hands).ifPresent(s -> operations.reload(zone));
    }
  }

  /** Whether the statement of a text's zone stays as it is. */
  private static boolean isUnchanged(String path, Set<String> changed) {
    return Places.zoneOfText(path)
        .map(zone -> !changed.contains(Places.statement(zone)))
        .orElse(false);
  }

  @Override
  public List<Agents.Refusal> probe(Task task, Hands hands) {
    if (!hands.has(Places.MAIN)) {
      return List.of();
    }
    Map<String, Served> wanted = wanted(task, hands);
    Set<String> gone = new TreeSet<>();
    for (FileChange change : task.changes()) {
      if (change.change() == Change.REMOVE) {
        Places.zoneOfStatement(change.path()).ifPresent(gone::add);
      }
    }
    Set<String> open = new TreeSet<>(wanted.keySet());
    open.addAll(gone);
    open.add(HostConfig.CATALOG);
    long deadline = System.currentTimeMillis() + patience.toMillis() + 20L * open.size();
    Map<String, Answer> answers = new HashMap<>();
    while (true) {
      Map<String, Answer> now = SoaClient.ask(here, open, TURN);
      answers.putAll(now);
      open.removeIf(z -> isAsWanted(z, answer(now, z), wanted, gone));
      if (open.isEmpty() || System.currentTimeMillis() > deadline || !Pause.of(BETWEEN_LOOKS)) {
        break;
      }
    }
    return open.stream().map(z -> refusal(z, answer(answers, z), wanted)).toList();
  }

  private static Answer answer(Map<String, Answer> answers, String zone) {
    return answers.getOrDefault(zone, new Answer.Silence());
  }

  /** The zones whose text or statement this task changes, as they should be served then. */
  private static Map<String, Served> wanted(Task task, Hands hands) {
    Map<String, Served> wanted = new LinkedHashMap<>();
    zones(task).forEach(z -> Served.of(z, hands).ifPresent(s -> wanted.put(s.zone(), s)));
    return wanted;
  }

  /** The zones whose text or statement this task puts. */
  private static Set<String> zones(Task task) {
    Set<String> zones = new LinkedHashSet<>();
    for (FileChange change : task.changes()) {
      if (change.change() == Change.PUT) {
        Places.zoneOfStatement(change.path())
            .or(() -> Places.zoneOfText(change.path()))
            .ifPresent(zones::add);
      }
    }
    return zones;
  }

  private static boolean isAsWanted(
      String zone, Answer answer, Map<String, Served> wanted, Set<String> gone) {
    if (gone.contains(zone)) {
      return answer instanceof Answer.NotServed;
    }
    Served served = wanted.get(zone);
    // Of the server itself only an answer is wanted: the catalog is refused to strangers.
    return served == null ? !(answer instanceof Answer.Silence) : served.isAnsweredBy(answer);
  }

  private static Agents.Refusal refusal(String zone, Answer answer, Map<String, Served> wanted) {
    Served served = wanted.get(zone);
    String is =
        switch (answer) {
          case Answer.Serial s -> "is served with serial " + s.serial();
          case Answer.NotServed n -> "is not served";
          case Answer.Silence s -> "gets no answer from named";
        };
    if (served == null) {
      return new Agents.Refusal("dns", Places.MAIN, 0, "the zone " + zone + " " + is);
    }
    return new Agents.Refusal(
        "dns", served.path(), 0, "the zone " + zone + " " + is + ", not with " + served.serial());
  }

  @Override
  public List<String> notes(Task task, Hands hands) {
    if (!hands.has(Places.CATALOG_SEED)) {
      return List.of();
    }
    Map<String, Served> wanted = wanted(task, hands);
    List<String> notes = new ArrayList<>();
    for (Peers.Peer p : behind(List.copyOf(wanted.keySet()), Peers.of(hands).secondaries())) {
      notes.add("the name server " + p.host() + " does not give the new records yet");
    }
    for (FileChange change : task.changes()) {
      Places.zoneOfStatement(change.path())
          .flatMap(z -> Optional.ofNullable(wanted.get(z)))
          .filter(Served::signed)
          .ifPresent(s -> notes.addAll(SigningKeys.notes(s.zone(), here, hands)));
    }
    return notes;
  }

  /**
   * Secondaries that do not give what this server gives, after a while. Asked in parts, so that
   * they can go on fetching: who lacks the first of thousands of zones is not asked for the others.
   */
  private List<Peers.Peer> behind(List<String> zones, List<Peers.Peer> secondaries) {
    Map<Peers.Peer, Integer> followed = new LinkedHashMap<>();
    secondaries.forEach(p -> followed.put(p, 0));
    long deadline = System.currentTimeMillis() + patienceWithOthers.toMillis();
    do {
      followed.replaceAll((p, from) -> followed(zones, from, servers.apply(p.address())));
      followed.values().removeIf(to -> to == zones.size());
    } while (!followed.isEmpty()
        && System.currentTimeMillis() < deadline
        && Pause.of(BETWEEN_LOOKS));
    return List.copyOf(followed.keySet());
  }

  /** How many of the zones a server gives as this one does, if it is so of the first of them. */
  private int followed(List<String> zones, int from, InetSocketAddress server) {
    int done = from;
    while (done < zones.size()) {
      int to = Math.min(done + TOGETHER, zones.size());
      List<String> some = zones.subList(done, to);
      if (!SoaClient.ask(server, some, TURN).equals(SoaClient.ask(here, some, TURN))) {
        break;
      }
      done = to;
    }
    return done;
  }

  @Override
  public List<String> answer(String about, List<String> words, Hands hands) {
    return switch (about) {
      case ZoneExamination.OUTSIDE -> ZoneExamination.answer(words);
      case DelegationExamination.ABOUT -> DelegationExamination.answer(words, hands);
      default -> Driver.super.answer(about, words, hands);
    };
  }

  @Override
  public List<Operation> reconcile(Hands hands, Looks looks) {
    return hands.has(Places.MAIN)
        ? new Reconciliation(hands, here, servers, looks, fetching).operations()
        : List.of();
  }

  static String text(Hands hands, String path) {
    return new String(hands.staged(path), StandardCharsets.UTF_8);
  }
}
