package coop.croft.lab.bench;

import java.io.IOException;
import java.util.List;

/**
 * Empties name servers, and lets them come up again: the daemons alone, or all that Croft keeps.
 */
final class Rebuild {
  /** What named itself keeps on a secondary. */
  private static final String COPIES =
      "find /var/lib/bind/croft -type f ! -path '*/zones/*' -delete; rm -f /var/cache/bind/*";

  private final Machine primary;
  private final List<Machine> secondaries;

  Rebuild(Machine primary, List<Machine> secondaries) {
    this.primary = primary;
    this.secondaries = secondaries;
  }

  private static void sh(Machine host, String line) throws IOException, InterruptedException {
    host.root("/bin/sh", "-c", line).expectSuccess();
  }

  /** Files, statements and catalog lie ready on the primary; only named starts, everywhere. */
  void bare() throws IOException, InterruptedException {
    sh(primary, "systemctl stop croft-agent croft-helper named");
    for (Machine s : secondaries) {
      sh(s, "systemctl stop croft-agent croft-helper named; " + COPIES);
    }
    sh(
        primary,
        "cd /var/cache/bind && setpriv --reuid=bind --regid=bind --clear-groups named-nzd2nzf _default.nzd >/tmp/zones"
            + " && rm -f _default.nzd* && cp /tmp/zones _default.nzf && chown bind:bind _default.nzf");
    for (Machine s : secondaries) {
      sh(s, "systemctl start --no-block named");
    }
    sh(primary, "systemctl start --no-block named");
  }

  /** What Croft and the daemons wrote is gone, and the host joins again. */
  void whole() throws IOException, InterruptedException {
    sh(primary, "systemctl stop croft-agent croft-helper named");
    for (Machine s : secondaries) {
      sh(s, "systemctl stop croft-agent croft-helper named; " + COPIES);
    }
    sh(
        primary,
        "rm -rf /etc/bind/croft /etc/bind/croft.conf /var/lib/bind/croft /var/cache/bind/*"
            + " /var/lib/croft/agent/* /var/lib/croft/helper/*");
    String token =
        primary
            .root("/usr/bin/croft", "host", "add", "main")
            .expectSuccess()
            .output()
            .strip()
            .lines()
            .reduce("", (a, b) -> b);
    primary.root("/usr/sbin/croft-agent", "join", token).expectSuccess();
    for (Machine s : secondaries) {
      sh(s, "systemctl start --no-block named croft-helper croft-agent");
    }
    sh(primary, "systemctl start --no-block croft-helper croft-agent");
  }
}
