package coop.croft.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What can be killed without a warning. */
enum Victim {
  CONTROLLER("croft-controller"),
  AGENT("croft-agent"),
  HELPER("croft-helper"),
  NAMED("named"),
  APACHE("apache2"),
  /** The power of the whole host. */
  HOST("");

  private final String unit;

  Victim(String unit) {
    this.unit = unit;
  }

  /** Whether it is one of Croft's own programs, whose death no client of the daemons may notice. */
  boolean isCroft() {
    return unit.startsWith("croft-");
  }

  /** Kills it, {@code kill -9}; a host is started again. The controller is where it is. */
  void strike(String host) throws IOException, InterruptedException {
    if (this == HOST) {
      Lab.lab("off", host);
      Lab.lab("on", host);
      return;
    }
    systemctl(host, "kill", "--signal=KILL", "--kill-who=main", unit + ".service");
  }

  /** As an administrator does it. */
  void restart(String host) throws IOException, InterruptedException {
    systemctl(host, "restart", unit + ".service");
  }

  private void systemctl(String host, String... words) throws IOException, InterruptedException {
    List<String> argv = new ArrayList<>(List.of("/usr/bin/systemctl"));
    argv.addAll(List.of(words));
    Lab.machine(this == CONTROLLER ? "main" : host).root(argv.toArray(String[]::new));
  }
}
