package coop.croft.lab.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.xbill.DNS.Type;

/**
 * Measures applies in a running lab, from the start of {@code croft apply} on the login host to the
 * answers of the name servers and the web server, as the client outside gets them: this process
 * runs in the client's network. Started by {@code bin/bench apply}.
 *
 * <p>Arguments: directory of the lab, directory of the site, number of domains, of sites among
 * them, of samples.
 */
public final class ApplyBench {
  private static final List<String> SERVERS = List.of("192.0.2.11", "192.0.2.12", "192.0.2.14");
  private static final String MAIN = "192.0.2.11";
  private static final String WEB = "192.0.2.12";
  private static final long MEMBER = 2100;
  private static final int FEW = 100;
  private static final int SECONDS = 60;
  private static final int SWARM = 200;
  private static final int REBUILDS = 3;

  /** Between two changes, from answer to start. */
  private static final long SPACE_MILLIS = 3_000;

  private final Machine main;
  private final Machine dynamic;
  private final Machine shell;
  private final Machine offsite;
  private final Path site;
  private final int domains;
  private final int sites;
  private final int samples;
  private final Goals goals = new Goals();
  private final Floors floors;
  private int round = 1;

  private ApplyBench(Path lab, Path site, int domains, int sites, int samples) throws IOException {
    this.main = Machine.of(lab, "main");
    this.dynamic = Machine.of(lab, "dynamic");
    this.shell = Machine.of(lab, "shell");
    this.offsite = Machine.of(lab, "offsite");
    this.site = site;
    this.domains = domains;
    this.sites = sites;
    this.samples = samples;
    this.floors = new Floors(main, dynamic, SERVERS, WEB);
  }

  public static void main(String[] args) throws Exception {
    ApplyBench bench =
        new ApplyBench(
            Path.of(args[0]),
            Path.of(args[1]),
            Integer.parseInt(args[2]),
            Integer.parseInt(args[3]),
            Integer.parseInt(args[4]));
    bench.run(
        args.length > 5 && !args[5].isEmpty()
            ? new TreeSet<>(List.of(args[5].split(",")))
            : new TreeSet<>());
    System.exit(0);
  }

  private void run(Set<String> parts) throws Exception {
    boolean all = parts.isEmpty();
    if (all || parts.contains("load")) {
      load(FEW, 0);
    }
    Samples fewZones = new Samples();
    Samples fewFloor = new Samples();
    if (all || parts.contains("few")) {
      System.out.println("with " + FEW + " domains, changes spaced 3 s apart");
      fewZones = changedZones(samples / 2);
      fewFloor = floors.changedZones(samples / 2);
      say("changed zone", fewZones);
      say("  floor", fewFloor);
    }
    if (all || parts.contains("load")) {
      load(domains - sites, sites);
    }
    if (all || parts.contains("many")) {
      many(fewZones, fewFloor);
    }
    if (all || parts.contains("rebuild")) {
      rebuild();
    }
    if (all || parts.contains("swarm")) {
      swarm();
    }
    goals.print();
  }

  private void many(Samples fewZones, Samples fewFloor) throws Exception {
    System.out.printf(
        "with %d domains, among them %d sites, changes spaced 3 s apart%n", domains, sites);
    long reloads = wholeReloads();
    // So many that the slowest one alone is not the ninety-ninth of a hundred.
    Samples changed = changedZones(samples * 5 / 2);
    say("changed zone", changed);
    Samples fresh = newZones(samples / 2);
    say("new zone", fresh);
    Samples pages = changedSites(samples / 2);
    say("changed site", pages);
    reloads = wholeReloads() - reloads;
    memory();
    Samples zoneFloor = floors.changedZones(samples / 2);
    say("floor of a changed zone", zoneFloor);
    Samples newFloor = floors.newZones(samples / 2);
    say("floor of a new zone", newFloor);
    Samples pageFloor = floors.changedSites(samples / 4);
    say("floor of a changed site", pageFloor);
    goal("changed zone, p50", changed.median() / 1000, 0.4);
    goal("changed zone, p99", changed.at(0.99) / 1000, 1);
    goal("new zone, p50", fresh.median() / 1000, 0.6);
    goal("new zone, p99", fresh.at(0.99) / 1000, 1.5);
    goal("changed site, p50", pages.median() / 1000, 0.9);
    goal("changed site, p99", pages.at(0.99) / 1000, 2);
    goals.atMost("BIND reloaded as a whole during these changes", (double) reloads, 0, "times");
    if (fewZones.size() > 0) {
      double own = changed.median() - zoneFloor.median();
      double ownFew = fewZones.median() - fewFloor.median();
      System.out.printf(
          Locale.ROOT,
          "  own share of a changed zone: %.0f ms with %d domains, %.0f ms with %d%n",
          own,
          domains,
          ownFew,
          FEW);
      goals.atMost("own share with many domains to that with few", own / ownFew, 1.5, "times");
    }
  }

