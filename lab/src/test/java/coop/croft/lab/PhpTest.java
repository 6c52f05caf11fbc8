package coop.croft.lab;

import static coop.croft.lab.Lab.DYNAMIC;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Members' PHP: as themselves, within their limits, and gone when nobody asks. */
@Tag("lab")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PhpTest {
  private static final String SITE = "www.moor.example";
  private static final String HOME = "/home/mallory/php";
  private static final String MALLORY = "2007";
  private static final String LOG = "/var/log/croft/web/by-name/" + SITE;

  /** The test only looks for what never ends; docs/performance.md keeps what was seen. */
  private static final long FAR_TOO_LONG_MILLIS = 2_000;

  private static int logged;

  private static final String PROGRAM =
      """
      dom "moor.example" with
        web "www" where DocumentRoot = "/home/mallory/php" with
          php "8.2";
          phpSetting "upload_max_filesize" "64M";
          phpSetting "memory_limit" "128M";
          phpSetting "max_execution_time" "2";
          frontController "/front.php";
        end;
        web "part" where DocumentRoot = "/home/mallory/php" with
          location "/app" with php "8.2"; phpSetting "memory_limit" "64M" end
        end;
        for n in ["a", "b", "c", "d", "e", "f", "g", "h"] do
          web n where DocumentRoot = "/home/mallory/php" with php "8.2"; phpSetting "max_execution_time" "2" end
        end
      end
      """;

  private static void script(String name, String text) {
    String path = HOME + "/" + name;
    Lab.on("dynamic", "install", "-d", "-o", "mallory", "-g", "mallory", HOME + "/app");
    Lab.feed("dynamic", "<?php " + text, "tee", path).expectSuccess();
    Lab.on("dynamic", "chown", "mallory:mallory", path).expectSuccess();
  }

  @BeforeAll
  static void site() {
    script(
        "whoami.php",
        "echo posix_getuid(), ' ', ini_get('memory_limit'), ' ', ini_get('post_max_size'), \"\\n\";");
    script("app/whoami.php", "echo posix_getuid(), ' ', ini_get('memory_limit'), \"\\n\";");
    script("front.php", "echo 'front ', $_SERVER['REQUEST_URI'], \"\\n\";");
    script(
        "upload.php",
        "$f = $_FILES['f'] ?? null; echo $f ? $f['size'] . ' ' . md5_file($f['tmp_name']) : 'none';");
    script("endless.php", "while (true);");
    script("silent.php", "sleep(1000);");
    script("hog.php", "ini_set('memory_limit', -1); $a = str_repeat('x', 256 << 20);");
    script(
        "raw-hog.php",
        "exec('perl -e \"\\$a = q(x) x (1500 << 20)\"', $o, $r); echo \"ended $r\";");
    script(
        "setsid.php",
        "exec('setsid sh -c \"setsid sleep 1111 & sleep 1111\" > /dev/null 2>&1 &');");
    script("bomb.php", "exec('perl -e \"fork while 1\" > /dev/null 2>&1');");
    script("master.php", "posix_kill(posix_getppid(), SIGSTOP); sleep(2);");
    Lab.apply("mallory", "moor", PROGRAM).expectSuccess();
    logged = log().length();
  }

  @AfterAll
  static void tidy() {
    Lab.remove("mallory", "moor");
    Lab.on("dynamic", "rm", "-rf", HOME);
  }

  private static String processes() {
    return Lab.on("dynamic", "pgrep", "-u", MALLORY, "-a").out();
  }

  private static String log() {
    return Lab.on("dynamic", "sh", "-c", "cat " + LOG + "/error-*.log").out();
  }

  /** What the site's own log says since this test began. */
  private static void expectInLog(String words) {
    Awaitility.await(words)
        .atMost(Duration.ofSeconds(10))
        .until(() -> log().substring(logged).contains(words));
  }

  @Test
  @Order(1)
  void scriptsRunAsTheirMemberWithTheSettingsOfTheirPart() {
    assertThat(Lab.get(DYNAMIC, SITE, "/whoami.php").body()).isEqualTo("2007 128M 75497472\n");
    assertThat(Lab.get(DYNAMIC, "part.moor.example", "/app/whoami.php").body())
        .isEqualTo("2007 64M\n");
    // The same process has just answered for the other site.
    assertThat(Lab.get(DYNAMIC, SITE, "/whoami.php").body()).isEqualTo("2007 128M 75497472\n");
    Lab.Page source = Lab.get(DYNAMIC, "part.moor.example", "/whoami.php");
    assertThat(source.status()).isEqualTo(403);
    assertThat(source.body()).doesNotContain("posix_getuid");
  }

  @Test
  @Order(2)
  void aFrontControllerAnswersForWhatIsNoFile() {
    assertThat(Lab.get(DYNAMIC, SITE, "/2026/11/hello?x=1").body())
        .isEqualTo("front /2026/11/hello?x=1\n");
    assertThat(Lab.get(DYNAMIC, SITE, "/no-such.php").body()).isEqualTo("front /no-such.php\n");
    assertThat(Lab.get(DYNAMIC, "part.moor.example", "/2026/11").status()).isEqualTo(404);
  }

  @Test
  @Order(3)
  void uploadsFit() {
    String file = "/tmp/upload";
    Lab.on("client", "truncate", "-s", "40M", file).expectSuccess();
    String sum = Lab.on("client", "md5sum", file).out().split(" ")[0];
    Lab.Page page = Lab.get(DYNAMIC, SITE, "/upload.php", "-H", "Expect:", "-F", "f=@" + file);
    assertThat(page.body()).isEqualTo((40L << 20) + " " + sum);
    Lab.on("client", "truncate", "-s", "80M", file).expectSuccess();
    assertThat(Lab.get(DYNAMIC, SITE, "/upload.php", "-H", "Expect:", "-F", "f=@" + file).body())
        .isEqualTo("none");
    expectInLog("exceeds the limit of 75497472 bytes");
    Lab.on("client", "rm", file);
  }

  @Test
  @Order(4)
  void nobodyElseReachesAMembersPhp() {
    for (String member : List.of("bob", "mallory")) {
      Lab.Ran ran =
          Lab.on(
              "dynamic",
              "runuser",
              "-u",
              member,
              "--",
              "python3",
              "-c",
              "import socket; socket.socket(socket.AF_UNIX).connect('/run/croft/php8.2/mallory/10')");
      assertThat(ran.all()).contains("Permission denied");
    }
    Lab.on("dynamic", "systemctl", "start", "php8.2-fpm");
    assertThat(Lab.on("dynamic", "systemctl", "is-active", "php8.2-fpm").out().strip())
        .isEqualTo("inactive");
  }

  /** All of it at once: endless, greedy, forking, escaping. */
  @Test
  @Order(5)
  void limitsHoldWhileAnotherMembersPageGoesOn() throws Exception {
    assertThat(Lab.get(DYNAMIC, SITE, "/endless.php").status()).isEqualTo(500);
    // Those below may be ended together with greedy ones before their own time is over.
    assertThat(Lab.get(DYNAMIC, SITE, "/silent.php").status()).isEqualTo(504);
    Visitors.Watch alice = new Visitors.Watch("www.greenhouse.example", "/");
    List<FutureTask<Visitors.Answer>> asked = new ArrayList<>();
    try (alice) {
      asked.addAll(Visitors.begin(1, SITE, "/setsid.php"));
      asked.addAll(Visitors.begin(1, SITE, "/hog.php"));
      asked.addAll(Visitors.begin(1, SITE, "/raw-hog.php"));
      Thread.sleep(1_500);
      asked.addAll(Visitors.begin(1, SITE, "/bomb.php"));
      asked.addAll(Visitors.begin(15, SITE, "/endless.php"));
      asked.addAll(Visitors.begin(15, SITE, "/silent.php"));
      List<Visitors.Answer> answers = Visitors.end(asked);
      System.out.println("PHP: answers " + Visitors.statuses(answers));
      assertThat(answers.subList(3, answers.size())).allMatch(a -> a.status() >= 500);
    }
    System.out.println("PHP: alice's page meanwhile: " + alice);
    assertThat(alice.failures()).isEmpty();
    assertThat(alice.answers()).isGreaterThan(50);
    assertThat(alice.percentile(0.99)).isLessThan(FAR_TOO_LONG_MILLIS);
    expectInLog("Maximum execution time of 2 seconds exceeded");
    expectInLog("Allowed memory size of 134217728 bytes exhausted");
    expectInLog("croft: PHP took longer than it may");
    expectInLog("croft: as many requests as may are with PHP already");
  }

  /** Each site had room of its own for requests that wait; together they took the server's. */
  @Test
  @Order(6)
  void manySitesHaveNoMoreRoomThanOne() throws Exception {
    Visitors.Watch alice = new Visitors.Watch("www.greenhouse.example", "/");
    List<FutureTask<Visitors.Answer>> asked = new ArrayList<>();
    try (alice) {
      for (String site : List.of("a", "b", "c", "d", "e", "f", "g", "h")) {
        asked.addAll(Visitors.begin(25, site + ".moor.example", "/silent.php"));
      }
      Thread.sleep(4_000);
    }
    long waiting = asked.stream().filter(a -> !a.isDone()).count();
    System.out.printf(
        "PHP: %d of %d requests wait after 4 s; alice's page meanwhile: %s%n",
        waiting, asked.size(), alice);
    assertThat(alice.failures()).isEmpty();
    assertThat(alice.answers()).isGreaterThan(100);
    assertThat(alice.percentile(0.99)).isLessThan(FAR_TOO_LONG_MILLIS);
    // Two in each of the server's processes.
    assertThat(waiting).isBetween(1L, 12L);
  }

  @Test
  @Order(7)
  void whatScriptsLeftBehindIsGone() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(
            () ->
                assertThat(processes().lines())
                    .allMatch(l -> l.contains("php-fpm: "))
                    .noneMatch(l -> l.contains("sleep") || l.contains("perl")));
    expectAnswer();
    // A script that halts its master only ends it.
    Lab.get(DYNAMIC, SITE, "/master.php");
    expectAnswer();
  }

  /** Whoever's scripts took all processes waits for the last of their requests. */
  private static void expectAnswer() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> assertThat(Lab.get(DYNAMIC, SITE, "/whoami.php").body()).startsWith("2007 "));
  }

  @Test
  @Order(8)
  void anIdleMemberCostsNoProcess() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> assertThat(processes()).isEmpty());
    assertThat(
            Lab.on("dynamic", "sh", "-c", "ls /tmp | grep -c croft-php8.2@mallory").out().strip())
        .isEqualTo("0");
    assertThat(Lab.get(DYNAMIC, SITE, "/whoami.php").body()).startsWith("2007 ");
  }
}
