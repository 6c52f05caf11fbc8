package coop.croft.helper;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.core.manifest.SignedManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The process is killed; what is live afterwards is the old generation or the new one, never a
 * mixture.
 */
class CrashTest {
  private static final int FILES = 50;
  @TempDir Path dir;

  private static Map<String, String> files(String content) {
    Map<String, String> files = new TreeMap<>();
    for (int i = 0; i < FILES; i++) {
      files.put((i % 2 == 0 ? "/etc/trial/f" : "/var/lib/trial/f") + i, content);
    }
    // One that only even generations have, one that only odd ones have.
    files.put("/etc/trial/" + (Integer.parseInt(content) % 2 == 0 ? "even" : "odd"), content);
    return files;
  }

  /** The content that all live files have. */
  private static String common(TrialHost host) throws IOException {
    Map<String, String> live = host.live();
    live.keySet().removeIf(path -> path.contains("/.croft-"));
    String content = live.values().iterator().next();
    assertThat(live).isEqualTo(files(content));
    return content;
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  @Timeout(60)
  void atEachStep(Step step) throws Exception {
    TrialHost host = new TrialHost(dir).start();
    assertThat(host.stage(host.manifest(1, 1, files("1"))).getFirst()).isEqualTo("ok");
    assertThat(host.commit("1").getFirst()).isEqualTo("ok");
    host.kill();
    String name = "helper." + step.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    boolean many = step == Step.RENAMED || step == Step.FILE_STAGED;
    host.start(name + (many ? ":20" : ":1"));
    SignedManifest second = host.manifest(1, 2, files("2"));
    boolean committed = false;
    try {
      host.stage(second);
      committed = true;
      host.commit("2", "trial show even.none", "trial fail");
      host.ask("clean");
    } catch (IOException e) {
      // Killed, as it should be.
    }
    assertThat(host.awaitEnd()).as("the step is reached").isEqualTo(137);
    // A daemon may start now, before the helper does.
    assertThat(host.recover("")).isZero();
    boolean durable = committed && step.compareTo(Step.JOURNAL_DURABLE) >= 0;
    assertThat(common(host)).isEqualTo(durable ? "2" : "1");
    host.start();
    assertThat(common(host)).isEqualTo(durable ? "2" : "1");
    assertThat(host.ask("status").get(2)).isEqualTo(durable ? "2" : "1");
    assertThat(host.live().keySet()).noneMatch(p -> p.contains("/.croft-"));
    assertThat(host.state().resolve("operations")).doesNotExist();
    // And everything goes on from here.
    assertThat(host.stage(second).getFirst()).isEqualTo("ok");
    assertThat(host.commit("2").getFirst()).isEqualTo("ok");
    assertThat(common(host)).isEqualTo("2");
    assertThat(host.ask("drift")).containsExactly("ok");
    host.close();
  }

  @Test
  @Timeout(60)
  void recoveryItselfMayBeKilled() throws Exception {
    TrialHost host = new TrialHost(dir).start();
    host.stage(host.manifest(1, 1, files("1")));
    host.commit("1");
    host.kill();
    host.start("helper.renamed:10");
    host.stage(host.manifest(1, 2, files("2")));
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> host.commit("2"))
        .isInstanceOf(IOException.class);
    host.awaitEnd();
    for (String kill :
        List.of("helper.renamed:5", "helper.renames-durable:1", "helper.live-recorded:1")) {
      assertThat(host.recover(kill)).isEqualTo(137);
    }
    assertThat(host.recover("")).isZero();
    assertThat(common(host)).isEqualTo("2");
  }

  @Test
  @Timeout(600)
  void atRandomMoments() throws Exception {
    long seed = Long.getLong("croft.seed", System.nanoTime());
    int rounds = Integer.getInteger("croft.kills", 150);
    Random random = new Random(seed);
    TrialHost host = new TrialHost(dir).start();
    host.stage(host.manifest(1, 1, files("1")));
    host.commit("1");
    int finished = 0;
    int old = 0;
    int kills = 0;
    // A busy machine gets fewer rounds rather than a verdict about its speed; the count is printed.
    long enough = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    for (int generation = 2;
        kills < rounds && (System.nanoTime() < enough || finished == 0);
        generation++) {
      kills++;
      String before = common(host);
      assertThat(host.stage(host.manifest(1, generation, files(generation + ""))).getFirst())
          .isEqualTo("ok");
      long wait = random.nextLong(40_000_000);
      int next = generation;
      Thread commit =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      host.commit(next + "");
                    } catch (IOException e) {
                      // Killed in the middle.
                    }
                  });
      long end = System.nanoTime() + wait;
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      host.kill();
      commit.join();
      boolean unfinished = Files.exists(host.state().resolve("journal"));
      assertThat(host.recoverHere()).isEqualTo(unfinished);
      String after = common(host);
      assertThat(after).as("seed " + seed).isIn(before, generation + "");
      finished += unfinished ? 1 : 0;
      old += after.equals(before) ? 1 : 0;
      host.start();
    }
    host.close();
    System.out.println(
        rounds
            + " kills, seed "
            + seed
            + ": "
            + finished
            + " finished from the journal, "
            + old
            + " left the old generation, 0 mixtures");
    assertThat(finished).as("kills in the middle, or this test shows nothing").isPositive();
  }
}
