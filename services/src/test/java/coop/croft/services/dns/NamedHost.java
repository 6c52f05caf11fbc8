package coop.croft.services.dns;

import coop.croft.core.manifest.Fragment;
import coop.croft.core.wire.Agents;
import coop.croft.services.Driver;
import coop.croft.services.Looks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A name server with a real named, started from the generated files and driven through the verbs of
 * the privileges file. What belongs to a whole host is moved: the paths below a directory, the
 * addresses to ports of the loopback interface. The helper's part is played here: files are
 * replaced, verbs run.
 */
final class NamedHost implements Driver.Hands {
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private final String name;
  private final Path root;
  private final int port;
  private final int control;
  private final Map<String, NamedHost> others;
  private final Map<String, byte[]> files = new TreeMap<>();
  private final List<Driver.Operation> ran = new ArrayList<>();
  private final Looks looks = new Looks();
  private final DnsDriver driver;
  private Optional<Process> named = Optional.empty();

  /**
   * @param others the name servers by the addresses that the generated files know them under
   */
  NamedHost(String name, Path root, Map<String, NamedHost> others) throws IOException {
    this.name = name;
    this.root = root;
    this.others = others;
    this.port = freePort();
    this.control = freePort();
    this.driver = new DnsDriver(this::server, Duration.ofSeconds(5), Duration.ofMillis(1500));
    for (String dir :
        List.of(
            "etc/bind/croft/zones",
            "var/lib/bind/croft/zones",
            "var/lib/bind/croft/keys",
            "var/lib/bind/croft/copies",
            "var/cache/bind",
            "scratch")) {
      Files.createDirectories(root.resolve(dir));
    }
  }

