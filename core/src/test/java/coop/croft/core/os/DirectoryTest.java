package coop.croft.core.os;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryTest {
  private static final int LOOP = 40;
  @TempDir Path dir;

  private static void onlyRoot() {
    Assumptions.assumeTrue(ProcessHandle.current().info().user().equals(Optional.of("root")));
  }

  @Test
  void writesMovesAndRemoves() throws Exception {
    try (var d = Directory.open(dir)) {
      try (var f = d.create("new")) {
        f.write("content".getBytes(UTF_8));
        f.own(0, 0, 0640);
        f.sync();
      }
      assertThatThrownBy(() -> d.create("new")).isInstanceOf(OsException.class);
      d.rename("new", "live");
      d.sync();
      d.syncDisk();
      assertThat(Files.readString(dir.resolve("live"))).isEqualTo("content");
      Stat stat = d.stat("live").orElseThrow();
      assertThat(stat.permissions()).isEqualTo(0640);
      assertThat(stat.size()).isEqualTo(7);
      assertThat(stat.links()).isEqualTo(1);
      assertThat(stat.isFile()).isTrue();
      assertThat(stat.inode()).isEqualTo(Files.getAttribute(dir.resolve("live"), "unix:ino"));
      d.link("live", d, "again");
      assertThat(d.stat("live").orElseThrow().links()).isEqualTo(2);
      assertThat(d.list()).containsExactly("again", "live");
      assertThat(d.remove("live")).isTrue();
      assertThat(d.remove("live")).isFalse();
      assertThat(d.stat("live")).isEmpty();
      assertThat(d.make("sub", 0750)).isTrue();
      assertThat(d.make("sub", 0750)).isFalse();
      assertThat(d.directoryIfThere("none")).isEmpty();
      assertThat(d.directoryIfThere("sub").orElseThrow().stat().isDirectory()).isTrue();
    }
  }

  @Test
  void followsNoLinkAndLeavesNoTree() throws Exception {
    Path inside = Files.createDirectories(dir.resolve("in/a"));
    Files.writeString(dir.resolve("secret"), "bob's");
    Files.createSymbolicLink(inside.resolve("link"), dir.resolve("secret"));
    Files.createSymbolicLink(inside.resolve("near"), Path.of("own"));
    Files.writeString(inside.resolve("own"), "mine");
    Files.createSymbolicLink(dir.resolve("in/b"), inside);
    try (var d = Directory.open(dir.resolve("in"))) {
      for (String path : List.of("a/link", "a/near", "b/own", "b")) {
        assertThatThrownBy(() -> d.read(path))
            .isInstanceOfSatisfying(OsException.class, e -> assertThat(e.errno()).isEqualTo(LOOP));
      }
      assertThatThrownBy(() -> d.read("../secret")).isInstanceOf(OsException.class);
      assertThatThrownBy(() -> d.read("/etc/passwd")).isInstanceOf(OsException.class);
      assertThatThrownBy(() -> d.remove("../secret")).isInstanceOf(IllegalArgumentException.class);
      assertThat(d.read("a/own").read(10)).isEqualTo("mine".getBytes(UTF_8));
      assertThatThrownBy(() -> d.read("a/own").read(3)).hasMessageContaining("more than 3");
    }
    assertThatThrownBy(() -> Directory.open(dir.resolve("in/b"))).isInstanceOf(OsException.class);
  }

  @Test
  void readsAsSomebodyElse() throws Exception {
    onlyRoot();
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (var d = Directory.open(dir)) {
      try (var f = d.create("mine")) {
        f.write("mine".getBytes(UTF_8));
        f.own(54321, 54321, 0600);
      }
      byte[] read =
          Identity.as(
              54321,
              54321,
              () -> {
                try (var f = d.read("mine")) {
                  return f.read(10);
                }
              });
      assertThat(read).isEqualTo("mine".getBytes(UTF_8));
      assertThatThrownBy(() -> Identity.as(54322, 54321, () -> d.read("mine")))
          .isInstanceOfSatisfying(OsException.class, e -> assertThat(e.errno()).isEqualTo(13));
      d.read("mine").close(); // the other threads are root still
    }
  }

  @Test
  void losesNothingThatAProgramSaysAtItsEnd() throws Exception {
    List<java.util.concurrent.FutureTask<String>> all = new java.util.ArrayList<>();
    for (int t = 0; t < 6; t++) {
      var task =
          new java.util.concurrent.FutureTask<>(
              () -> {
                String said = "";
                for (int i = 0; i < 60; i++) {
                  said +=
                      Exec.run(
                                  List.of("seq", "2000"),
                                  new byte[0],
                                  Map.of(),
                                  Duration.ofSeconds(20))
                              .output()
                              .length()
                          + " ";
                }
                return said;
              });
      all.add(task);
      Thread.ofPlatform().start(task);
    }
    for (var task : all) {
      assertThat(task.get()).isEqualTo("8893 ".repeat(60));
    }
  }

  @Test
  void runsProgramsWithinTheirTime() throws Exception {
    var cat = Exec.run(List.of("cat"), "in".getBytes(UTF_8), Map.of(), Duration.ofSeconds(5));
    assertThat(cat).isEqualTo(new Exec.Result(0, "in"));
    var environment =
        Exec.run(List.of("env"), new byte[0], Map.of("A", "b"), Duration.ofSeconds(5));
    assertThat(environment.output().lines().map(l -> l.split("=")[0]))
        .containsExactlyInAnyOrder("PATH", "LANG", "A");
    long start = System.nanoTime();
    var slow = Exec.run(List.of("sleep", "60"), new byte[0], Map.of(), Duration.ofMillis(200));
    assertThat(slow.exit()).isEqualTo(Exec.TIMED_OUT);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    var much =
        Exec.run(
            List.of("head", "-c", "9000000", "/dev/zero"),
            new byte[0],
            Map.of(),
            Duration.ofSeconds(9));
    assertThat(much.exit()).isZero();
    assertThat(much.output()).hasSize(8 << 20);
    var never =
        Exec.run(List.of("sleep", "1"), new byte[1_000_000], Map.of(), Duration.ofMillis(200));
    assertThat(never.exit()).isEqualTo(Exec.TIMED_OUT);
  }
}
