package coop.croft.core.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class UnixServerTest {
  @TempDir Path dir;

  private static <T> FutureTask<T> start(java.util.concurrent.Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofPlatform().daemon().start(task);
    return task;
  }

  @Test
  void saysWhoCallsByNumber() throws Exception {
    try (var server = UnixServer.listen(dir.resolve("s"), "rw-rw-rw-")) {
      FutureTask<Optional<String>> client =
          start(
              () -> {
                try (var stream = UnixStream.connect(dir.resolve("s"))) {
                  stream.writeLine("grüß");
                  return stream.readLine(100);
                }
              });
      var caller = server.accept(Duration.ofSeconds(5));
      assertThat(caller.peer().pid()).isEqualTo(ProcessHandle.current().pid());
      assertThat(caller.peer().uid())
          .isEqualTo(((Integer) Files.getAttribute(dir, "unix:uid")).longValue());
      assertThat(caller.stream().readLine(100)).contains("grüß");
      caller.stream().writeLine("x".repeat(90));
      assertThat(client.get()).contains("x".repeat(90));
      assertThat(caller.stream().readLine(100)).isEmpty();
      caller.stream().close();
    }
    assertThat(dir.resolve("s")).doesNotExist();
  }

  @Test
  void noticesThatTheCallerHasGone() throws Exception {
    try (var server = UnixServer.listen(dir.resolve("s"), "rw-rw-rw-")) {
      UnixServer.Caller caller;
      try (var client = SocketChannel.open(UnixDomainSocketAddress.of(dir.resolve("s")))) {
        caller = server.accept(Duration.ofSeconds(5));
        assertThat(caller.gone()).isFalse();
        client.write(ByteBuffer.wrap(new byte[] {'a'}));
        assertThat(caller.gone()).isFalse();
        client.shutdownOutput();
        assertThat(caller.gone()).as("it may still read").isFalse();
      }
      assertThat(caller.gone()).isTrue();
      caller.stream().close();
      assertThat(caller.gone()).isTrue();
    }
  }

  @Test
  void saysTheUidOfAnotherUser() throws Exception {
    Assumptions.assumeTrue(ProcessHandle.current().info().user().equals(Optional.of("root")));
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (var server = UnixServer.listen(dir.resolve("s"), "rw-rw-rw-")) {
      var process =
          new ProcessBuilder(
                  "setpriv",
                  "--reuid=54321",
                  "--regid=54322",
                  "--clear-groups",
                  "perl",
                  "-MIO::Socket::UNIX",
                  "-e",
                  "print IO::Socket::UNIX->new(Peer => $ARGV[0])->getline",
                  dir.resolve("s").toString())
              .redirectErrorStream(true)
              .start();
      var caller = server.accept(Duration.ofSeconds(5));
      assertThat(caller.peer()).isEqualTo(new Peer(process.pid(), 54321, 54322));
      caller.stream().writeLine("hello");
      assertThat(
              new String(
                  process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
          .isEqualTo("hello\n");
      caller.stream().close();
    }
  }

  @Test
  void boundsLinesAndPatience() throws Exception {
    try (var server = UnixServer.listen(dir.resolve("s"), "rw-------");
        var client = UnixStream.connect(dir.resolve("s"))) {
      var stream = server.accept(Duration.ofMillis(200)).stream();
      client.writeLine("12345");
      assertThatThrownBy(() -> stream.readLine(4)).hasMessageContaining("longer than 4");
      assertThat(stream.readLine(4)).contains("");
      assertThatThrownBy(() -> stream.readLine(4)).isInstanceOf(OsException.class);
      stream.close();
      assertThatThrownBy(() -> stream.writeLine("x")).isInstanceOf(OsException.class);
    }
  }

  @Test
  void carriesMuchInBothDirections() throws Exception {
    byte[] much = new byte[3_000_001];
    new java.util.Random(1).nextBytes(much);
    try (var server = UnixServer.listen(dir.resolve("s"), "rw-------")) {
      FutureTask<byte[]> client =
          start(
              () -> {
                try (var stream = UnixStream.connect(dir.resolve("s"))) {
                  Frames.write(stream.out(), List.of(much, new byte[0]));
                  return Frames.read(stream.in(), 4_000_000).orElseThrow().getFirst();
                }
              });
      var stream = server.accept(Duration.ofSeconds(5)).stream();
      var got = Frames.read(stream.in(), 4_000_000).orElseThrow();
      assertThat(got).hasSize(2);
      assertThat(got.get(1)).isEmpty();
      Frames.write(stream.out(), List.of(got.getFirst()));
      assertThat(client.get()).isEqualTo(much);
      assertThat(Frames.read(stream.in(), 10)).isEmpty();
      stream.close();
    }
  }

  @Test
  void refusesFramesThatAreTooLargeOrTorn() throws Exception {
    var out = new java.io.ByteArrayOutputStream();
    Frames.write(out, List.of(new byte[100]));
    byte[] bytes = out.toByteArray();
    assertThatThrownBy(() -> Frames.read(new java.io.ByteArrayInputStream(bytes), 99))
        .hasMessageContaining("too large");
    assertThatThrownBy(
            () -> Frames.read(new java.io.ByteArrayInputStream(bytes, 0, bytes.length - 1), 1000))
        .isInstanceOf(java.io.EOFException.class);
    assertThatThrownBy(
            () -> Frames.read(new java.io.ByteArrayInputStream(new byte[] {-1, -1, -1, -1}), 1000))
        .hasMessageContaining("too large");
  }

  @Test
  void closingWakesTheAcceptingThread() throws Exception {
    var server = UnixServer.listen(dir.resolve("s"), "rw-------");
    FutureTask<Boolean> waiting =
        start(
            () -> {
              try {
                server.accept(Duration.ZERO);
                return false;
              } catch (OsException e) {
                return true;
              }
            });
    Thread.sleep(100);
    server.close();
    assertThat(waiting.get()).isTrue();
  }

  @Test
  void knowsAccounts() throws Exception {
    assertThat(Accounts.byUid(0)).contains(new Accounts.Account("root", 0, 0, "/root"));
    assertThat(Accounts.byName("root")).isEqualTo(Accounts.byUid(0));
    assertThat(Accounts.byName("no-such-user")).isEmpty();
    assertThat(Accounts.byUid(3_999_999_999L)).isEmpty();
    assertThat(Accounts.group("root")).contains(0L);
    assertThat(Accounts.group("no-such-group")).isEmpty();
  }
}
