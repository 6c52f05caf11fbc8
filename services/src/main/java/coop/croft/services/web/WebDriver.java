package coop.croft.services.web;

import coop.croft.core.wire.Agents;
import coop.croft.services.Driver;
import coop.croft.services.Looks;
import coop.croft.services.Looks.Look;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs Apache on one host. A reload is one signal, and is over when the sites that changed answer
 * with the state of their new files; never is a second one sent before that, as the server may lose
 * its helpers then. Between reloads there is a pause: while the server reads its files, nobody is
 * answered.
 */
final class WebDriver implements Driver {
  private static final Duration QUICK = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

  /** Until then a unit that was asked to start may still be called inactive. */
  private static final Duration START = Duration.ofSeconds(5);

  private static final int POLL_MILLIS = 20;

  private static final Pattern STATE = Pattern.compile("\\(/([0-9a-f]{32})\\)\\?\\$\"");
  private static final Pattern COPY =
      Pattern.compile("adopted/web/(passwords|certificates)/([0-9a-f]{32})\"");
  private static final int LOGS_TOGETHER = 1_000;
  private static final Pattern OWNER = Pattern.compile("# site ([a-z0-9.-]+) group (\\S+)\n");

  private final int port;

  /** When the last reload was asked for, and how long it took until the probe saw it. */
  private long asked = System.nanoTime() - SHORTEST_PAUSE.toNanos();

  private Duration lasted = Duration.ZERO;

  WebDriver() {
    this(80);
  }

  /**
   * @param port on which the server is asked what it serves
   */
  WebDriver(int port) {
    this.port = port;
  }

  private static String text(Hands hands, String path) {
    return new String(hands.staged(path), StandardCharsets.UTF_8);
  }

  private static List<String> put(Task task) {
    return task.changes().stream()
        .filter(c -> c.change() == Change.PUT)
        .map(FileChange::path)
        .toList();
  }

  private static boolean isGlobal(String path) {
    return path.equals(HostFiles.MAIN)
        || path.equals(HostFiles.GLOBAL)
        || path.equals(HostFiles.DEFAULT)
        || path.equals(HostFiles.DRY);
  }

  private static boolean isSite(String path) {
    return path.startsWith(SiteNames.SITES) || path.startsWith(SiteNames.WILD);
  }

  @Override
  public List<Agents.Refusal> check(Task task, Hands hands) {
    List<String> files = put(task);
    List<Agents.Refusal> beside = new ArrayList<>(PhpDriver.check(task, hands));
    beside.addAll(WaitingDriver.check(task, hands));
    if (!beside.isEmpty()) {
      return beside;
    }
    // A certificate that does not fit its key would end the server: the copies are part of the try.
    for (Operation adopt : adoptions(files, hands)) {
      hands.asRoot(adopt.verb(), adopt.arguments());
    }
    List<Agents.Refusal> unusable =
        files.stream()
            .filter(f -> SiteNames.issuedFor(f).isPresent())
            .flatMap(f -> unusable(f, hands).stream())
            .toList();
    if (!unusable.isEmpty()) {
      return unusable;
    }
    boolean all = files.stream().anyMatch(WebDriver::isGlobal);
    if (!all && files.stream().noneMatch(WebDriver::isSite)) {
      return List.of();
    }
    Ran ran = hands.asRoot(all ? "check-all" : "check", List.of());
    return ran.exit() == 0 ? List.of() : Complaints.read(ran.output());
  }

  private static Optional<Agents.Refusal> unusable(String path, Hands hands) {
    return IssuedFile.fault(text(hands, path), Instant.now())
        .map(why -> new Agents.Refusal(WebService.NAME, path, 0, why));
  }

  /** Whether nothing changes that the server reads. */
  private static boolean isQuiet(Task task) {
    return task.changes().stream()
        .allMatch(
            c -> c.path().startsWith(SiteNames.CHALLENGES) || c.path().equals(WaitingRules.FILE));
  }

  /** Copies of members' files that the sites among the files use, and copies to be dropped. */
  private static List<Operation> adoptions(List<String> paths, Hands hands) {
    List<Operation> adopt = new ArrayList<>();
    for (String path : paths) {
      if (path.startsWith(SiteNames.SITES)) {
        Matcher copy = COPY.matcher(text(hands, path));
        while (copy.find()) {
          adopt.add(
              operation(
                  copy.group(1).equals("passwords") ? "adopt-password" : "adopt-certificate",
                  copy.group(2)));
        }
      }
      wanted(path).ifPresent(adopt::add);
    }
    return adopt.stream().distinct().toList();
  }

