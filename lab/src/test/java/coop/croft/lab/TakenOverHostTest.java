package coop.croft.lab;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.core.manifest.SignedManifest;
import coop.croft.core.wire.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Somebody has the key of a host's agent and does with it what can be done. */
@Tag("lab")
class TakenOverHostTest {
  private static final String PROGRAM =
      "dom \"moor.example\" with web \"www\" with setHeader \"X-Moor\" \"%1$s\" end; dns (dnsTXT \"@\" \"%1$s\") end";
  private static final String DOOR = "https://192.0.2.11:8443/agent/";

  /** As the agent of a host: curl with its key. */
  private static final String CURL =
      "curl -s -o /dev/null -w '%{http_code}\\n' --cacert /var/lib/croft/agent/authority.pem"
          + " --cert /var/lib/croft/agent/agent.pem --key /var/lib/croft/agent/agent.key ";

  /** Says the words of its command line, one for each message, to the helper as the agent. */
  private static final String ASK_HELPER =
      """
      use IO::Socket::UNIX;
      my $s = IO::Socket::UNIX->new(Peer => '/run/croft/helper/helper.sock') or die "helper: $!";
      for my $line (@ARGV) {
        my @words = split / /, $line;
        print $s pack('N', scalar @words), map { pack('N/a*', $_) } @words;
        $s->flush;
        read $s, my $count, 4 or die 'the helper ended';
        my @answer;
        for (1 .. unpack 'N', $count) {
          read $s, my $length, 4;
          read $s, my $text, unpack('N', $length);
          push @answer, $text;
        }
        print join(' ', @answer), "\\n";
      }
      """;

  @AfterEach
  void tidy() {
    Lab.on("shell", "systemctl", "stop", "flood-*");
    Lab.on("main", "rm", "-f", "/root/moor.dtl");
    Lab.on("main", "croft", "remove", "--yes", "--as", "mallory", "moor");
  }

  private static Lab.Ran applyOnMain(String text) {
    Lab.feed("main", text, "tee", "/root/moor.dtl").expectSuccess();
    return Lab.on("main", "croft", "apply", "--yes", "--as", "mallory", "/root/moor.dtl");
  }

  private static List<String> helper(String host, String... messages) {
    List<String> argv =
        new ArrayList<>(List.of("runuser", "-u", "croft-agent", "--", "perl", "-e", ASK_HELPER));
    argv.addAll(List.of(messages));
    return Lab.on(host, argv.toArray(String[]::new)).expectSuccess().out().lines().toList();
  }

  private static SignedManifest live(String host) {
    return Wire.read(
        SignedManifest.class,
        Lab.on(host, "cat", "/var/lib/croft/agent/live").expectSuccess().out());
  }

  private static String stage(SignedManifest m) {
    return String.join(
        " ",
        "stage",
        m.site(),
        m.host(),
        m.epoch() + "",
        m.generation() + "",
        m.root(),
        m.signature());
  }

  @Test
  void theHelperTakesNothingOldForeignOrForged() {
    applyOnMain(PROGRAM.formatted("one")).expectSuccess();
    SignedManifest old = live("dynamic");
    applyOnMain(PROGRAM.formatted("two")).expectSuccess();
    SignedManifest now = live("dynamic");
    SignedManifest foreign = live("main");
    assertThat(now.generation()).isGreaterThan(old.generation());
    String files = Lab.files("dynamic");
    String status = helper("dynamic", "status").getFirst();
    List<String> answers =
        helper(
            "dynamic",
            stage(old),
            "commit " + old.generation() + " " + old.signature(),
            stage(foreign),
            stage(
                new SignedManifest(
                    now.site(),
                    now.host(),
                    now.epoch(),
                    now.generation() + 1,
                    now.root(),
                    now.signature())),
            stage(
                new SignedManifest(
                    now.site(),
                    now.host(),
                    now.epoch() + 1,
                    now.generation(),
                    old.root(),
                    now.signature())),
            stage(
                new SignedManifest(
                    "another",
                    now.host(),
                    now.epoch(),
                    now.generation(),
                    now.root(),
                    now.signature())),
            stage(
                new SignedManifest(
                    now.site(), now.host(), now.epoch(), now.generation(), now.root(), "none")),
            "commit " + now.generation() + " " + now.signature(),
            "commit " + (now.generation() + 1) + " x",
            "rollback " + old.generation(),
            "rollback " + (now.generation() + 1),
            "run web no-such-verb",
            "run web adopt-certificate ../../../../etc/shadow",
            "run no-such-service x",
            "nonsense");
    assertThat(answers).hasSize(15).allMatch(a -> a.startsWith("refused"));
    assertThat(answers.get(0)).contains("is live, which is later");
    assertThat(answers.get(2)).contains("the manifest is for the host main");
    assertThat(answers.get(3)).contains("not signed by this site's controller");
    assertThat(Lab.files("dynamic")).isEqualTo(files);
    assertThat(helper("dynamic", "status").getFirst()).isEqualTo(status);
    assertThat(Lab.get(Lab.DYNAMIC, "www.moor.example", "/").header("X-Moor")).isEqualTo("two");
    Lab.on("main", "croft", "audit", "--verify").expectSuccess();
  }

