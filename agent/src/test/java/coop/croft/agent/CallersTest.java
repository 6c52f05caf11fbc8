package coop.croft.agent;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.core.os.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallersTest {
  @TempDir Path proc;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0::/",
        "0::/init.scope",
        "0::/user.slice/user-1000.slice/session-3.scope",
        "0::/user.slice/user-1000.slice/user@1000.service/app.slice/mine.service",
        "1:name=systemd:/system.slice/ssh.service",
        "1:name=systemd:/system.slice/cron.service\n0::/system.slice/cron.service",
        "4:memory:/user.slice\n1:name=systemd:/user.slice/user-1000.slice/session-c1.scope",
        "0::/system.slice/system-getty.slice/getty@tty1.service",
      })
  void loginsMaySpeak(String groups) {
    assertThat(Callers.startedBy(groups)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0::/system.slice/apache2.service,apache2.service",
    "4:memory:/system.slice/apache2.service,apache2.service",
    "0::/system.slice/php8.2-fpm.service,php8.2-fpm.service",
    "0::/croft-scripts/u1000/3,croft-scripts",
    "8:pids:/croft-scripts/u1000/3,croft-scripts",
    "0::/system.slice/croft-php@1000.service,croft-php@1000.service",
    "0::/system.slice/exim4.service,exim4.service",
    "0::/system.slice/never-heard-of-it.service,never-heard-of-it.service",
    "0::/user.slice/user-1000.slice/croft-script-7.scope,croft-script-7.scope",
  })
  void whatADaemonStartedMayNot(String groups, String service) {
    assertThat(Callers.startedBy("0::/\n" + groups)).contains(service);
  }

  @Test
  void systemUsersAndTheNamelessAreRefused() throws Exception {
    Files.createDirectories(proc.resolve("7"));
    Files.writeString(proc.resolve("7/cgroup"), "0::/user.slice/session-1.scope\n");
    Callers callers = new Callers(proc);
    for (long uid : new long[] {0, 33, 999, 60_000, 65_534, 4_294_967_295L}) {
      assertThat(callers.examine(new Peer(7, uid, uid)).account()).isEmpty();
    }
    assertThat(callers.examine(new Peer(7, 54_321, 0)).refusal()).contains("has no name");
    assertThat(callers.examine(new Peer(8, 54_321, 0)).refusal()).contains("ended before");
  }
}
