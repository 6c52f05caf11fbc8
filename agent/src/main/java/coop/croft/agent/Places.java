package coop.croft.agent;

import java.nio.file.Path;

/** Where the agent's things lie; {@code root} is {@code /} except in tests. */
record Places(Path root) {
  Path state() {
    return root.resolve("var/lib/croft/agent");
  }

  Path helperState() {
    return root.resolve("var/lib/croft/helper");
  }

  Path helperSocket() {
    return root.resolve("run/croft/helper/helper.sock");
  }

  Path memberSocket() {
    return root.resolve("run/croft/agent/agent.sock");
  }

  Path settings() {
    return state().resolve("settings");
  }

  /** The key of a host that joined before certificates were renewed. */
  Path key() {
    return state().resolve("agent.key");
  }

  /** Key and certificate. */
  Path certificate() {
    return state().resolve("agent.pem");
  }

  Path authority() {
    return state().resolve("authority.pem");
  }
}
