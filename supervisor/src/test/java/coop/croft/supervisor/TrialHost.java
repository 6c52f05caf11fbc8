package coop.croft.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A host with a web server's account and two members, 2001 and 2002, in namespaces of its own; the
 * script {@code host} makes it. The programs are installed there as Debian's package installs them.
 */
final class TrialHost implements AutoCloseable {
  static final String TOKEN = "5eed5eed";
  static final String DOOR = "/usr/lib/croft/scripts/door";
  static final String SITE = "www.greenhouse.example";
  private static final int PATIENCE_SECONDS = 60;

  /** How control groups are mounted: version 2 alone, or beside the controllers of version 1. */
  enum Layout {
    HYBRID,
    UNIFIED
  }

  /** What a program came to; standard output and standard error apart. */
  record Ran(int exit, String out, String err) {}

  private final Process host;
  private final String pid;
  private final Path scripts;

  TrialHost(Layout layout, Path directory) throws IOException {
    Path program = directory.resolve("host");
    try (InputStream in = TrialHost.class.getResourceAsStream("host")) {
      Files.write(program, Objects.requireNonNull(in).readAllBytes());
    }
    permit(program, "rwxr-xr-x");
    scripts = Files.createDirectory(directory.resolve("scripts"));
    give(scripts, 2001, "rwxr-xr-x");
    host =
        new ProcessBuilder(
                program.toString(),
                layout == Layout.UNIFIED ? "unified" : "hybrid",
                Path.of("target").toAbsolutePath().toString(),
                scripts.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader said = host.inputReader(StandardCharsets.UTF_8);
    long outer = Long.parseLong(String.valueOf(said.readLine()));
    assertThat(said.readLine()).isEqualTo("ready");
    pid =
        ProcessHandle.of(outer)
            .flatMap(p -> p.children().findFirst())
            .map(p -> Long.toString(p.pid()))
            .orElseThrow();
  }

  private static void permit(Path file, String permissions) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  static void give(Path file, int owner, String permissions) throws IOException {
    Files.setAttribute(file, "unix:uid", owner);
    Files.setAttribute(file, "unix:gid", owner);
    permit(file, permissions);
  }

  /** Puts a script of the first member's in place. */
  Path script(String name, String text) throws IOException {
    Path file = Files.writeString(scripts.resolve(name), text);
    give(file, 2001, "rwxr-xr-x");
    return file;
  }

  /** Starts a program as root, standing among the scripts. */
  Process start(String... argv) throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of(
                "nsenter",
                "--target=" + pid,
                "--mount",
                "--cgroup",
                "--pid",
                "--wdns=/srv/scripts"));
    all.addAll(List.of(argv));
    ProcessBuilder builder = new ProcessBuilder(all);
    builder.environment().putAll(Map.of("CROFT_SITE", SITE, "HTTP_X", "y", "SECRET", "z"));
    return builder.start();
  }

  /** Starts a program as the server's user. */
  Process startAsServer(String... argv) throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of("setpriv", "--reuid=www-data", "--regid=www-data", "--clear-groups"));
    all.addAll(List.of(argv));
    return start(all.toArray(String[]::new));
  }

  /** Starts what is in front of suexec, as the server does. */
  Process supervised(String user, String group, String script) throws IOException {
    return startAsServer(DOOR, user, group, script);
  }

  /** Runs a script of the first member's to its end. */
  Ran run(String script) throws IOException, InterruptedException {
    return end(supervised("2001", "2001", script));
  }

  /** Waits for the end of a program, of which only little is read. */
  static Ran end(Process process) throws IOException, InterruptedException {
    process.getOutputStream().close();
    StringBuilder out = new StringBuilder();
    Thread reader =
        Thread.ofVirtual()
            .start(() -> process.inputReader().lines().forEach(l -> out.append(l).append('\n')));
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    reader.join();
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return new Ran(process.exitValue(), out.toString(), err);
  }

  /** Prepares the tree of slots and begins the sweep, as {@code croft-scripts.service} does. */
  void sweep() throws IOException, InterruptedException {
    // systemd has made the unit's group, and put the program there.
    start(
            "sh",
            "-c",
            "for s in /sys/fs/cgroup/system.slice /sys/fs/cgroup/unified/system.slice; do"
                + " if [ -d $s ]; then mkdir -p $s/croft-scripts.service;"
                + " echo $$ >$s/croft-scripts.service/cgroup.procs; fi; done;"
                + " exec /usr/lib/croft/scripts/sweep www-data")
        .getOutputStream()
        .close();
    for (int tries = 0; groups("supervisors").isEmpty(); tries++) {
      assertThat(tries).isLessThan(100);
      Thread.sleep(20);
    }
    // What it prepares besides takes a moment more.
    Thread.sleep(100);
  }

  /** What the site has set, as the agent puts it in place. */
  void limits(String text) throws IOException, InterruptedException {
    Process write = start("sh", "-c", "cat >/etc/apache2/croft/script-limits");
    write.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    assertThat(end(write).exit()).isZero();
  }

  /** Directories of control groups whose name matches a pattern of find's. */
  String groups(String name) throws IOException, InterruptedException {
    return end(start("find", "/sys/fs/cgroup", "-type", "d", "-name", name)).out();
  }

  /**
   * The commands of the first member's processes, one a line; dead ones wait for the first process
   * to notice.
   */
  String processes() throws IOException, InterruptedException {
    return end(start("ps", "-o", "stat=,comm=", "-u", "2001"))
        .out()
        .lines()
        .filter(l -> !l.startsWith("Z"))
        .collect(Collectors.joining("\n"));
  }

  @Override
  public void close() throws IOException {
    host.getOutputStream().close();
    try {
      assertThat(host.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
