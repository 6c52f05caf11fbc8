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
        for (int k = 0; k < 2; k++) {
          downloads.add(Stranger.download(Lab.DYNAMIC, "www.greenhouse.example", "/large", hurry));
        }
        Lab.apply("mallory", "moor", changed(i)).expectSuccess();
      }
      assertThat(downloads).noneMatch(FutureTask::isDone);
    } finally {
      hurry.countDown();
    }
    for (FutureTask<Stranger.Loaded> d : downloads) {
      assertThat(d.get(60, TimeUnit.SECONDS)).isEqualTo(whole());
    }
    System.out.printf(
        "six generations, two downloads of 200 MB begun in each: longest without an answer: Apache %d ms (%d answers),"
            + " BIND primary %d ms (%d), secondary %d ms (%d)%n",
        web.longestMillis(),
        web.answers(),
        primary.longestMillis(),
        primary.answers(),
        secondary.longestMillis(),
        secondary.answers());
    for (Stranger.Poller p : List.of(web, primary, secondary)) {
      assertThat(p.failures()).isEmpty();
      assertThat(p.answers()).isGreaterThan(100);
      assertThat(p.longestMillis()).isLessThan(FAR_TOO_LONG_MILLIS);
    }
  }

  private static String changed(int i) {
    return "dom \"moor.example\" with web \"www\" with setHeader \"X-Moor\" \"%1$s\" end; dns (dnsTXT \"@\" \"%1$s\") end"
        .formatted(i);
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
