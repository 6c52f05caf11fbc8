package coop.croft.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nobody who asks a daemon notices that somebody else's site changes. */
@Tag("lab")
class ReloadTest {
  private static final int GENERATIONS = 6;
  private static final int BETWEEN_MILLIS = 2_000;
  private static final String KEY = "/etc/bind/croft/control.key";
  private static final int MEGABYTES = 200;
  private static final String FILE = "/home/alice/public_html/large";

  /** The test only looks for what never ends; docs/performance.md keeps what was seen. */
  private static final long FAR_TOO_LONG_MILLIS = 2_500;

  @AfterEach
  void tidy() {
    Lab.on("dynamic", "rm", "-f", FILE);
    Lab.remove("mallory", "moor");
  }

  @Test
  void downloadsGoOnThroughSixGenerationsAndNoRequestIsRefused() throws Exception {
    Lab.on("dynamic", "truncate", "-s", MEGABYTES + "M", FILE).expectSuccess();
    Lab.feed(
            "dynamic",
            "here",
            "dd",
            "of=" + FILE,
            "bs=1M",
            "seek=" + (MEGABYTES / 2),
            "conv=notrunc",
            "status=none")
        .expectSuccess();
    CountDownLatch hurry = new CountDownLatch(1);
    List<FutureTask<Stranger.Loaded>> downloads = new ArrayList<>();
    Lab.apply("mallory", "moor", changed("first")).expectSuccess();
    try {
      watched("nothing changes", i -> begin(downloads, hurry));
      watched("the daemons alone read their files again", ReloadTest::readAgain);
      watched(
          "six generations, two downloads begun in each",
          i -> {
            begin(downloads, hurry);
            Lab.apply("mallory", "moor", changed("v" + i)).expectSuccess();
          });
      assertThat(downloads).noneMatch(FutureTask::isDone);
    } finally {
      hurry.countDown();
    }
    for (FutureTask<Stranger.Loaded> d : downloads) {
      assertThat(d.get(60, TimeUnit.SECONDS)).isEqualTo(whole());
    }
  }

  /** What happens once in a while. */
  private interface Event {
    void happen(int number) throws InterruptedException;
  }

  /** Six times that, while strangers ask; prints for how long they had no answer. */
  private static void watched(String what, Event event) throws InterruptedException {
    Stranger.Poller web =
        new Stranger.Poller("web", Stranger.page(Lab.DYNAMIC, "www.greenhouse.example", "/"));
    Stranger.Poller primary =
        new Stranger.Poller("primary", Stranger.record(Lab.MAIN, "greenhouse.example"));
    Stranger.Poller secondary =
        new Stranger.Poller("secondary", Stranger.record(Lab.DYNAMIC, "greenhouse.example"));
    try (web;
        primary;
        secondary) {
      for (int i = 0; i < GENERATIONS; i++) {
        event.happen(i);
        Thread.sleep(BETWEEN_MILLIS);
      }
    }
    System.out.printf(
        "%s: longest without an answer: Apache %d ms (%d answers), BIND primary %d ms (%d), secondary %d ms (%d)%n",
        what,
        web.longestMillis(),
        web.answers(),
        primary.longestMillis(),
        primary.answers(),
        secondary.longestMillis(),
        secondary.answers());
    for (Stranger.Poller p : List.of(web, primary, secondary)) {
      assertThat(p.failures()).as(what).isEmpty();
      assertThat(p.answers()).as(what).isGreaterThan(100);
      assertThat(p.longestMillis()).as(what).isLessThan(FAR_TOO_LONG_MILLIS);
    }
  }

  private static void begin(List<FutureTask<Stranger.Loaded>> downloads, CountDownLatch hurry) {
    for (int k = 0; k < 2; k++) {
      downloads.add(Stranger.download(Lab.DYNAMIC, "www.greenhouse.example", "/large", hurry));
    }
  }

  /** What a generation makes the daemons do, without one. */
  private static void readAgain(int number) {
    Lab.on("dynamic", "systemctl", "kill", "--signal=USR1", "--kill-whom=main", "apache2")
        .expectSuccess();
    Lab.on("main", "rndc", "-s", "127.0.0.1", "-k", KEY, "reload", "moor.example").expectSuccess();
  }

  private static String changed(String text) {
    return "dom \"moor.example\" with web \"www\" with setHeader \"X-Moor\" \"%1$s\" end; dns (dnsTXT \"@\" \"%1$s\") end"
        .formatted(text);
  }

  /** The file as it was laid down. */
  private static Stranger.Loaded whole() {
    CRC32 crc = new CRC32();
    byte[] empty = new byte[1 << 20];
    for (int i = 0; i < MEGABYTES; i++) {
      byte[] chunk = empty.clone();
      if (i == MEGABYTES / 2) {
        System.arraycopy(
            "here".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, chunk, 0, 4);
      }
      crc.update(chunk);
    }
    return new Stranger.Loaded((long) MEGABYTES << 20, crc.getValue());
  }
}