  private static Optional<Operation> wanted(String path) {
    if (!path.endsWith(SiteNames.WANT)) {
      return Optional.empty();
    }
    String name =
        path.substring(path.lastIndexOf('/') + 1, path.length() - SiteNames.WANT.length());
    return Optional.of(
        operation(
            path.startsWith(SiteNames.PASSWORDS) ? "adopt-password" : "adopt-certificate", name));
  }

  private static Operation operation(String verb, String... arguments) {
    return new Operation(WebService.NAME, verb, List.of(arguments));
  }

  @Override
  public List<Operation> activate(Task task, Hands hands) {
    List<Operation> operations = new ArrayList<>(WaitingDriver.activate(task));
    if (isQuiet(task)) {
      return operations;
    }
    operations.addAll(adoptions(put(task), hands));
    SortedMap<String, List<String>> sites = new TreeMap<>();
    for (FileChange c : task.changes()) {
      if (c.change() == Change.REMOVE) {
        // A copy whose want file is gone is removed by the same verb.
        wanted(c.path()).ifPresent(operations::add);
      } else if (c.path().startsWith(SiteNames.SITES)) {
        Matcher owner = OWNER.matcher(text(hands, c.path()));
        if (owner.lookingAt()) {
          sites.computeIfAbsent(owner.group(2), g -> new ArrayList<>()).add(owner.group(1));
        }
      }
    }
    sites.forEach((group, names) -> operations.addAll(logs(group, names)));
    boolean main = put(task).contains(HostFiles.MAIN);
    if (main) {
      operations.add(operation("fallback"));
    }
    operations.addAll(PhpDriver.activate(task, hands));
    operations.addAll(serve(hands));
    return operations;
  }

  /** Places for the logs of a group's sites, many in one process. */
  private static List<Operation> logs(String group, List<String> sites) {
    List<Operation> operations = new ArrayList<>();
    operations.add(operation("log-owner", group));
    for (int from = 0; from < sites.size(); from += LOGS_TOGETHER) {
      List<String> some = sites.subList(from, Math.min(from + LOGS_TOGETHER, sites.size()));
      List<String> arguments = new ArrayList<>(some);
      arguments.addFirst(group);
      operations.add(new Operation(WebService.NAME, "log-sites", arguments));
      List<String> pairs = some.stream().flatMap(s -> Stream.of(group, s)).toList();
      operations.add(new Operation(WebService.NAME, "log-names", pairs));
    }
    return operations;
  }

  /** Makes the server read its files: the signal, or its start. */
  private List<Operation> serve(Hands hands) {
    if (!isRunning(hands)) {
      asked = System.nanoTime();
      return List.of(operation("forgive"), operation("start"));
    }
    pause();
    return List.of(operation("reload"));
  }

  private static boolean isRunning(Hands hands) {
    return !since(hands).isEmpty();
  }

  /** What tells this run of the server from others; empty if it does not run. */
  private static String since(Hands hands) {
    List<String> show =
        List.of(
            "/usr/bin/systemctl",
            "show",
            "--property=ActiveState,MainPID,ActiveEnterTimestampMonotonic",
            "apache2.service");
    String said = hands.run(show, QUICK).output();
    return said.lines().anyMatch("ActiveState=active"::equals) ? said : "";
  }

