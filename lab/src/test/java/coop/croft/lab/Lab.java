package coop.croft.lab;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.lab.bench.Machine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The running lab, as people use it: everything goes through {@code bin/lab}, the hosts' own
 * programs and the {@code croft} command on the login host. Addresses are those of {@code
 * lab/hosts/hosts.list}.
 */
final class Lab {
  static final List<String> NAME_SERVERS = List.of("192.0.2.11", "192.0.2.12", "192.0.2.14");
  static final String MAIN = "192.0.2.11";
  static final String DYNAMIC = "192.0.2.12";
  static final String OFFSITE = "192.0.2.14";
  static final List<String> CROFT_HOSTS = List.of("main", "dynamic", "shell", "offsite");
  static final Path REPOSITORY = repository();
  static final Path PROGRAMS = REPOSITORY.resolve("lab/programs");

  /** Of the lab, as {@code bin/lab} takes it. */
  static final String NAME = System.getenv().getOrDefault("CROFT_LAB", "croft");

  private static final Path DIRECTORY =
      Path.of(System.getenv().getOrDefault("CROFT_LAB_DIR", "/var/lib/croft-lab"), "labs", NAME);

  private Lab() {}

  /** A host that runs, to be entered without {@code bin/lab} in between, which takes its time. */
  static Machine machine(String host) {
    try {
      return Machine.of(DIRECTORY, host);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a command came to; standard output and standard error apart. */
  record Ran(int exit, String out, String err) {
    Ran expectSuccess() {
      assertThat(exit).as("exit status; output: %s%s", out, err).isZero();
      return this;
    }

    String all() {
      return out + err;
    }
  }

  /** Runs a command as root on a host. */
  static Ran on(String host, String... argv) {
    return feed(host, "", argv);
  }

  /** Runs a command as root on a host with text on its standard input. */
  static Ran feed(String host, String input, String... argv) {
    List<String> all =
        new ArrayList<>(List.of(REPOSITORY.resolve("bin/lab").toString(), "exec", host));
    all.addAll(Arrays.asList(argv));
    return run(all, input);
  }

  /** Runs a command of {@code bin/lab} itself: {@code off shell}. */
  static void lab(String... argv) {
    tryLab(argv).expectSuccess();
  }

  /** The same, whatever comes of it. */
  static Ran tryLab(String... argv) {
    List<String> all = new ArrayList<>(List.of(REPOSITORY.resolve("bin/lab").toString()));
    all.addAll(Arrays.asList(argv));
    return run(all, "");
  }

  /** Lets a host join, or join again, as an administrator does. */
  static void join(String host) {
    String token = on("main", "croft", "host", "add", host).expectSuccess().out().strip();
    on(host, "croft-agent", "join", token).expectSuccess();
  }

  /** Runs a command in the network namespace of the switch, where each host's cable ends. */
  static Ran onSwitch(String... argv) {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", NAME + "-switch"));
    all.addAll(Arrays.asList(argv));
    return run(all, "");
  }

  /** Runs a command as a member on the login host. */
  static Ran as(String member, String... argv) {
    return asWithInput(member, "", argv);
  }

  static Ran asWithInput(String member, String input, String... argv) {
    List<String> all = new ArrayList<>(List.of("runuser", "-u", member, "--"));
    all.addAll(Arrays.asList(argv));
    return feed("shell", input, all.toArray(String[]::new));
  }

  /**
   * Writes a program into the member's home on the login host and runs {@code croft VERB} on it.
   */
  static Ran croft(String verb, String member, String name, String text, String... options) {
    String file = "/home/" + member + "/" + name + ".dtl";
    asWithInput(member, text, "tee", file).expectSuccess();
    List<String> all = new ArrayList<>(List.of("croft", verb));
    all.addAll(Arrays.asList(options));
    all.add(file);
    return as(member, all.toArray(String[]::new));
  }

  static Ran apply(String member, String name, String text) {
    return croft("apply", member, name, text, "--yes");
  }

  static Ran remove(String member, String name) {
    return as(member, "croft", "remove", "--yes", name);
  }

  /** The answer of one name server as the client outside sees it, lines sorted. */
  static String dig(String server, String name, String type) {
    Ran ran = on("client", "dig", "+short", "+time=2", "+tries=2", "@" + server, name, type);
    return ran.out().lines().sorted().reduce((a, b) -> a + "\n" + b).orElse("");
  }

  /** What lies beside the tests: a program for a host. */
  static String resource(String name) {
    try (InputStream in = Lab.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The answer on which all three name servers agree. */
  static String digAll(String name, String type) {
    List<String> answers = NAME_SERVERS.stream().map(s -> dig(s, name, type)).toList();
    assertThat(answers)
        .as("%s %s on the three name servers", name, type)
        .allMatch(answers.getFirst()::equals);
    return answers.getFirst();
  }

  static long serial(String server, String zone) {
    String soa = dig(server, zone, "SOA");
    return soa.isEmpty() ? 0 : Long.parseLong(soa.split(" ")[2]);
  }

  /**
   * That names of a signed zone, there or not, validate at all name servers.
   *
   * @param dnskey the zone's key as {@link #dig} gives it
   */
  static void validates(String zone, String dnskey) {
    String key = dnskey.substring("257 3 13 ".length()).replace(" ", "");
    String anchor = "trust-anchors { " + zone + ". static-key 257 3 13 \"" + key + "\"; };\n";
    feed("client", anchor, "tee", "/tmp/anchor.conf").expectSuccess();
    for (String server : NAME_SERVERS) {
      for (String name : List.of("www." + zone, "nothing-here." + zone)) {
        Ran ran =
            on(
                "client",
                "delv",
                "-a",
                "/tmp/anchor.conf",
                "+root=" + zone,
                "@" + server,
                name,
                "A");
        assertThat(ran.all()).as("%s at %s", name, server).contains("fully validated");
      }
    }
  }

  /** Copies a file between hosts, for its owner alone. */
  static void copy(String from, String path, String to, String target) {
    try {
      Path kept = Files.createTempFile("croft-lab", ".copy");
      try {
        String lab = REPOSITORY.resolve("bin/lab").toString();
        Process read =
            new ProcessBuilder(lab, "exec", from, "cat", path)
                .redirectOutput(kept.toFile())
                .start();
        assertThat(read.waitFor()).isZero();
        Process write =
            new ProcessBuilder(lab, "exec", to, "install", "-m", "600", "/dev/stdin", target)
                .redirectInput(kept.toFile())
                .start();
        assertThat(write.waitFor()).isZero();
      } finally {
        Files.delete(kept);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** A page as the client outside gets it: status line, headers, body. */
  static Page get(String address, String name, String path, String... options) {
    List<String> argv =
        new ArrayList<>(
            List.of(
                "curl",
                "-s",
                "-i",
                "--max-time",
                "20",
                "--resolve",
                name + ":80:" + address,
                "--resolve",
                name + ":443:" + address));
    argv.addAll(Arrays.asList(options));
    argv.add((path.startsWith("http") ? "" : "http://" + name) + path);
    String out = on("client", argv.toArray(String[]::new)).out();
    int end = out.indexOf("\r\n\r\n");
    if (end < 0) {
      return new Page(0, "", "");
    }
    String head = out.substring(0, end);
    return new Page(Integer.parseInt(head.split(" ")[1]), head, out.substring(end + 4));
  }

  /** An answer over HTTP; status 0: none. */
  record Page(int status, String head, String body) {
    String header(String name) {
      return head.lines()
          .filter(
              l ->
                  l.toLowerCase(java.util.Locale.ROOT)
                      .startsWith(name.toLowerCase(java.util.Locale.ROOT) + ":"))
          .map(l -> l.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    }
  }

  /** A sample program of {@code lab/programs}. */
  record Program(String member, String name, String text) {}

  /** All programs below a folder of {@code lab/programs}: {@code accepted} or {@code refused}. */
  static List<Program> programs(String folder) {
    try (Stream<Path> files = Files.walk(PROGRAMS.resolve(folder), 2)) {
      Path root = PROGRAMS.resolve(folder);
      return files
          .filter(f -> f.toString().endsWith(".dtl"))
          .sorted()
          .map(root::relativize)
          .map(
              f ->
                  new Program(
                      f.getName(0).toString(),
                      f.getName(1).toString().replaceAll("\\.dtl$", ""),
                      read(root.resolve(f))))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every file that Croft keeps on a host: path, inode, time of change, hash. */
  static String files(String host) {
    return on(
            host,
            "find",
            "/etc/bind/croft.conf",
            "/etc/bind/croft",
            "/etc/apache2/croft",
            "-type",
            "f",
            "-printf",
            "%p %i %T@ %s\\n")
        .out()
        .lines()
        .sorted()
        .reduce("", (a, b) -> a + b + "\n");
  }

  /** What the daemons of a host say of their own loading: BIND's and Apache's last reload. */
  static String loads(String host) {
    String named = on(host, "journalctl", "-u", "named", "-o", "cat", "--no-pager").out();
    long zones =
        named
            .lines()
            .filter(
                l ->
                    l.contains("loaded serial")
                        || l.contains("reloading")
                        || l.contains("received control channel command"))
            .count();
    String apache = on(host, "journalctl", "-u", "apache2", "-o", "cat", "--no-pager").out();
    String log = webLog(host);
    return zones
        + "/"
        + apache.lines().count()
        + "/"
        + log.lines().filter(l -> l.contains("resuming normal operations")).count();
  }

  /** What Apache says of itself, and not of a site. */
  static String webLog(String host) {
    return on(host, "sh", "-c", "cat /var/log/croft/web/other/error-*.log").out();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Ran run(List<String> argv, String input) {
    try {
      Process process = new ProcessBuilder(argv).start();
      var out =
          new java.util.concurrent.FutureTask<>(
              () -> new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      var err =
          new java.util.concurrent.FutureTask<>(
              () -> new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
      Thread.ofVirtual().start(out);
      Thread.ofVirtual().start(err);
      try (var in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // The program ended without reading its input; its exit status tells.
      }
      if (!process.waitFor(180, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("still running after 180 s: " + argv);
      }
      return new Ran(process.exitValue(), out.get(), err.get());
    } catch (IOException | java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException("cannot run " + argv, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in " + argv, e);
    }
  }

  private static Path repository() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve("bin/lab"))) {
      at =
          java.util.Objects.requireNonNull(
              at.getParent(), "run the tests from inside the repository");
    }
    return at;
  }
}
