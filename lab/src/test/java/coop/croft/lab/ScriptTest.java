package coop.croft.lab;

import static coop.croft.lab.Lab.DYNAMIC;
import static coop.croft.lab.Lab.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a member's script does harms nobody else, ends, and is told to the member. */
@Tag("lab")
class ScriptTest {
  private static final String CGI = "/home/bob/cgi/";
  private static final String SITE = "www.forge.example";
  private static final String LOG = "/var/log/croft/web/by-name/" + SITE + "/error-*.log";
  private static final String HEAD = "printf 'Content-Type: text/plain\\r\\n\\r\\n'\n";

  private static final String ENDLESS = "#!/bin/sh\nwhile :; do :; done\n";
  private static final String FORKED =
      "#!/bin/sh\n"
          + HEAD
          + "(setsid sh -c 'setsid sleep 4711 & sleep 4711' >/dev/null 2>&1 </dev/null &)\necho done\n";
  private static final String BOMB = "#!/bin/sh\nb() { b | b & }\nb 2>/dev/null\nsleep 4711\n";
  private static final String HOG = "#!/usr/bin/perl\nmy $x = 'x' x (200 << 20);\nsleep 4711;\n";
  private static final String ATTACK =
      """
      #!/usr/bin/perl
      $| = 1;
      print "Content-Type: text/plain\\r\\n\\r\\n";
      my $boss = getppid;
      for my $s ('KILL', 'TERM', 'STOP') { print kill($s, $boss) ? "hit\\n" : "missed\\n" }
      for my $file (glob '/sys/fs/cgroup{,/*}/system.slice/croft-scripts.service/{,u2002/,u2002/*/}*') {
        print "wrote $file\\n" if -f $file && open(my $out, '>', $file);
        print "made\\n" if -d $file && mkdir "$file/7";
      }
      print "end\\n";
      sleep 4711;
      """;

  /**
   * More than anybody notices on a machine that has time; the test's own machine may have little.
   */
  private static final long FAR_TOO_LONG_MILLIS = 1_000;

  @BeforeEach
  void begin() {
    script("endless", ENDLESS);
    script("forked", FORKED);
    script("bomb", BOMB);
    script("hog", HOG);
    script("attack", ATTACK);
  }

  @AfterEach
  void tidy() {
    Lab.on(
        "dynamic",
        "sh",
        "-c",
        "cd "
            + CGI
            + " && rm -f endless forked bomb hog attack theirs hard link open; chmod 755 .");
  }

  private static void script(String name, String text) {
    Lab.feed(
            "dynamic",
            text,
            "install",
            "-m",
            "755",
            "-o",
            "bob",
            "-g",
            "bob",
            "/dev/stdin",
            CGI + name)
        .expectSuccess();
  }

  /** What was written to the owner's log after this moment. */
  private static String told(int linesBefore) {
    return Lab.on("dynamic", "sh", "-c", "cat " + LOG + " | tail -n +" + (linesBefore + 1)).out();
  }

  private static int lines() {
    String count = Lab.on("dynamic", "sh", "-c", "cat " + LOG + " 2>/dev/null | wc -l").out();
    return Integer.parseInt(count.strip());
  }

