package coop.croft.controller;

import coop.croft.controller.fleet.Limits;
import coop.croft.controller.rights.Actor;
import coop.croft.core.wire.Calls;
import coop.croft.core.wire.Calls.Call;
import coop.croft.core.wire.Calls.Event;
import coop.croft.core.wire.Calls.Kind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A controller with a small site, its agents, and people who call. */
final class Town {
  static final String SITE =
      """
      val SiteDomain : domain = "croft.example";
      val Contact : email = "hostmaster@croft.example";
      val WebNodes : [web_node] = ["dynamic"];
      val CertificateAuthority : string = "none";
      host "main" with
        address "192.0.2.11"; release "bookworm"; nameServer "ns1.croft.example";
        role "controller"; role "dns-primary"; role "web-static"
      end;
      host "dynamic" with
        address "192.0.2.12"; release "bookworm"; role "web"
      end;
      host "shell" with address "192.0.2.13"; release "bookworm"; role "login" end
      """;

  private static final Limits LIMITS =
      new Limits(
          Duration.ofSeconds(2),
          Duration.ofSeconds(1),
          Duration.ofSeconds(15),
          Duration.ofSeconds(3),
          Duration.ofMillis(300),
          Duration.ofSeconds(2));

  final Path directory;
  Controller controller;
  final Map<String, TestAgent> agents = new TreeMap<>();
  final MovingClock clock = new MovingClock();

  /** A clock that tests put forward. */
  static final class MovingClock extends Clock {
    private volatile Duration ahead = Duration.ZERO;
    private volatile Optional<Instant> stopped = Optional.empty();

    void stop() {
      stopped = Optional.of(instant().minus(ahead));
    }

    void advance(Duration by) {
      ahead = ahead.plus(by);
    }

    @Override
    public Instant instant() {
      return stopped.orElseGet(Instant::now).plus(ahead);
    }

    @Override
    public ZoneId getZone() {
      return ZoneId.of("UTC");
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  /** What a call came to. */
  record Said(List<Event> events) {
    int exit() {
      Integer exit = events.getLast().exit();
      return exit == null ? -1 : exit;
    }

    String text() {
      return of(Kind.TEXT);
    }

    String problems() {
      return of(Kind.PROBLEM);
    }

    List<Calls.Problem> places() {
      return events.stream()
          .flatMap(e -> java.util.Optional.ofNullable(e.problem()).stream())
          .toList();
    }

    private String of(Kind kind) {
      return events.stream()
          .filter(e -> e.kind() == kind)
          .map(Event::text)
          .collect(Collectors.joining("\n"));
    }

    @Override
    public String toString() {
      return exit() + "\n" + text() + "\n" + problems();
    }
  }

  Town(Path directory) throws Exception {
    this(directory, Duration.ZERO);
  }

  private Town(Path directory, Duration ago) throws Exception {
    this.directory = directory;
    clock.advance(ago.negated());
    this.controller = open();
  }

  private Controller open() throws Exception {
    Path run = Files.createDirectories(directory.resolve("run"));
    Path state = Files.createDirectories(directory.resolve("state"));
    return Controller.start(
        new Configuration(
            "127.0.0.1",
            0,
            state,
            run.resolve("c.sock"),
            Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
            Duration.ofDays(7),
            Optional.empty()),
        LIMITS,
        clock,
        uid());
  }

  static long uid() throws Exception {
    return ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue();
  }

  /** The site taken in, all hosts joined and running, two members. */
  static Town founded(Path directory) throws Exception {
    return founded(directory, Duration.ZERO);
  }

  /**
   * The same, some time ago by the town's clock: what it certifies later is good by the clock of
   * this machine, at which TLS looks.
   */
  static Town founded(Path directory, Duration ago) throws Exception {
    Town town = new Town(directory, ago);
    town.expect(town.site(SITE));
    for (String host : List.of("main", "dynamic", "shell")) {
      town.join(host).start();
    }
    for (String member : List.of("alice", "bob")) {
      town.expect(town.admin("member-add", member));
      town.expect(town.admin("grant", member, "domain", member + ".example"));
    }
    town.settle();
    return town;
  }

  X509Certificate authority() throws Exception {
    return TestAgent.certificate(Files.readString(directory.resolve("state/ca/authority.pem")));
  }

  String token(String host) throws Exception {
    return expect(admin("host-add", host)).text();
  }

  TestAgent join(String host) throws Exception {
    TestAgent agent = TestAgent.join(controller.port(), authority(), token(host));
    agents.put(host, agent);
    return agent;
  }

  TestAgent agent(String host) {
    return java.util.Objects.requireNonNull(agents.get(host));
  }

  Said expect(Said said) {
    if (said.exit() != 0) {
      throw new AssertionError(said.toString());
    }
    return said;
  }

  Said call(Actor actor, Call call) throws InterruptedException {
    List<Event> events = new ArrayList<>();
    controller.api().handle(actor, call, events::add);
    return new Said(events);
  }

  Said admin(String verb, String... arguments) throws InterruptedException {
    return call(new Actor.Administrator(), new Call(verb, List.of(arguments), List.of(), Map.of()));
  }

  Said site(String text) throws InterruptedException {
    return call(
        new Actor.Administrator(),
        new Call(
            "site",
            List.of(),
            List.of(new Calls.Program("site", "site.dtl", text)),
            Map.of("yes", "true")));
  }

  Said member(String member, String verb, String name, String text, String... options)
      throws InterruptedException {
    Map<String, String> set = new TreeMap<>();
    for (int i = 0; i < options.length; i += 2) {
      set.put(options[i], options[i + 1]);
    }
    return call(
        new Actor.Member(member, "shell"),
        new Call(verb, List.of(), List.of(new Calls.Program(name, name + ".dtl", text)), set));
  }

  Said apply(String member, String name, String text) throws InterruptedException {
    return member(member, "apply", name, text, "yes", "true");
  }

  Said remove(String member, String name) throws InterruptedException {
    return call(
        new Actor.Member(member, "shell"),
        new Call("remove", List.of(name), List.of(), Map.of("yes", "true")));
  }

  /** Waits until every host that runs is where it should be. */
  void settle() {
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              String hosts = admin("host-list").text();
              return !hosts.contains("behind") && !hosts.contains("cannot be reached");
            });
  }

  void restart() throws Exception {
    controller.stop();
    controller = open();
  }

  /** Another run of the controller, and every host calls it but those that stay away. */
  void reboot(String... away) throws Exception {
    for (TestAgent agent : agents.values()) {
      agent.stop();
    }
    restart();
    for (String host : List.copyOf(agents.keySet())) {
      TestAgent again = agent(host).at(controller.port(), authority());
      agents.put(host, again);
      if (!List.of(away).contains(host)) {
        again.start();
      }
    }
  }

  void close() throws Exception {
    for (TestAgent agent : agents.values()) {
      agent.stop();
    }
    controller.stop();
  }
}