  private void goal(String what, double seconds, double bound) {
    goals.atMost(what, seconds, bound, "s");
  }

  private static void say(String what, Samples samples) {
    System.out.printf("  %-26s %s%n", what, samples);
  }

  /** All programs in one submission, as far as one call takes them. */
  private void load(int plain, int withSites) throws Exception {
    long began = System.nanoTime();
    List<String> files = new ArrayList<>();
    int number = 0;
    for (String text : Programs.many(plain, withSites)) {
      files.add(program("many" + number++, text));
    }
    files.add(program("one", Programs.plain(Programs.domain("one", 0), "203.0.113.1")));
    List<String> argv = new ArrayList<>(List.of("/usr/bin/croft", "apply", "--yes"));
    argv.addAll(files);
    Machine.Ran ran = shell.as(MEMBER, argv.toArray(String[]::new));
    double applied = (System.nanoTime() - began) / 1e9;
    if (ran.exit() != 0) {
      throw new IllegalStateException("the load failed: " + tail(ran.output()));
    }
    List<String> names = Programs.names(plain, withSites);
    for (String server : SERVERS) {
      Look.untilServes(server, names, 900);
    }
    System.out.printf(
        Locale.ROOT,
        "loaded %d domains in %d programs by one croft apply: command %.1f s, served by all %.1f s%n",
        names.size() + 1,
        files.size(),
        applied,
        (System.nanoTime() - began) / 1e9);
    System.out.println("    " + tail(ran.output()).replace("\n", "\n    "));
    Thread.sleep(SPACE_MILLIS);
  }

