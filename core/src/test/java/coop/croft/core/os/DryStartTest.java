package coop.croft.core.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DryStartTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  @TempDir Path directory;

  private Exec.Result start(String script, Duration limit) throws Exception {
    Path pidFile = directory.resolve("pid");
    return DryStart.run(List.of("/bin/sh", "-c", script, "sh", pidFile.toString()), pidFile, limit);
  }

  @Test
  void whatIsReadyIsEnded() throws Exception {
    assertThat(start("echo ready; echo $$ > \"$1\"; exec sleep 600", LONG))
        .isEqualTo(new Exec.Result(0, "ready\n"));
  }

  @Test
  void whatEndsSaysWhy() throws Exception {
    assertThat(start("echo 'no such word'; exit 3", LONG))
        .isEqualTo(new Exec.Result(3, "no such word\n"));
  }

  @Test
  void whatIsNotReadyInTimeIsEnded() throws Exception {
    Exec.Result late = start("exec sleep 600", Duration.ofSeconds(1));
    assertThat(late).isEqualTo(new Exec.Result(Exec.TIMED_OUT, "it did not start in 1 s\n"));
  }

  @Test
  void whatEndsWithoutAWordIsNotWaitedForToTheEnd() throws Exception {
    assertThat(start("exit 0", LONG).exit()).isEqualTo(Exec.TIMED_OUT);
  }

  @Test
  void whatGoesIntoTheBackgroundIsReadyWhenItSaysSo() throws Exception {
    String daemon = "(sleep 1; exec sh -c 'echo $$ > \"$0\"; exec sleep 600' \"$1\") >&- 2>&- &";
    assertThat(start(daemon, LONG).exit()).isZero();
  }
}
