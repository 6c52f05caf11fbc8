package coop.croft.lab.bench;

import java.io.IOException;
import java.util.List;

/**
 * Empties name servers, and lets them come up again: the daemons alone, or all that Croft keeps.
 * What they had is moved aside and removed in the end: ext4 takes its time to make files where as
 * many have just been removed, which a new disk would not.
 */
final class Rebuild {
  /** What named itself keeps on a secondary. */
  private static final String COPIES =
      "mkdir -p /var/lib/gone && find /var/lib/bind/croft /var/cache/bind -type f"
          + " ! -path '*/zones/*' -exec mv --backup=numbered -t /var/lib/gone {} +";

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
        "mkdir -p /var/lib/gone && for place in etc/bind var/lib/bind var/cache/bind var/lib/croft/agent"
            + " var/lib/croft/helper; do mkdir -p /var/lib/gone/$place; done"
            + " && mv /etc/bind/croft /etc/bind/croft.conf /var/lib/gone/etc/bind"
            + " && mv /var/lib/bind/croft /var/lib/gone/var/lib/bind"
            + " && mv /var/cache/bind/* /var/lib/gone/var/cache/bind"
            + " && mv /var/lib/croft/agent/* /var/lib/gone/var/lib/croft/agent"
            + " && mv /var/lib/croft/helper/* /var/lib/gone/var/lib/croft/helper");
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

  /** Once all are served. */
  void end() throws IOException, InterruptedException {
    sh(primary, "rm -rf /var/lib/gone");
    for (Machine s : secondaries) {
      sh(s, "rm -rf /var/lib/gone");
    }
  }
}