  private static String tail(String text) {
    List<String> lines = text.strip().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 4), lines.size()));
  }

  /** Lays a program into the member's home on the login host. */
  private String program(String name, String text) throws IOException {
    String path = "/home/bench/" + name + ".dtl";
    Files.writeString(shell.file(path), text);
    return path;
  }

  private interface Answer {
    long await() throws IOException, InterruptedException;
  }

  /** Milliseconds from the start of the command until the answer. */
  private double apply(String name, String text, Answer answer) throws Exception {
    Thread.sleep(SPACE_MILLIS);
    String file = program(name, text);
    long[] seen = new long[1];
    List<Exception> trouble = new ArrayList<>();
    Thread look =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    seen[0] = answer.await();
                  } catch (IOException | InterruptedException | IllegalStateException e) {
                    trouble.add(e);
                  }
                });
    long began = System.nanoTime();
    Machine.Ran ran = shell.as(MEMBER, "/usr/bin/croft", "apply", "--yes", file);
    if (ran.exit() != 0) {
      throw new IllegalStateException(ran.output());
    }
    look.join();
    if (!trouble.isEmpty()) {
      throw trouble.getFirst();
    }
    return (seen[0] - began) / 1e6;
  }

  private Samples changedZones(int count) throws Exception {
    Samples out = new Samples();
    String name = Programs.domain("one", 0);
    for (int i = 0; i < count; i++) {
      String address = "198.51.100." + (round++ % 250 + 1);
      out.add(
          apply(
              "one",
              Programs.plain(name, address),
              () -> Look.untilAll(SERVERS, "www." + name, Type.A, address, SECONDS)));
    }
    return out;
  }

  private Samples newZones(int count) throws Exception {
    Samples out = new Samples();
    for (int i = 0; i < count; i++) {
      String name = Programs.domain("new", round++);
      out.add(
          apply(
              "new" + i,
              Programs.plain(name, "203.0.113.44"),
              () -> Look.untilAll(SERVERS, "www." + name, Type.A, "203.0.113.44", SECONDS)));
    }
    return out;
  }

  private Samples changedSites(int count) throws Exception {
    Samples out = new Samples();
    String name = Programs.domain("site", 0);
    apply(
        "site",
        Programs.site(name, "zero"),
        () -> Look.untilPage(WEB, "www." + name, "/now", "/zero", SECONDS));
    for (int i = 0; i < count; i++) {
      String now = "n" + round++;
      out.add(
          apply(
              "site",
              Programs.site(name, now),
              () -> Look.untilPage(WEB, "www." + name, "/now", "/" + now, SECONDS)));
    }
    return out;
  }

  /** How often named's log says that it read everything again. */
  private long wholeReloads() throws IOException, InterruptedException {
    return main.root("journalctl", "--unit", "named", "--output", "cat", "--no-pager")
        .output()
        .lines()
        .filter(
            l ->
                l.endsWith("received control channel command 'reload'")
                    || l.endsWith("received control channel command 'reconfig'")
                    || l.contains("reloading configuration"))
        .count();
  }

  private void memory() throws IOException, InterruptedException {
    System.out.println("resident memory with that many domains: PSS (RSS), MB");
    double most = 0;
    for (Machine host : List.of(main, dynamic, offsite, shell)) {
      Machine.Resident agent = host.resident("croft-agent");
      Machine.Resident helper = host.resident("croft-helper");
      System.out.printf(
          Locale.ROOT,
          "  %-8s agent %3.0f (%3.0f)  helper %3.0f (%3.0f)  together %3.0f (%3.0f)%n",
          host.name(),
          agent.pss(),
          agent.rss(),
          helper.pss(),
          helper.rss(),
          agent.plus(helper).pss(),
          agent.plus(helper).rss());
      most = Math.max(most, agent.plus(helper).pss());
    }
    Machine.Resident controller = main.resident("croft-controller");
    System.out.printf(
        Locale.ROOT, "  main     controller %3.0f (%3.0f)%n", controller.pss(), controller.rss());
    goals.atMost("agent and helper of one host, PSS, the most", most, 128, "MB");
    goals.atMost("controller, PSS", controller.pss(), 512, "MB");
  }

  /**
   * The primary as after the loss of its disk, but for the controller's own state; the secondaries
   * without their copies. Before it, the same with the daemons alone, all files laid ready. In
   * turn, as a machine has its slower minutes: what counts is the median of either.
   */
  private void rebuild() throws Exception {
    List<String> names = Programs.names(domains - sites, sites);
    Rebuild rebuild = new Rebuild(main, List.of(dynamic, offsite));
    System.out.printf("rebuild of %d domains%n", names.size());
    Samples aloneSecondaries = new Samples();
    Samples primary = new Samples();
    Samples secondaries = new Samples();
    for (int i = 0; i < REBUILDS; i++) {
      rebuild.bare();
      double[] bare = served(names);
      aloneSecondaries.add(1000 * bare[1]);
      told("daemons alone", bare);
      rebuild.whole();
      double[] croft = served(names);
      primary.add(1000 * croft[0]);
      secondaries.add(1000 * croft[1]);
      told("through Croft", croft);
    }
    rebuild.end();
    goal("rebuild: the primary serves everything, the slowest", primary.at(1) / 1000, 60);
    goals.atMost(
        "rebuild: secondaries to the bare cold start",
        secondaries.median() / aloneSecondaries.median(),
        1.3,
        "times");
  }

  private static void told(String what, double[] seconds) {
    System.out.printf(
        Locale.ROOT,
        "  %-14s primary %.1f s, last secondary %.1f s%n",
        what,
        seconds[0],
        seconds[1]);
  }

  private double[] served(List<String> names) throws IOException, InterruptedException {
    long began = System.nanoTime();
    double primary = (Look.untilServes(MAIN, names, 900) - began) / 1e9;
    double last = 0;
    for (String server : SERVERS.subList(1, SERVERS.size())) {
      last = Math.max(last, (Look.untilServes(server, names, 900) - began) / 1e9);
    }
    return new double[] {primary, last};
  }

  /** Many agents, and a change that concerns them all. */
  private void swarm() throws Exception {
    Swarm swarm = new Swarm(Files.readString(main.file("/var/lib/croft/agent/authority.pem")));
    takeSite("bare", SWARM, "");
    long began = System.nanoTime();
    for (int i = 0; i < SWARM; i++) {
      String token = main.root("/usr/bin/croft", "host", "add", "sim" + i).expectSuccess().output();
      swarm.add(token.strip().lines().reduce("", (a, b) -> b));
    }
    System.out.printf(
        Locale.ROOT,
        "%d simulated agents joined in %.1f s%n",
        SWARM,
        (System.nanoTime() - began) / 1e9);
    Samples spread = new Samples();
    for (int i = 0; i < 6; i++) {
      Thread.sleep(SPACE_MILLIS);
      swarm.rest();
      long start = System.nanoTime();
      takeSite("round" + i, SWARM, i % 2 == 0 ? "role \"web\";" : "");
      double took = (System.nanoTime() - start) / 1e6;
      if (i > 0) {
        spread.add(swarm.spread());
      }
      System.out.printf(
          Locale.ROOT,
          "  woken %d of %d, the last %.0f ms after the first; the whole apply %.0f ms%n",
          swarm.woken(),
          SWARM,
          swarm.spread(),
          took);
    }
    swarm.end();
    takeSite("plain", 0, "");
    goal("200 agents: from the first woken to the last, p99", spread.at(0.99) / 1000, 1);
  }

  /** The lab's site with simulated hosts beside its own. */
  private void takeSite(String name, int hosts, String role)
      throws IOException, InterruptedException {
    StringBuilder text =
        new StringBuilder(Files.readString(site.resolve("site.dtl")).stripTrailing());
    for (int i = 0; i < hosts; i++) {
      text.append(";\nhost \"sim").append(i).append("\" with address \"198.51.100.");
      text.append(i + 1).append("\"; ").append(role).append(" release \"bookworm\" end");
    }
    String directory = "/var/tmp/site-" + name;
    Files.createDirectories(main.file(directory));
    Files.writeString(main.file(directory + "/site.dtl"), text.append('\n').toString());
    main.root("/usr/bin/croft", "apply", "--yes", "--site", directory).expectSuccess();
  }
}