  private void pause() {
    Duration least = lasted.multipliedBy(2);
    Duration between = least.compareTo(SHORTEST_PAUSE) > 0 ? least : SHORTEST_PAUSE;
    long left = between.toNanos() - (System.nanoTime() - asked);
    if (left > 0) {
      sleep(left / 1_000_000 + 1);
    }
    // While it still reads for an earlier signal, the server lets this wait.
    try (Loopback server = new Loopback(port)) {
      server.knows(HostFiles.DEFAULT_STATE);
    } catch (IOException e) {
      // The probe will say so.
    }
    asked = System.nanoTime();
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** One thing that must be seen. */
  private record Expected(String site, Optional<String> state) {
    boolean isSeen(Loopback server) throws IOException {
      return state.isPresent() ? server.serves(site, state.get()) : !server.knows(site);
    }
  }

  private static Optional<Expected> expected(FileChange change, Hands hands) {
    boolean put = change.change() == Change.PUT;
    if (isGlobal(change.path())) {
      return put
          ? state(text(hands, HostFiles.DEFAULT))
              .map(s -> new Expected(HostFiles.DEFAULT_STATE, Optional.of(s)))
          : Optional.empty();
    }
    return SiteNames.nameIn(change.path())
        .map(
            name -> new Expected(name, put ? state(text(hands, change.path())) : Optional.empty()));
  }

  private static Optional<String> state(String file) {
    Matcher state = STATE.matcher(file);
    return state.find() ? Optional.of(state.group(1)) : Optional.empty();
  }

  @Override
  public List<Agents.Refusal> probe(Task task, Hands hands) {
    List<Agents.Refusal> waiting = WaitingDriver.probe(task, hands);
    if (isQuiet(task) || !waiting.isEmpty()) {
      return waiting;
    }
    List<Expected> open =
        new ArrayList<>(
            task.changes().stream().flatMap(c -> expected(c, hands).stream()).distinct().toList());
    long end = System.nanoTime() + PATIENCE.toNanos();
    String why = "";
    try (Loopback server = new Loopback(port)) {
      while (!open.isEmpty() && System.nanoTime() < end) {
        try {
          while (!open.isEmpty() && open.getFirst().isSeen(server)) {
            open.removeFirst();
          }
          why = open.isEmpty() ? "" : open.getFirst().site() + " is not served as it should be";
        } catch (IOException e) {
          why = String.valueOf(e.getMessage());
          if (isDead(hands)) {
            return blame(hands, why);
          }
        }
        if (!open.isEmpty()) {
          sleep(POLL_MILLIS);
        }
      }
    } catch (IOException e) {
      why = String.valueOf(e.getMessage());
    }
    lasted = Duration.ofNanos(System.nanoTime() - asked);
    return open.isEmpty() ? PhpDriver.probe(task, hands) : blame(hands, why);
  }

  /** The unit has ended, and systemd does not start it again by itself. */
  private boolean isDead(Hands hands) {
    String state =
        hands
            .run(List.of("/usr/bin/systemctl", "is-active", "apache2.service"), QUICK)
            .output()
            .strip();
    boolean began = System.nanoTime() - asked > START.toNanos();
    return state.equals("failed") || (began && state.equals("inactive"));
  }

  /** Tries the live files once more, to hear what is wrong with them. */
  private static List<Agents.Refusal> blame(Hands hands, String why) {
    Ran ran = hands.asRoot("check-live", List.of());
    return ran.exit() == 0
        ? List.of(new Agents.Refusal(WebService.NAME, "", 0, "the web server: " + why))
        : Complaints.read(ran.output());
  }

  /**
   * Copies are renewed, as a member may have changed the file; then the server is made to serve
   * what is live if it does not.
   */
  @Override
  public List<Operation> reconcile(Hands hands, Looks looks) {
    boolean changed = false;
    for (String path : hands.paths()) {
      Optional<Operation> adopt = wanted(path);
      if (adopt.isPresent()) {
        Ran ran = hands.asRoot(adopt.get().verb(), adopt.get().arguments());
        changed |= path.startsWith(SiteNames.CERTIFICATES) && ran.output().startsWith(CHANGED);
      }
    }
    List<Operation> operations = new ArrayList<>(PhpDriver.reconcile(hands));
    operations.addAll(WaitingDriver.reconcile(hands));
    String since = since(hands);
    if (since.isEmpty()) {
      operations.addAll(serve(hands));
    } else if (changed || !serves(looks.next(since), hands)) {
      // Never a signal to a server that would not survive it.
      if (hands.asRoot("check-live", List.of()).exit() == 0) {
        operations.addAll(serve(hands));
      }
    }
    return operations;
  }

  /** First word of the helper's answer if a copy is another one than before. */
  static final String CHANGED = "changed";

  private boolean serves(Look look, Hands hands) {
    try (Loopback server = new Loopback(port)) {
      for (String path : look.of(hands.paths())) {
        Optional<Expected> expected = expected(new FileChange(Change.PUT, path), hands);
        if (expected.isPresent() && !expected.get().isSeen(server)) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public List<String> answer(String about, List<String> words, Hands hands) {
    return switch (about) {
      case SiteLog.ABOUT -> SiteLog.answer(words, hands);
      case SiteStatistics.ABOUT -> SiteStatistics.answer(words, hands);
      case SiteExamination.INSIDE -> SiteExamination.inside(words, hands);
      case SiteExamination.OUTSIDE -> Visit.answer(words);
      case NameExamination.ABOUT -> NameExamination.answer(words, hands);
      case CertificateExamination.ABOUT -> CertificateExamination.answer(words);
      default -> Driver.super.answer(about, words, hands);
    };
  }

  /** What became of the password files and certificates of the sites that changed. */
  @Override
  public List<String> notes(Task task, Hands hands) {
    List<String> notes = new ArrayList<>();
    for (Operation adopt : adoptions(put(task), hands)) {
      Ran ran = hands.asRoot(adopt.verb(), adopt.arguments());
      if (ran.exit() != 0) {
        notes.add(
            ran.output().strip()
                + (adopt.verb().equals("adopt-password")
                    ? "; until it is in order nobody is let in there"
                    : "; until it is in order the site is served on port 80"));
      }
    }
    return notes;
  }
}
