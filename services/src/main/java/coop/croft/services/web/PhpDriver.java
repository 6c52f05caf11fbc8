package coop.croft.services.web;

import coop.croft.core.wire.Agents;
import coop.croft.services.Driver.Change;
import coop.croft.services.Driver.FileChange;
import coop.croft.services.Driver.Hands;
import coop.croft.services.Driver.Operation;
import coop.croft.services.Driver.Ran;
import coop.croft.services.Driver.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sees to it that systemd listens for those who have PHP on this host. Masters are started by their
 * sockets and ended by their keeper; nothing here waits for them. A socket that no site needs any
 * more stays, as the server alone may connect to it and its unit then starts nothing.
 */
final class PhpDriver {
  private static final Duration QUICK = Duration.ofSeconds(10);
  private static final Pattern WANT =
      Pattern.compile("/etc/croft/php/([0-9.]+)/([a-z0-9_-]+)/([^/]+)");
  private static final Pattern POOL = Pattern.compile("/etc/croft/php/([0-9.]+)\\.conf");

  private PhpDriver() {}

  /** A site's wish, of the path of its file. */
  private record Want(String path, String version, String user, String site) {
    static Optional<Want> of(String path) {
      Matcher want = WANT.matcher(path);
      return want.matches()
          ? Optional.of(new Want(path, want.group(1), want.group(2), want.group(3)))
          : Optional.empty();
    }

    String unit() {
      return PhpPool.unit(version, user);
    }

    Operation open() {
      return new Operation(WebService.NAME, "php-open", List.of(version, user, site));
    }
  }

  /** One wish for each unit. */
  private static Collection<Want> wants(Collection<String> paths) {
    Map<String, Want> byUnit = new LinkedHashMap<>();
    paths.stream().flatMap(p -> Want.of(p).stream()).forEach(w -> byUnit.putIfAbsent(w.unit(), w));
    return byUnit.values();
  }

  private static List<String> put(Task task) {
    return task.changes().stream()
        .filter(c -> c.change() == Change.PUT)
        .map(FileChange::path)
        .toList();
  }

  /** Whether host and account are there, and whether PHP takes its file. */
  static List<Agents.Refusal> check(Task task, Hands hands) {
    List<Agents.Refusal> refusals = new ArrayList<>();
    for (String path : put(task)) {
      Matcher pool = POOL.matcher(path);
      if (pool.matches() && isInstalled(pool.group(1), hands)) {
        refusals.addAll(tryOut(path, pool.group(1), hands));
      }
    }
    for (Want want : wants(put(task))) {
      if (!isInstalled(want.version(), hands)) {
        refusals.add(
            refusal(
                want.path(),
                "PHP "
                    + want.version()
                    + " is not installed on "
                    + hands.host()
                    + "; administrators: apt-get install php"
                    + want.version()
                    + "-fpm"));
      } else if (!succeeds(hands, "/usr/bin/id", "--user", want.user())) {
        refusals.add(
            refusal(want.path(), "there is no user " + want.user() + " on " + hands.host()));
      }
    }
    return refusals;
  }

  private static boolean isInstalled(String version, Hands hands) {
    return succeeds(hands, "/usr/bin/test", "-x", program(version));
  }

  private static String program(String version) {
    return "/usr/sbin/php-fpm" + version;
  }

  private static boolean succeeds(Hands hands, String... argv) {
    return hands.run(List.of(argv), QUICK).exit() == 0;
  }

  private static List<Agents.Refusal> tryOut(String path, String version, Hands hands) {
    Path copy = hands.scratch().resolve("php.conf");
    try {
      Files.write(copy, hands.staged(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Ran ran = hands.run(List.of(program(version), "-t", "-y", copy.toString()), QUICK);
    return ran.exit() == 0 ? List.of() : List.of(refusal(path, ran.output().strip()));
  }

  private static Agents.Refusal refusal(String path, String message) {
    return new Agents.Refusal(WebService.NAME, path, 1, message);
  }

  /** Before the server is made to serve: sockets that are not there, masters with an old file. */
  static List<Operation> activate(Task task, Hands hands) {
    List<Operation> operations = new ArrayList<>();
    for (String path : put(task)) {
      Matcher pool = POOL.matcher(path);
      if (pool.matches()) {
        operations.add(new Operation(WebService.NAME, "php-renew", List.of(pool.group(1))));
      }
    }
    operations.addAll(missing(wants(put(task)), hands));
    return operations;
  }

  /** What systemd does not listen for, though a site wants it. */
  static List<Operation> reconcile(Hands hands) {
    return missing(wants(hands.paths()), hands);
  }

  private static List<Operation> missing(Collection<Want> wants, Hands hands) {
    return silent(wants, hands).stream().map(Want::open).toList();
  }

  private static List<Want> silent(Collection<Want> wants, Hands hands) {
    if (wants.isEmpty()) {
      return List.of();
    }
    List<String> argv = new ArrayList<>(List.of("/usr/bin/systemctl", "is-active"));
    wants.forEach(w -> argv.add(w.unit()));
    List<String> states = hands.run(argv, QUICK).output().lines().toList();
    List<Want> silent = new ArrayList<>();
    int i = 0;
    for (Want want : wants) {
      if (i >= states.size() || !states.get(i).equals("active")) {
        silent.add(want);
      }
      i++;
    }
    return silent;
  }

  /** Sockets that should be there by now. */
  static List<Agents.Refusal> probe(Task task, Hands hands) {
    return silent(wants(put(task)), hands).stream()
        .map(w -> refusal(w.path(), "PHP cannot be reached: " + w.unit() + " does not listen"))
        .toList();
  }
}
