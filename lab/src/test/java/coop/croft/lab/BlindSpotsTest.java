package coop.croft.lab;

import static coop.croft.lab.Lab.DYNAMIC;
import static coop.croft.lab.Lab.dig;
import static coop.croft.lab.Lab.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the daemons' own checkers do not see and what would end them or split them: it never reaches
 * them, the member is told, and others' names and sites are answered all the while.
 */
@Tag("lab")
class BlindSpotsTest {
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger unanswered = new AtomicInteger();
  private volatile boolean watching = true;
  private Thread watch = new Thread();

  @BeforeEach
  void watchOthers() {
    watch =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (watching) {
                    asked.incrementAndGet();
                    if (get(DYNAMIC, "www.greenhouse.example", "/").status() != 200
                        || dig(Lab.MAIN, "www.greenhouse.example", "A").isEmpty()) {
                      unanswered.incrementAndGet();
                    }
                  }
                });
  }

  @AfterEach
  void othersWereAnswered() throws InterruptedException {
    watching = false;
    watch.join();
    Lab.remove("mallory", "moor");
    Lab.remove("mallory", "more");
    Lab.remove("mallory", "broken");
    Lab.on("dynamic", "rm", "-rf", "/home/mallory/tls");
    assertThat(asked.get()).isPositive();
    assertThat(unanswered.get()).as("of %d questions", asked.get()).isZero();
  }

  private static void key(String name) {
    Lab.on(
            "dynamic",
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-subj",
            "/CN=www.moor.example",
            "-addext",
            "subjectAltName=DNS:www.moor.example",
            "-keyout",
            "/home/mallory/tls/" + name + ".key",
            "-out",
            "/home/mallory/tls/" + name + ".crt")
        .expectSuccess();
  }

  private static String apachePid() {
    return Lab.on("dynamic", "systemctl", "show", "-p", "MainPID", "--value", "apache2").out();
  }

  @Test
  void aCertificateThatDoesNotFitItsKeyIsNotServedAndItsOwnerIsTold() {
    Lab.on("dynamic", "install", "-d", "-o", "mallory", "/home/mallory/tls").expectSuccess();
    key("one");
    key("two");
    Lab.on(
            "dynamic",
            "sh",
            "-c",
            "cd /home/mallory/tls && cat one.key two.crt >site.pem && chmod 600 site.pem && chown mallory:mallory *")
        .expectSuccess();
    String pid = apachePid();
    Lab.Ran told =
        Lab.apply(
                "mallory",
                "moor",
                "dom \"moor.example\" with web \"www\" where SSL = use_cert \"/home/mallory/tls/site.pem\" with end end\n")
            .expectSuccess();
    assertThat(told.out())
        .contains("/home/mallory/tls/site.pem")
        .contains("its certificate and its key do not belong together");
    assertThat(apachePid()).isEqualTo(pid);
    Lab.on(
            "dynamic",
            "sh",
            "-c",
            "cd /home/mallory/tls && cat one.key one.crt >new && chmod 600 new && chown mallory:mallory new && mv new site.pem")
        .expectSuccess();
    Awaitility.await()
        .atMost(Duration.ofSeconds(75))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () ->
                assertThat(
                        get(DYNAMIC, "www.moor.example", "https://www.moor.example/", "-k")
                            .status())
                    .isEqualTo(200));
    assertThat(apachePid()).isEqualTo(pid);
  }

  private static String workers() {
    return Lab.on("dynamic", "pgrep", "-P", apachePid().strip()).expectSuccess().out();
  }

  /** Somebody reads it slowly, so that most of it is still to be sent. */
  @Test
  void aFileThatIsShortenedWhileItIsSentByHttpsEndsNoProcessOfTheServer() throws Exception {
    Lab.on("dynamic", "install", "-d", "-o", "mallory", "/home/mallory/tls").expectSuccess();
    key("one");
    String site = "/home/mallory/tls/site.pem";
    String file = "/home/mallory/public_html/long";
    Lab.on(
            "dynamic",
            "sh",
            "-c",
            "cd /home/mallory/tls && cat one.key one.crt >site.pem && chmod 600 site.pem && chown mallory site.pem"
                + " && runuser -u mallory -- truncate -s 4000000 "
                + file)
        .expectSuccess();
    Lab.apply(
            "mallory",
            "moor",
            "dom \"moor.example\" with web \"www\" where SSL = use_cert \""
                + site
                + "\" with end end\n")
        .expectSuccess();
    // Those of the configuration before leave by and by.
    Thread.sleep(2_000);
    String before = workers();
    String reader = Lab.resource("slow-reader.py");
    CompletableFuture<Lab.Ran> reading =
        CompletableFuture.supplyAsync(
            () ->
                Lab.feed(
                    "client", reader, "python3", "-", DYNAMIC, "www.moor.example", "/long", "5"));
    Thread.sleep(2_500);
    Lab.on("dynamic", "runuser", "-u", "mallory", "--", "truncate", "-s", "0", file)
        .expectSuccess();
    int read = Integer.parseInt(reading.get().expectSuccess().out().strip());
    Lab.on("dynamic", "rm", "-f", file);
    assertThat(read).isBetween(1, 4_000_000);
    assertThat(workers().lines()).containsAll(before.lines().toList());
  }

  @Test
  void aLogDirectoryThatIsGoneEndsNoServer() {
    Lab.apply("mallory", "moor", "dom \"moor.example\" with web \"www\" with end end\n")
        .expectSuccess();
    String logs =
        Lab.on("dynamic", "readlink", "-f", "/var/log/croft/web/by-name/www.moor.example")
            .out()
            .strip();
    assertThat(logs).startsWith("/var/log/");
    String pid = apachePid();
    Lab.on("dynamic", "rm", "-rf", "/var/log/croft/web/by-name/www.moor.example", logs)
        .expectSuccess();
    Lab.apply(
            "mallory",
            "moor",
            "dom \"moor.example\" with web \"www\" with setHeader \"X-Moor\" \"two\" end end\n")
        .expectSuccess();
    assertThat(get(DYNAMIC, "www.moor.example", "/").header("X-Moor")).isEqualTo("two");
    assertThat(apachePid()).isEqualTo(pid);
    assertThat(Lab.on("dynamic", "apachectl", "-f", "/etc/apache2/croft/apache2.conf", "-t").all())
        .doesNotContain("No such file");
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              get(DYNAMIC, "www.moor.example", "/?look");
              assertThat(
                      Lab.on(
                              "dynamic",
                              "sh",
                              "-c",
                              "cat /var/log/croft/web/by-name/www.moor.example/*")
                          .out())
                  .contains("/?look");
            });
  }

  @Test
  void aNameServedTwiceIsRefusedAtItsLine() {
    Lab.apply("mallory", "moor", "dom \"moor.example\" with web \"www\" with end end\n")
        .expectSuccess();
    String files = Lab.files("dynamic");
    Lab.Ran twice =
        Lab.apply(
            "mallory",
            "moor",
            "dom \"moor.example\" with\n  web \"www\" with end;\n  web \"www\" with end\nend\n");
    assertThat(twice.exit()).isEqualTo(1);
    assertThat(twice.err()).contains("moor.dtl:3:").contains("www.moor.example");
    Lab.Ran elsewhere =
        Lab.apply("mallory", "more", "dom \"moor.example\" with web \"www\" with end end\n");
    assertThat(elsewhere.exit()).isEqualTo(1);
    assertThat(elsewhere.err()).contains("more.dtl:1:").contains("moor.example");
    assertThat(Lab.files("dynamic")).isEqualTo(files);
  }

  /** The most that one process of the web server or of its log holds open. */
  private static int descriptors() {
    return Integer.parseInt(
        Lab.on(
                "dynamic",
                "sh",
                "-c",
                "for p in $(pgrep -x apache2; pgrep -f /log/split); do ls /proc/$p/fd | wc -l; done | sort -n | tail -n 1")
            .out()
            .strip());
  }

  @Test
  void fiveThousandSitesAreNotFiveThousandOpenFiles() {
    int before = descriptors();
    String sites =
        IntStream.range(0, 5_000)
            .mapToObj(i -> "web \"s" + i + "\" with setHeader \"X-Moor\" \"" + i + "\" end")
            .collect(Collectors.joining(";\n  "));
    Lab.apply("mallory", "moor", "dom \"moor.example\" with\n  " + sites + "\nend\n")
        .expectSuccess();
    for (int i : new int[] {0, 2_500, 4_999}) {
      String name = "s" + i + ".moor.example";
      assertThat(get(DYNAMIC, name, "/").header("X-Moor")).isEqualTo(Integer.toString(i));
      assertThat(dig(Lab.MAIN, name, "A")).isNotEmpty();
    }
    assertThat(descriptors()).isBetween(1, before + 100);
  }

  @Test
  void aSerialThatWouldFallIsRefused() {
    String domain =
        "domain \"broken-serial.moor.example\" with dns (dnsA \"@\" \"203.0.113.1\")%s end\n";
    Lab.apply("mallory", "broken", domain.formatted("")).expectSuccess();
    long before = Lab.serial(Lab.MAIN, "fault.example");
    assertThat(before).isPositive();
    Lab.Ran told =
        Lab.apply("mallory", "broken", domain.formatted("; dns (dnsA \"b\" \"203.0.113.2\")"));
    assertThat(told.exit()).as(told.all()).isEqualTo(1);
    assertThat(told.err())
        .contains("broken.dtl:1:")
        .contains("the serial of fault.example would fall from " + before);
    assertThat(Lab.serial(Lab.MAIN, "fault.example")).isEqualTo(before);
    assertThat(dig(Lab.MAIN, "b.broken-serial.moor.example", "A")).isEmpty();
  }
}
