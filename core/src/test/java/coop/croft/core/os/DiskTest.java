package coop.croft.core.os;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs as root, for owners and modes are real. */
class DiskTest {
  @TempDir Path dir;

  @BeforeEach
  void onlyRoot() {
    Assumptions.assumeTrue(ProcessHandle.current().info().user().equals(Optional.of("root")));
  }

  private static WantedFile wanted(String path, String text) {
    return new WantedFile(path, Optional.of(Sha256.of(text)), 54321, 0, 0640);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "/a/", "//a", "/a/../b", "/.", "/a\tb", "/a\nb"})
  void knowsWhatIsNoPlainPath(String path) {
    assertThat(Disk.isPlain(path)).isFalse();
    assertThat(Disk.isPlain("/a b/c.d")).isTrue();
  }

  @Test
  void makesListsAndRemoves() throws Exception {
    try (Disk disk = new Disk(dir)) {
      disk.make("/a/b/", 54321, 54321, 0700);
      assertThat(Files.getAttribute(dir.resolve("a"), "unix:uid")).isEqualTo(0);
      assertThat(Files.getAttribute(dir.resolve("a/b"), "unix:uid")).isEqualTo(54321);
      Files.writeString(dir.resolve("a/b/file"), "x");
      assertThat(disk.list("/a/b/")).containsExactly("file");
      assertThat(disk.list("/none/")).isEmpty();
      disk.remove("/a/b/file");
      disk.remove("/a/b/file");
      disk.remove("/none/file");
      assertThat(disk.list("/a/b")).isEmpty();
      Path outside = Files.createDirectories(dir.resolve("outside"));
      Files.writeString(outside.resolve("kept"), "x");
      Files.createSymbolicLink(dir.resolve("a/b/link"), outside);
      disk.removeTree("/a/");
      disk.removeTree("/a/");
      assertThat(dir.resolve("a")).doesNotExist();
      assertThat(outside.resolve("kept")).exists();
    }
  }

  @Test
  void settlesAFileWhateverWasDoneBefore() throws Exception {
    try (Disk disk = new Disk(dir);
        OpenDirectories places = new OpenDirectories(disk)) {
      ContentStore store = new ContentStore(disk.make("/store"));
      store.put("new".getBytes(UTF_8));
      WantedFile file = wanted("/etc/x", "new");
      assertThat(WantedFile.of(file.line())).isEqualTo(file);
      assertThat(WantedFile.of("remove /a b")).isEqualTo(WantedFile.none("/a b"));
      file.lay(places, "new".getBytes(UTF_8));
      assertThat(file.isIn(disk)).isFalse();
      file.settle(places, store);
      assertThat(file.isIn(disk)).isTrue();
      file.settle(places, store);
      Files.writeString(dir.resolve("etc/x"), "somebody's");
      file.settle(places, store);
      assertThat(dir.resolve("etc/x")).hasContent("new");
      file.lay(places, "new".getBytes(UTF_8));
      WantedFile.takeBack(disk, List.of("/etc/x", "/none/x"));
      assertThat(disk.list("/etc")).containsExactly("x");
      WantedFile.none("/etc/x").settle(places, store);
      WantedFile.none("/none/x").settle(places, store);
      assertThat(disk.list("/etc")).isEmpty();
      assertThatThrownBy(() -> wanted("/etc/y", "lost").settle(places, store))
          .hasMessageContaining("the content of /etc/y is lost");
    }
  }

  @Test
  void seesDriftThoughItReadsOnlyWhatChanged() throws Exception {
    try (Disk disk = new Disk(dir)) {
      List<WantedFile> files = List.of(wanted("/etc/a", "a"), wanted("/etc/b", "b"));
      for (WantedFile file : files) {
        assertThat(file.put(disk, file.name().getBytes(UTF_8))).isTrue();
        assertThat(file.put(disk, file.name().getBytes(UTF_8))).isFalse();
      }
      Drift drift = new Drift(disk);
      assertThat(drift.find("", files)).isEmpty();
      assertThat(drift.find("", files)).isEmpty();
      Files.writeString(dir.resolve("etc/b"), "c");
      assertThat(drift.find("", files)).containsExactly("/etc/b");
      Files.delete(dir.resolve("etc/b"));
      assertThat(drift.find("", files)).containsExactly("/etc/b");
    }
  }

  @Test
  void laysContentsOutAndForgetsTheOthers() throws Exception {
    try (Disk disk = new Disk(dir)) {
      ContentStore store = new ContentStore(disk.make("/store"));
      store.put("one".getBytes(UTF_8));
      store.put("two".getBytes(UTF_8));
      Map<String, String> files = Map.of("/etc/a", Sha256.of("one"));
      store.layOut(disk, "/check/it", Map.of("/etc/old", Sha256.of("two")));
      store.layOut(disk, "/check/it", files);
      assertThat(dir.resolve("check/it/etc/a")).hasContent("one");
      assertThat(dir.resolve("check/it/etc/old")).doesNotExist();
      store.dropAllBut(java.util.Set.copyOf(files.values()));
      assertThat(store.get(Sha256.of("two"))).isEmpty();
      Files.writeString(dir.resolve("store").resolve(Sha256.of("one")), "rotten");
      assertThat(store.get(Sha256.of("one"))).isEmpty();
    }
  }

  @Test
  void aLockKeepsAnotherProcessOut() throws Exception {
    try (Directory d = Directory.open(dir)) {
      Process other;
      try (Closeable lock = d.lock("lock")) {
        assertThat(lock).isNotNull();
        String python = "import fcntl; f = open('lock', 'w'); fcntl.lockf(f, fcntl.LOCK_EX)";
        other = new ProcessBuilder("python3", "-c", python).directory(dir.toFile()).start();
        assertThat(other.waitFor(Duration.ofSeconds(1))).isFalse();
      }
      assertThat(other.waitFor()).isZero();
    }
  }

  @Test
  void startsADaemonDryAndEndsIt() throws Exception {
    Path pidFile = dir.resolve("pid");
    String perl = "open(F, '>', '%s'); print F $$; close F; sleep 600".formatted(pidFile);
    Duration limit = Duration.ofSeconds(5);
    assertThat(DryStart.run(List.of("perl", "-e", perl), pidFile, limit).exit()).isZero();
    assertThat(pidFile).doesNotExist();
    Exec.Result broken = DryStart.run(List.of("perl", "-e", "print 'no'; exit 3"), pidFile, limit);
    assertThat(broken).isEqualTo(new Exec.Result(3, "no"));
    Duration soon = Duration.ofSeconds(1);
    assertThat(DryStart.run(List.of("sleep", "600"), pidFile, soon).exit())
        .isEqualTo(Exec.TIMED_OUT);
  }

  @Test
  void runsAProgramAsNobody() throws Exception {
    Duration limit = Duration.ofSeconds(5);
    Exec.Result who = Exec.asNobody(List.of("/usr/bin/id"), new byte[0], limit);
    assertThat(who.output()).startsWith("uid=65534").doesNotContain("(root)");
    Exec.Result status =
        Exec.asNobody(
            List.of("/usr/bin/grep", "-E", "NoNewPrivs|CapEff", "/proc/self/status"),
            new byte[0],
            limit);
    assertThat(status.output()).contains("NoNewPrivs:\t1").contains("CapEff:\t0000000000000000");
    assertThatThrownBy(() -> Exec.asNobody(List.of("/none"), new byte[0], limit))
        .isInstanceOf(java.io.IOException.class);
  }
}