  private static void awaitTold(int linesBefore, String... sentences) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(told(linesBefore)).contains(sentences));
  }

  private static void nothingIsLeft() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              assertThat(Lab.on("dynamic", "pgrep", "-u", "bob").out()).isEmpty();
              assertThat(
                      Lab.on("dynamic", "find", "/sys/fs/cgroup/", "-type", "d", "-name", "u2002")
                          .out())
                  .isEmpty();
            });
  }

  /** Asks for a script so many times at once, from outside; the answers come later. */
  private static List<FutureTask<Lab.Page>> ask(String script, int times) {
    List<FutureTask<Lab.Page>> answers = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      FutureTask<Lab.Page> answer = new FutureTask<>(() -> get(DYNAMIC, SITE, "/bin/" + script));
      Thread.ofVirtual().start(answer);
      answers.add(answer);
    }
    return answers;
  }

  /** Asks for each script so many times, all at one moment, by one program; the statuses. */
  private static List<String> atOnce(int times, String... scripts) {
    List<String> argv =
        new ArrayList<>(
            List.of("curl", "-s", "-Z", "--parallel-immediate", "--max-time", "30", "-w"));
    argv.addAll(List.of("%{http_code}\\n", "--resolve", SITE + ":80:" + DYNAMIC));
    for (int i = 0; i < times; i++) {
      for (String script : scripts) {
        argv.addAll(List.of("-o", "/dev/null", "http://" + SITE + "/bin/" + script));
      }
    }
    return Lab.on("client", argv.toArray(String[]::new)).out().lines().toList();
  }

  @Test
  void aScriptRunsAsItsMember() {
    assertThat(get(DYNAMIC, SITE, "/bin/whoami").body()).contains("uid=2002").contains("user=bob");
    assertThat(Lab.on("dynamic", "stat", "-L", "-c", "%U:%G %a", "/usr/lib/apache2/suexec").out())
        .isEqualTo("root:www-data 4754\n");
    nothingIsLeft();
  }

  @Test
  void hostileScriptsDisturbNobodyAndEnd() throws Exception {
    int before = lines();
    Ticker quiet = new Ticker();
    Thread.sleep(2_000);
    long[] usual = quiet.end();
    Ticker ticker = new Ticker();
    long began = System.nanoTime();
    List<String> statuses = atOnce(6, "endless", "bomb", "forked", "attack", "hog");
    double seconds = (System.nanoTime() - began) / 1e9;
    long[] millis = ticker.end();
    long unavailable = statuses.stream().filter("503"::equals).count();
    System.out.printf(
        "30 hostile scripts at once, over after %.1f s, %d of them answered 503; another member's page meanwhile: p50 %d ms, p99 %d ms, longest %d ms (%d answers); before: p50 %d ms, p99 %d ms%n",
        seconds,
        unavailable,
        millis[millis.length / 2],
        millis[millis.length * 99 / 100],
        millis[millis.length - 1],
        millis.length,
        usual[usual.length / 2],
        usual[usual.length * 99 / 100]);
    assertThat(millis.length).isGreaterThan(100);
    assertThat(millis[millis.length * 99 / 100]).isLessThan(FAR_TOO_LONG_MILLIS);
    assertThat(seconds).isLessThan(18);
    assertThat(statuses).hasSize(30).doesNotContain("000");
    assertThat(unavailable).isGreaterThanOrEqualTo(10);
    awaitTold(
        before,
        "croft: stopped after 10 s",
        "croft: not run: as many of your scripts run as may at a time");
    nothingIsLeft();
  }

  @Test
  void eachLimitIsToldByName() throws Exception {
    int before = lines();
    List<FutureTask<Lab.Page>> answers = new ArrayList<>();
    for (String script : List.of("hog", "bomb", "attack", "forked", "endless")) {
      answers.addAll(ask(script, 1));
    }
    assertThat(answers.get(0).get().status()).isEqualTo(500);
    assertThat(answers.get(2).get().body())
        .contains("missed\nmissed\nmissed\nend\n")
        .doesNotContain("hit", "wrote", "made");
    assertThat(answers.get(3).get().body()).isEqualTo("done\n");
    assertThat(answers.get(4).get().status()).isEqualTo(500);
    awaitTold(
        before,
        "croft: memory limit of 100 MB reached",
        "croft: limit of 100 processes reached",
        "croft: stopped after 10 s");
    nothingIsLeft();
  }

  @Test
  void whatMayNotRunIsRefusedWithItsReason() {
    int before = lines();
    script("theirs", "#!/bin/sh\n" + HEAD + "id -u\n");
    Lab.on("dynamic", "chown", "alice:alice", CGI + "theirs").expectSuccess();
    script("open", "#!/bin/sh\n" + HEAD + "id -u\n");
    Lab.on("dynamic", "chmod", "777", CGI + "open").expectSuccess();
    Lab.on("dynamic", "ln", "/home/alice/public_html/index.html", CGI + "hard").expectSuccess();
    Lab.on("dynamic", "ln", "-s", "/usr/bin/id", CGI + "link").expectSuccess();
    Lab.on("dynamic", "chown", "-h", "bob:bob", CGI + "link").expectSuccess();
    for (String script : List.of("theirs", "open", "hard", "link")) {
      Lab.Page page = get(DYNAMIC, SITE, "/bin/" + script);
      assertThat(page.status()).as(script).isIn(403, 500);
      assertThat(page.body()).as(script).doesNotContain("uid").doesNotContain("200");
    }
    awaitTold(
        before,
        "does not belong to the user and the group of the site",
        "others may write to it; chmod go-w the file",
        "Symbolic link not allowed or link target not accessible: " + CGI + "link");
    assertThat(told(before).lines().filter(l -> l.contains("does not belong"))).hasSize(2);
    nothingIsLeft();
  }

  /** The supervisor of a request is gone, as after a fault of the machine's. */
  @Test
  void aScriptWithoutItsSupervisorIsSweptAway() throws Exception {
    List<FutureTask<Lab.Page>> answer = ask("endless", 1);
    Awaitility.await()
        .until(() -> !Lab.on("dynamic", "pgrep", "-u", "bob", "-x", "endless").out().isEmpty());
    Lab.on("dynamic", "pkill", "-KILL", "-f", "scripts/supervisor 2002 2002 endless$")
        .expectSuccess();
    assertThat(Lab.on("dynamic", "pgrep", "-u", "bob", "-x", "endless").out()).isNotEmpty();
    // The request lasts as long as the script, which holds its connection.
    assertThat(answer.getFirst().get().status()).isEqualTo(500);
    nothingIsLeft();
  }

  /** Another member's static page, again and again over fresh connections, each timed. */
  private static final class Ticker {
    private final List<Long> millis = new ArrayList<>();
    private final StringBuilder failures = new StringBuilder();
    private volatile boolean over;
    private final Thread thread = ClientNetwork.start("ticker", this::run);

    private void run() {
      Stranger.Question page = Stranger.page(DYNAMIC, "www.greenhouse.example", "/");
      while (!over) {
        long began = System.nanoTime();
        try {
          page.ask();
          millis.add((System.nanoTime() - began) / 1_000_000);
          Thread.sleep(5);
        } catch (IOException e) {
          failures.append(e).append('\n');
        } catch (InterruptedException e) {
          return;
        }
      }
    }

    /** Times of all answers, the shortest first. */
    long[] end() throws InterruptedException {
      over = true;
      thread.join();
      assertThat(failures.toString()).isEmpty();
      long[] all = millis.stream().mapToLong(Long::longValue).toArray();
      Arrays.sort(all);
      return all;
    }
  }
}
