package coop.croft.lab.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One host of the lab, entered without a shell in between: what is measured are Croft and the
 * daemons.
 *
 * @param pid of its first process, seen from outside
 */
public record Machine(String name, long pid) {
  /** What a command came to, standard output and error together. */
  public record Ran(int exit, String output) {
    public Ran expectSuccess() {
      if (exit != 0) {
        throw new IllegalStateException("exit status " + exit + ": " + output);
      }
      return this;
    }
  }

  /** As {@code bin/lab} wrote it down. */
  public static Machine of(Path lab, String name) throws IOException {
    return new Machine(
        name, Long.parseLong(Files.readString(lab.resolve(name).resolve("pid")).split(" ")[0]));
  }

  /** A file of the host, from outside. */
  public Path file(String path) {
    return Path.of("/proc/" + pid + "/root" + path);
  }

  public Ran root(String... argv) throws IOException, InterruptedException {
    return run(Duration.ofMinutes(15), List.of(argv));
  }

  /** As a member, with the least that a log-in would set. */
  public Ran as(long uid, String... argv) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>();
    all.addAll(
        List.of("/usr/bin/setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups", "--"));
    all.addAll(Arrays.asList(argv));
    return run(Duration.ofMinutes(15), all);
  }

  private Ran run(Duration limit, List<String> argv) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("/usr/bin/nsenter", "--target", pid + "", "--mount", "--uts", "--ipc"));
    all.addAll(List.of("--net", "--pid", "--cgroup", "--root", "--wdns=/", "/usr/bin/env", "-i"));
    all.add("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    all.add("LANG=C.UTF-8");
    all.addAll(argv);
    Process process =
        new ProcessBuilder(all)
            .redirectErrorStream(true)
            .redirectInput(new java.io.File("/dev/null"))
            .start();
    byte[] output = process.getInputStream().readAllBytes();
    if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("still running: " + argv);
    }
    return new Ran(process.exitValue(), new String(output, StandardCharsets.UTF_8));
  }

  private long mainPid(String unit) throws IOException, InterruptedException {
    return Long.parseLong(
        root("systemctl", "show", "--property=MainPID", "--value", unit).output().strip());
  }

  /** Resident megabytes of a unit's main process. */
  Resident resident(String unit) throws IOException, InterruptedException {
    String text = root("cat", "/proc/" + mainPid(unit) + "/smaps_rollup").expectSuccess().output();
    return new Resident(field(text, "Rss:"), field(text, "Pss:"));
  }

  /** In megabytes: all pages, and all with shared ones divided among those who share them. */
  record Resident(double rss, double pss) {
    Resident plus(Resident other) {
      return new Resident(rss + other.rss, pss + other.pss);
    }
  }

  private static double field(String text, String name) {
    return text.lines()
            .filter(l -> l.startsWith(name))
            .mapToLong(l -> Long.parseLong(l.replaceAll("[^0-9]", "")))
            .sum()
        / 1024.0;
  }
}