  private static void flood(String name, String script) {
    Lab.on(
            "shell",
            "systemd-run",
            "--unit=flood-" + name,
            "--property=RuntimeMaxSec=40",
            "--property=LimitNOFILE=4096",
            "bash",
            "-c",
            script)
        .expectSuccess();
  }

  @Test
  void aFloodFromOneHostKeepsNobodyElseWaiting() throws Exception {
    applyOnMain(PROGRAM.formatted("before")).expectSuccess();
    String pid =
        Lab.on("main", "systemctl", "show", "-p", "MainPID", "--value", "croft-controller").out();
    String join = "{\"host\":\"shell\",\"secret\":\"guessed\",\"publicKey\":\"x\"}";
    flood(
        "join",
        "seq 10000 | xargs -P 8 -n 50 sh -c 'for i; do echo url="
            + DOOR
            + "join; done |"
            + " curl -s -o /dev/null -k -d "
            + join.replace("\"", "\\\"")
            + " -K -' -");
    flood(
        "work",
        "seq 4000 | xargs -P 16 -I{} "
            + CURL
            + "-d '{\"epoch\":0,\"live\":{},\"staged\":0}' "
            + DOOR
            + "work");
    String query = "relay?uid=1001\\&user=alice";
    flood(
        "large",
        "head -c 4000000 /dev/zero | tr '\\0' ' ' >/tmp/large; seq 400 | xargs -P 12 -I{} "
            + CURL
            + "--data-binary @/tmp/large "
            + DOOR
            + query);
    flood(
        "slow",
        "sleep 1; seq 40 | xargs -P 40 -I{} "
            + CURL
            + "--limit-rate 100 --data-binary @/tmp/large "
            + DOOR
            + query);
    flood(
        "endless",
        "yes | head -c 200M | "
            + CURL
            + "-H 'Transfer-Encoding: chunked' -T - -X POST "
            + DOOR
            + query);
    flood(
        "idle",
        "for i in $(seq 1500); do exec {fd}<>/dev/tcp/192.0.2.11/8443 || sleep 0.1; done; sleep 30");
    List<Duration> lists = new ArrayList<>();
    List<Duration> applies = new ArrayList<>();
    try (ExecutorService two = Executors.newFixedThreadPool(1)) {
      Future<?> administrator =
          two.submit(
              () -> {
                for (int i = 0; i < 12; i++) {
                  long began = System.nanoTime();
                  Lab.on("main", "croft", "host", "list").expectSuccess();
                  lists.add(Duration.ofNanos(System.nanoTime() - began));
                }
              });
      for (int i = 0; i < 5; i++) {
        long began = System.nanoTime();
        Lab.Ran ran = applyOnMain(PROGRAM.formatted("flood" + i)).expectSuccess();
        applies.add(Duration.ofNanos(System.nanoTime() - began));
        assertThat(ran.out()).contains("live on").doesNotContain("behind");
      }
      administrator.get();
    }
    String status =
        Lab.on(
                "main",
                "sh",
                "-c",
                "cat /proc/" + pid.strip() + "/status; ls /proc/" + pid.strip() + "/fd | wc -l")
            .out();
    System.out.printf(
        "beside the flood: longest host list %d ms, longest apply %d ms; controller %s%n",
        longest(lists),
        longest(applies),
        status.lines().filter(l -> l.matches("VmHWM.*|Threads.*|[0-9]+")).toList());
    assertThat(
            Lab.on("main", "systemctl", "show", "-p", "MainPID", "--value", "croft-controller")
                .out())
        .as("the controller runs on")
        .isEqualTo(pid);
    assertThat(longest(lists)).isLessThan(15_000);
    assertThat(longest(applies)).isLessThan(30_000);
    assertThat(Lab.digAll("moor.example", "TXT")).isEqualTo("\"flood4\"");
    Lab.on("shell", "systemctl", "stop", "flood-*");
    // With new connections, not those that it had before.
    Lab.on("shell", "systemctl", "restart", "croft-agent").expectSuccess();
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> Lab.as("alice", "croft", "whoami").expectSuccess());
    Lab.on("main", "croft", "audit", "--verify").expectSuccess();
  }

  private static long longest(List<Duration> all) {
    return all.stream().mapToLong(Duration::toMillis).max().orElse(0);
  }
}
