package coop.croft.helper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power fails: unlike after a mere {@code kill -9}, what the kernel had not yet written is
 * lost. The host lies on an ext4 of its own in an image file. At a random moment the helper is
 * stopped, the image is copied as it is, and the copy goes on as the host's disk. The file system
 * writes by itself only every five minutes and does not guess that a renamed file should be
 * durable. Runs as root, with loop devices.
 */
class PowerCutTest {
  private static final int FILES = 20;
  private static final Duration TIME = Duration.ofSeconds(25);

  @TempDir Path dir;
  private int images;

  private static Map<String, String> files(long generation) {
    Map<String, String> files = new TreeMap<>();
    for (int i = 0; i < FILES; i++) {
      files.put((i % 2 == 0 ? "/etc/trial/f" : "/var/lib/trial/f") + i, generation + "");
    }
    files.put("/etc/trial/" + (generation % 2 == 0 ? "even" : "odd"), generation + "");
    return files;
  }

  private static void run(String... argv) throws IOException, InterruptedException {
    Process p = new ProcessBuilder(argv).redirectErrorStream(true).start();
    String output =
        new String(p.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(p.waitFor()).as("%s: %s", List.of(argv), output).isZero();
  }

  private Path image() {
    return dir.resolve("disk" + images);
  }

  private Path disk() {
    return dir.resolve("disk");
  }

  private void mount() throws IOException, InterruptedException {
    run("mount", "-o", "loop,commit=300,noauto_da_alloc", image().toString(), disk().toString());
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    run("umount", disk().toString());
  }

  /** What is on the disk at this moment is the disk from now on. */
  private void cutPower(TrialHost host) throws Exception {
    host.stop();
    Path before = image();
    images++;
    run("cp", "--sparse=always", before.toString(), image().toString());
    host.kill();
    unmount();
    Files.delete(before);
    mount();
  }

  @Test
  @Timeout(300)
  void leavesTheOldGenerationOrTheNewOne() throws Exception {
    Files.createDirectory(disk());
    run("truncate", "-s", "24M", image().toString());
    run("mkfs.ext4", "-q", "-F", "-m", "0", image().toString());
    mount();
    long seed = Long.getLong("croft.seed", System.nanoTime());
    Random random = new Random(seed);
    TrialHost host = new TrialHost(Files.createDirectory(disk().resolve("host")));
    run("sync", "-f", disk().toString());
    host.start();
    host.stage(host.manifest(1, 1, files(1)));
    assertThat(host.commit("1").getFirst()).isEqualTo("ok");
    long live = 1;
    int cuts = 0;
    int finished = 0;
    int kept = 0;
    long end = System.nanoTime() + TIME.toNanos();
    for (long generation = 2; System.nanoTime() < end || finished == 0; generation++) {
      String next = generation + "";
      CompletableFuture<Boolean> answered = new CompletableFuture<>();
      host.stage(host.manifest(1, generation, files(generation)));
      Thread commit =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      answered.complete(host.commit(next).getFirst().equals("ok"));
                    } catch (IOException e) {
                      // The power went first.
                    }
                  });
      Thread.sleep(random.nextInt(60));
      boolean promised = answered.getNow(false);
      cutPower(host);
      commit.join();
      cuts++;
      finished += host.recoverHere() ? 1 : 0;
      Map<String, String> found = host.live();
      found.keySet().removeIf(path -> path.contains("/.croft-"));
      boolean old = found.equals(files(live));
      String when = "seed %d, cut %d, %s".formatted(seed, cuts, promised ? "after the answer" : "");
      if (!old || promised) {
        assertThat(found).as(when).isEqualTo(files(generation));
        live = generation;
      }
      kept += old ? 1 : 0;
      host.start();
      assertThat(host.ask("status").get(2)).as(when).isEqualTo(live + "");
    }
    host.close();
    System.out.printf(
        "%d power cuts, seed %d: %d finished from the journal, %d left the old generation, 0 mixtures%n",
        cuts, seed, finished, kept);
  }
}
