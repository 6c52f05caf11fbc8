package coop.croft.lab;

import static coop.croft.lab.Lab.dig;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A host whose disk is gone is built again: from what the others know, or from a back-up. */
@Tag("lab")
class RebuildTest {
  private static final String OFFSITE = "192.0.2.14";
  private static final String BACKUP = "/root/croft.backup";

  /** Two looks of a secondary, half a minute apart, and a start of its named; decision 0082. */
  private static final Duration ONE_MISSED_NOTIFICATION = Duration.ofSeconds(90);

  @AfterEach
  void nothingLeftBehind() {
    Lab.remove("mallory", "moor");
    for (String host : List.of("main", "client")) {
      Lab.on(host, "rm", "-f", BACKUP);
    }
  }

  /** Every file that Croft writes on a host, by its content. */
  private static List<String> written(String host) {
    return Lab.on(
            host,
            "find",
            "/etc/bind/croft.conf",
            "/etc/bind/croft",
            "/etc/apache2/croft",
            "-type",
            "f",
            "-exec",
            "sha256sum",
            "{}",
            "+")
        .out()
        .lines()
        .sorted(java.util.Comparator.comparing(l -> l.substring(l.indexOf(' '))))
        .toList();
  }

  /** What a secondary's named keeps, whatever order and files it has: zones and catalog, sorted. */
  private static List<String> kept(String host) {
    String dump = "/var/cache/bind/named_dump.db";
    Lab.on(host, "rm", "-f", dump).expectSuccess();
    Lab.on(host, "rndc", "-s", "127.0.0.1", "-k", "/etc/bind/croft/control.key", "dumpdb", "-zones")
        .expectSuccess();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> Lab.on(host, "tail", "-n", "1", dump).out().contains("Dump complete"));
    return Lab.on(host, "cat", dump)
        .out()
        .lines()
        .filter(l -> !l.isBlank() && !l.startsWith(";"))
        .sorted()
        .toList();
  }

  /** Without what the primary makes anew by itself: signatures and their serial. */
  private static List<String> unsigned(List<String> records) {
    return records.stream()
        .filter(l -> !l.contains("RRSIG") && !l.contains("\tSOA\t") && !l.contains("TYPE65534"))
        .toList();
  }

  private static void start(String host) {
    Lab.join(host);
    Lab.on(host, "systemctl", "start", "croft-helper", "croft-agent").expectSuccess();
  }

  /** Until every host runs what it should, as the controller says. */
  private static void awaitAll() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(170))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () ->
                assertThat(Lab.on("main", "croft", "host", "list").expectSuccess().out())
                    .doesNotContain("behind")
                    .doesNotContain("cannot be reached")
                    .doesNotContain("has not joined"));
  }

  @Test
  void aHostIsBuiltAgainAsItWas() {
    awaitAll();
    List<String> files = written("dynamic");
    assertThat(files).hasSizeGreaterThan(10);
    List<String> daemons = kept("dynamic");
    assertThat(daemons).hasSizeGreaterThan(100);
    String page = Lab.get(Lab.DYNAMIC, "www.greenhouse.example", "/").body();
    Lab.lab("rebuild", "dynamic");
    assertThat(written("dynamic")).isEmpty();
    start("dynamic");
    awaitAll();
    assertThat(written("dynamic")).isEqualTo(files);
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofSeconds(2))
        .untilAsserted(() -> assertThat(kept("dynamic")).isEqualTo(kept("offsite")));
    assertThat(unsigned(kept("dynamic"))).isEqualTo(unsigned(daemons));
    assertThat(Lab.get(Lab.DYNAMIC, "www.greenhouse.example", "/").body()).isEqualTo(page);
  }

  /** Asks the servers all the time, as the world does. */
  private static final class Asking implements AutoCloseable {
    private final AtomicInteger asked = new AtomicInteger();
    private final List<String> silences = java.util.Collections.synchronizedList(new ArrayList<>());
    private final List<Thread> threads = new ArrayList<>();

    Asking(List<String> servers) {
      servers.forEach(s -> threads.add(Thread.ofVirtual().start(() -> ask(s))));
    }

    private void ask(String server) {
      while (!Thread.currentThread().isInterrupted()) {
        try {
          asked.incrementAndGet();
          if (dig(server, "www.archive.example", "A").isEmpty()) {
            silences.add(server + " " + java.time.Instant.now());
          }
          Thread.sleep(400);
        } catch (InterruptedException e) {
          return;
        } catch (IllegalStateException e) {
          // Interrupted while the question was under way.
          return;
        }
      }
    }

    @Override
    public void close() {
      threads.forEach(Thread::interrupt);
      try {
        for (Thread t : threads) {
          t.join();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static String moor(String text) {
    return "domain \"moor.example\" with dns (dnsTXT \"@\" \"" + text + "\") end\n";
  }

  /** What the secondaries wrote last of a zone. */
  private static String wordsOfSecondaries() {
    return Stream.of("dynamic", "offsite")
        .map(
            host ->
                host
                    + ":\n"
                    + Lab.on(host, "journalctl", "-u", "named", "-n", "6", "-g", "moor|primary")
                        .out())
        .collect(Collectors.joining());
  }

  private static Map<String, Long> serials() {
    Map<String, Long> out = new TreeMap<>();
    for (String zone : List.of("moor.example", "archive.example", "greenhouse.example")) {
      out.put(zone, Lab.serial(OFFSITE, zone));
    }
    return out;
  }

  @Test
  void theControllersHostIsBuiltAgainFromItsBackUpWhileTheOthersAnswer() {
    awaitAll();
    Lab.apply("mallory", "moor", moor("saved")).expectSuccess();
    Lab.Ran told = Lab.on("main", "croft-controller", "backup", BACKUP).expectSuccess();
    assertThat(told.out()).contains("holds every key of the site");
    assertThat(Lab.on("main", "stat", "-c", "%a %U", BACKUP).out().strip()).isEqualTo("600 root");
    assertThat(Lab.on("main", "croft-controller", "backup", BACKUP).exit()).isEqualTo(1);
    Lab.copy("main", BACKUP, "client", BACKUP);
    // What the back-up does not know.
    Lab.apply("mallory", "moor", moor("lost")).expectSuccess();
    Lab.apply("mallory", "moor", moor("lost, too")).expectSuccess();
    String keys = dig(Lab.MAIN, "archive.example", "DNSKEY");
    String programs = Lab.as("alice", "croft", "status").out().lines().findFirst().orElseThrow();
    Map<String, Long> before = serials();
    List<String> gone;
    int asked;
    try (Asking asking = new Asking(List.of(Lab.DYNAMIC, OFFSITE))) {
      Lab.lab("rebuild", "main");
      Lab.copy("client", BACKUP, "main", BACKUP);
      assertThat(Lab.on("main", "croft-controller", "restore", BACKUP).exit()).isEqualTo(1);
      Lab.on("main", "systemctl", "stop", "croft-controller").expectSuccess();
      Lab.on("main", "croft-controller", "restore", BACKUP).expectSuccess();
      Lab.on("main", "systemctl", "start", "croft-controller").expectSuccess();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> Lab.on("main", "croft", "host", "list").exit() == 0);
      start("main");
      awaitAll();
      gone = asking.silences;
      asked = asking.asked.get();
    }
    assertThat(gone).as("of %d questions", asked).isEmpty();
    assertThat(asked).isGreaterThan(20);
    long back = System.nanoTime();
    Awaitility.await()
        .atMost(ONE_MISSED_NOTIFICATION)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () ->
                assertThat(List.of(Lab.MAIN, Lab.DYNAMIC, OFFSITE))
                    .as(RebuildTest::wordsOfSecondaries)
                    .allMatch(server -> dig(server, "moor.example", "TXT").equals("\"saved\"")));
    System.out.printf(
        "all name servers gave the saved record %.1f s after the primary was back%n",
        (System.nanoTime() - back) / 1e9);
    before.forEach(
        (zone, serial) ->
            Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(
                    () -> assertThat(Lab.serial(OFFSITE, zone)).as(zone).isGreaterThan(serial)));
    assertThat(Lab.digAll("archive.example", "DNSKEY")).isEqualTo(keys);
    Lab.validates("archive.example", keys);
    assertThat(Lab.as("alice", "croft", "status").out()).contains(programs.split(" ")[0]);
    assertThat(Lab.get(Lab.MAIN, "static.press.example", "/").status()).isEqualTo(200);
    assertThat(Lab.on("main", "croft", "audit", "--verify").exit()).isZero();
    Lab.apply("mallory", "moor", moor("anew")).expectSuccess();
    assertThat(Lab.digAll("moor.example", "TXT")).isEqualTo("\"anew\"");
  }
}
