package coop.croft.lab.bench;

import java.io.IOException;
import java.util.List;

/**
 * Empties name servers, and lets them come up again: the daemons alone, or all that Croft keeps.
 * What they had is moved aside and removed in the end: ext4 takes its time to make files where as
 * many have just been removed, which a new disk would not.
 */
final class Rebuild {
  private final Machine primary;
  private final List<Machine> secondaries;
  private int times;

  Rebuild(Machine primary, List<Machine> secondaries) {
    this.primary = primary;
    this.secondaries = secondaries;
  }

  private static void sh(Machine host, String line) throws IOException, InterruptedException {
    host.root("/bin/sh", "-c", line).expectSuccess();
  }

  /** Where what is there now is moved to: a directory of each time. */
  private String gone() {
    return "/var/lib/gone/" + times;
  }

  /** Stops a secondary and takes away what named itself keeps there. */
  private void withoutCopies(Machine secondary) throws IOException, InterruptedException {
    sh(
        secondary,
        "systemctl stop croft-agent croft-helper named; mkdir -p "
            + gone()
            + " && find /var/lib/bind/croft /var/cache/bind -type f ! -path '*/zones/*'"
            + " -exec mv --backup=numbered -t "
            + gone()
            + " {} +");
  }

  /** Files, statements and catalog lie ready on the primary; only named starts, everywhere. */
  void bare() throws IOException, InterruptedException {
    times++;
    sh(primary, "systemctl stop croft-agent croft-helper named");
    for (Machine s : secondaries) {
      withoutCopies(s);
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
    times++;
    sh(primary, "systemctl stop croft-agent croft-helper named");
    for (Machine s : secondaries) {
      withoutCopies(s);
    }
    sh(
        primary,
        ("for place in etc/bind var/lib/bind var/cache/bind var/lib/croft/agent"
                + " var/lib/croft/helper; do mkdir -p GONE/$place; done"
                + " && mv /etc/bind/croft /etc/bind/croft.conf GONE/etc/bind"
                + " && mv /var/lib/bind/croft GONE/var/lib/bind"
                + " && mv /var/cache/bind/* GONE/var/cache/bind"
                + " && mv /var/lib/croft/agent/* GONE/var/lib/croft/agent"
                + " && mv /var/lib/croft/helper/* GONE/var/lib/croft/helper")
            .replace("GONE", gone()));
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
