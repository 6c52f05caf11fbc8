package coop.croft.lab;

import coop.croft.lab.bench.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A member's program of which every zone and every page says which version it is. Beside them there
 * is a zone that only odd versions have, and one that only even ones have.
 *
 * @param domain one that the member holds, or below it
 */
record Trial(String member, long uid, String domain) {
  static final String WEB_HOST = "dynamic";
  private static final String FILE = "trial";

  /** What a call came to, and when the member had heard it. */
  record Told(int exit, String text, long at) {
    /** Whether it says that nothing has changed, or is changed any more; else nobody knows yet. */
    boolean isCertain() {
      return exit == 1
          || isUnheard()
          || text.contains("nothing was changed")
          || text.contains("was undone everywhere");
    }

    /** Whether nobody was there to be called. */
    private boolean isUnheard() {
      return text.contains("neither controller nor agent") || text.contains("nobody answers at");
    }

    /** Whether the command was killed together with the host that it ran on, or by Ctrl-C. */
    boolean isCutShort() {
      return exit == 137 || exit == 130;
    }

    /** Whether it says so of a host. */
    boolean isLiveOn(String host) {
      return text.lines().anyMatch(l -> l.equals(host + "  live"));
    }
  }

  String text(long version) {
    String parity = version % 2 == 0 ? "even" : "odd";
    return """
        dom "%1$s" with
          dns (dnsTXT "@" "one v=%2$d"); dns (dnsTXT "@" "two v=%2$d"); dns (dnsTXT "second" "v=%2$d");
          web "www" with setHeader "X-Version" "%2$d" end;
          web "two" with setHeader "X-Version" "%2$d" end;
          web "here" where WebNodes = ["main"] with setHeader "X-Version" "%2$d" end
        end;
        domain "%3$s.%1$s" with dns (dnsTXT "@" "v=%2$d") end
        """
        .formatted(domain, version, parity);
  }

  void watchedBy(Watcher watcher) {
    watcher.zone("main", Lab.MAIN, domain);
    watcher.zone("dynamic", Lab.DYNAMIC, domain);
    watcher.zone("offsite", Lab.OFFSITE, domain);
    watcher.sites("main", Lab.MAIN, "here." + domain, "here." + domain);
    watcher.sites(WEB_HOST, Lab.DYNAMIC, "www." + domain, "two." + domain);
  }

  private String file() {
    return "/home/" + member + "/" + FILE + ".dtl";
  }

  /** Hands in a version, from the login host. */
  Told apply(long version) throws IOException, InterruptedException {
    return apply(text(version), 0);
  }

  /**
   * @param patience milliseconds after which the member presses Ctrl-C; 0: never
   */
  Told apply(String text, int patience) throws IOException, InterruptedException {
    return call(patience, "apply", text, "--yes");
  }

  private Told call(int patience, String verb, String text, String... options)
      throws IOException, InterruptedException {
    Machine shell = Lab.machine("shell");
    Files.writeString(shell.file(file()), text);
    List<String> argv = new ArrayList<>();
    if (patience > 0) {
      argv.addAll(List.of("/usr/bin/timeout", "--preserve-status", "--signal=INT"));
      argv.add(patience / 1_000.0 + "s");
    }
    argv.addAll(List.of("/usr/bin/croft", verb));
    argv.addAll(List.of(options));
    argv.add(file());
    return told(shell.as(uid, argv.toArray(String[]::new)));
  }

  /** A version that no checker lets pass, or that a daemon refuses. */
  String bad(long version, boolean forTheDaemon) {
    return text(version).strip()
        + (forTheDaemon
                ? ";\ndomain \"broken-dns.%s\" with dns (dnsA \"@\" \"203.0.113.1\") end\n"
                : ";\ndomain \"someone.else.example\" with dns (dnsA \"%s\" \"203.0.113.1\") end\n")
            .formatted(domain);
  }

  Told status() throws IOException, InterruptedException {
    return told(Lab.machine("shell").as(uid, "/usr/bin/croft", "status", FILE));
  }

  Told remove() throws IOException, InterruptedException {
    return told(Lab.machine("shell").as(uid, "/usr/bin/croft", "remove", "--yes", FILE));
  }

  private static Told told(Machine.Ran ran) {
    return new Told(ran.exit(), ran.output(), System.nanoTime());
  }

  /**
   * Looks at everything as the member does.
   *
   * @return what is not yet as it should be in this version; empty if all is
   */
  Optional<String> missing(long version) throws IOException, InterruptedException {
    Told status = status();
    if (status.exit != 0 || !status.text.contains("live on dynamic, main\n")) {
      return Optional.of("croft status says: " + status.text);
    }
    Optional<String> zones = ClientNetwork.call(() -> zonesOfParity(version));
    if (zones.isPresent()) {
      return zones;
    }
    // A plan, not an apply: that would end what the controller has to tell the member.
    Told again = call(0, "plan", text(version));
    if (again.exit != 0 || !again.text.contains("nothing to change on any host")) {
      return Optional.of("what is served is not what the controller wants: " + again.text);
    }
    return Optional.empty();
  }

  /** The zone that comes and goes is there, or gone, on all name servers. */
  private Optional<String> zonesOfParity(long version) throws Watcher.Mixture {
    String there = (version % 2 == 0 ? "even." : "odd.") + domain;
    String gone = (version % 2 == 0 ? "odd." : "even.") + domain;
    for (String server : Lab.NAME_SERVERS) {
      try {
        String served = Watcher.version(server, there);
        if (!served.equals(version + "")) {
          return Optional.of(server + " gives for " + there + ": " + served);
        }
        if (!Watcher.version(server, gone).equals("none")) {
          return Optional.of(server + " still serves " + gone);
        }
      } catch (IOException e) {
        // A secondary that has just heard of the zone has not fetched it yet.
        return Optional.of(server + ": " + e.getMessage());
      }
    }
    return Optional.empty();
  }
}