  /**
   * A port that stays free while named is stopped: below those that the kernel gives to clients,
   * one of which would else hold it just then, and named would start without it.
   */
  private static int freePort() throws IOException {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
      try (ServerSocket tcp = new ServerSocket(port, 1, loopback);
          DatagramSocket udp = new DatagramSocket(port, loopback)) {
        if (tcp.isBound() && udp.isBound() && GIVEN.add(port)) {
          return port;
        }
      } catch (BindException e) {
        // Somebody else's: another one then.
      }
    }
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
  }

  private InetSocketAddress server(String address) {
    return others.getOrDefault(address, this).address();
  }

  DnsDriver driver() {
    return driver;
  }

  /** How a version became live. */
  record Outcome(List<Agents.Refusal> refusals, List<String> verbs) {}

  /** Checks a version, makes it live and probes it, as the agent does. */
  Outcome apply(Collection<Fragment> fragments) {
    Map<String, byte[]> next = new TreeMap<>();
    fragments.stream()
        .filter(f -> f.host().equals(name))
        .forEach(f -> next.put(f.path(), f.content()));
    Driver.Task task = new Driver.Task(1, changes(next));
    Map<String, byte[]> before = new TreeMap<>(files);
    files.clear();
    files.putAll(next);
    List<Agents.Refusal> refused = driver().check(task, this);
    if (!refused.isEmpty()) {
      files.clear();
      files.putAll(before);
      return new Outcome(refused, List.of());
    }
    List<Driver.Operation> operations = driver().activate(task, this);
    task.changes().forEach(c -> write(c.path(), c.change() == Driver.Change.PUT));
    operate(operations);
    return new Outcome(driver().probe(task, this), verbs(operations));
  }

  /** What the timer does. */
  List<String> reconcile() {
    List<Driver.Operation> operations = driver().reconcile(this, looks);
    operate(operations);
    return verbs(operations);
  }

  /** Runs operations, as the helper repeats them after a crash. */
  void operate(List<Driver.Operation> operations) {
    operations.forEach(
        o -> {
          ran.add(o);
          Driver.Ran r = asRoot(o.verb(), o.arguments());
          if (r.exit() != 0) {
            throw new AssertionError(
                o.verb() + " ended with " + r.exit() + ": " + r.output() + log() + o.arguments());
          }
        });
  }

  /** The end of what named wrote. */
  private String log() {
    try {
      List<String> lines = Files.readAllLines(file("/log"));
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything that was ever run. */
  List<Driver.Operation> ran() {
    return ran;
  }

  private static List<String> verbs(List<Driver.Operation> operations) {
    return operations.stream().map(NamedHost::shown).toList();
  }

  /** Without numbers, which are the time's. */
  private static String shown(Driver.Operation o) {
    boolean dated = o.verb().equals("catalog-serial");
    return o.arguments().isEmpty() || dated ? o.verb() : o.verb() + " " + o.arguments().getLast();
  }

  private List<Driver.FileChange> changes(Map<String, byte[]> next) {
    TreeSet<String> paths = new TreeSet<>(files.keySet());
    paths.addAll(next.keySet());
    List<Driver.FileChange> changes = new ArrayList<>();
    for (String path : paths) {
      if (!next.containsKey(path)) {
        changes.add(new Driver.FileChange(Driver.Change.REMOVE, path));
      } else if (!Arrays.equals(next.get(path), files.get(path))) {
        changes.add(new Driver.FileChange(Driver.Change.PUT, path));
      }
    }
    return changes;
  }

  private void write(String path, boolean put) {
    try {
      Path file = root.resolve(path.substring(1));
      if (put) {
        Files.writeString(file, moved(new String(files.get(path), StandardCharsets.UTF_8)));
      } else {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A text of the whole host as it is for this one. */
  private String moved(String text) {
    String out = text;
    for (String dir : List.of("/etc/bind/croft", "/var/lib/bind", "/var/cache/bind")) {
      out = out.replace(dir, root + dir);
    }
    for (Map.Entry<String, NamedHost> other : others.entrySet()) {
      out =
          out.replace(other.getKey() + " key", "127.0.0.1 port " + other.getValue().port + " key");
    }
    return out.replace(
            "listen-on { any; };",
            "listen-on port "
                + port
                + " { 127.0.0.1; };\n"
                + "\tpid-file none; session-keyfile none;")
        .replace("listen-on-v6 { any; };", "listen-on-v6 { none; };")
        .replace("port 953", "port " + control);
  }

  @Override
  public String host() {
    return name;
  }

  @Override
  public byte[] staged(String path) {
    if (!files.containsKey(path)) {
      throw new IllegalArgumentException("no file " + path);
    }
    return files.get(path).clone();
  }

  @Override
  public boolean has(String path) {
    return files.containsKey(path);
  }

  @Override
  public SortedSet<String> paths() {
    return new TreeSet<>(files.keySet());
  }

  @Override
  public Path scratch() {
    return root.resolve("scratch");
  }

  @Override
  public Driver.Ran run(List<String> argv, Duration limit) {
    Bind.Ran r = Bind.run(argv);
    return new Driver.Ran(r.exit(), r.output());
  }

  @Override
  public Driver.Ran asRoot(String verb, List<String> arguments) {
    Privileges.Verb v = Privileges.verb(verb);
    if (v.argv().getFirst().endsWith("systemctl")) {
      return systemctl(v.argv().get(1));
    }
    List<String> argv = new ArrayList<>();
    for (String word : v.argv()) {
      if (word.startsWith("{content:")) {
        argv.add(content(arguments.getFirst()));
      } else {
        argv.add(
            word.startsWith("/usr")
                ? word
                : moved(word.replace("{zone}", arguments.isEmpty() ? "" : arguments.getFirst())));
      }
    }
    argv.removeIf(w -> w.startsWith("--re") || w.equals("--clear-groups") || w.endsWith("setpriv"));
    if (argv.getFirst().endsWith("rndc")) {
      argv.addAll(1, List.of("-p", Integer.toString(control)));
    } else if (argv.getFirst().endsWith("dig")) {
      argv.addAll(1, List.of("-p", Integer.toString(port)));
    }
    Bind.Ran r = Bind.run(argv, input(v, arguments));
    boolean done = v.done().stream().anyMatch(r.output()::contains);
    // The driver knows no other root than the host's own.
    return new Driver.Ran(done ? 0 : r.exit(), r.output().replace(root.toString(), ""));
  }

  private String input(Privileges.Verb verb, List<String> arguments) {
    if (verb.each().stream().noneMatch(l -> l.contains("{content:"))) {
      return verb.input(arguments).replace("server 127.0.0.1", "server 127.0.0.1 " + port);
    }
    StringBuilder statements = new StringBuilder();
    arguments.forEach(z -> statements.append("zone \"" + z + "\" " + content(z) + "\n"));
    return statements.toString();
  }

  private String content(String zone) {
    try {
      return Files.readString(root.resolve(Places.statement(zone).substring(1))).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Driver.Ran systemctl(String verb) {
    try {
      if (!verb.equals("start")) {
        stop();
      }
      if (!verb.equals("stop") && named.isEmpty()) {
        named =
            Optional.of(
                new ProcessBuilder("/usr/sbin/named", "-g", "-c", root + Places.MAIN)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(file("/log").toFile()))
                    .start());
        for (int i = 0; i < 500 && Running.since(this).isEmpty(); i++) {
          Thread.sleep(20);
        }
        if (Running.since(this).isEmpty()) {
          return new Driver.Ran(1, "named did not start");
        }
      }
      return new Driver.Ran(0, "");
    } catch (IOException e) {
      throw new UncheckedIOException("bind9 must be installed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Ends named as a crash does, or not. */
  void stop() throws InterruptedException {
    if (named.isPresent()) {
      named.get().destroy();
      named.get().waitFor();
      named = Optional.empty();
    }
  }

  Path file(String path) {
    return root.resolve(path.substring(1));
  }
}
