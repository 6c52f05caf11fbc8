package coop.croft.helper;

import coop.croft.core.os.Directory;
import coop.croft.core.os.Exec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs the verbs of the privileges files, and nothing else. */
final class Programs {
  private final Generations generations;
  private final Disk disk;
  private final Store store;
  private final Path root;
  private final Path checks;
  private final Adoption adoption;
  private final Set<String> laidOut = new HashSet<>();

  /**
   * @param root of the host's files, {@code /} except in tests
   * @param checks directory of root alone in which staged files are laid out for the daemons'
   *     checkers
   */
  Programs(Generations generations, Disk disk, Store store, Path root, Path checks) {
    this.generations = generations;
    this.disk = disk;
    this.store = store;
    this.root = root;
    this.checks = checks;
    this.adoption = new Adoption(generations, disk);
  }

  /**
   * Runs a verb.
   *
   * @param staged whether it looks at the staged files instead of the live ones
   */
  Exec.Result run(Journal.Operation operation, boolean staged)
      throws IOException, Refused, InterruptedException {
    Privileges privileges = generations.privileges(operation.service());
    Privileges.Verb verb = privileges.verbs().get(operation.verb());
    Around around = new Around(privileges, staged);
    return switch (verb) {
      case null -> throw new Refused(operation.service() + " has no verb " + operation.verb());
      case Privileges.Run run -> run(run, operation.arguments(), around);
      case Privileges.Dry dry -> dry(dry, operation.arguments(), around);
      case Privileges.Adopt adopt -> adoption.run(adopt, operation, staged);
    };
  }

  private Exec.Result run(Privileges.Run run, List<String> arguments, Around around)
      throws IOException, Refused, InterruptedException {
    int fixed = Template.names(run.argv()).size();
    int group = run.groupNames().size();
    int more = arguments.size() - fixed;
    if (more < 0 || (group == 0 ? more > 0 : more % group != 0)) {
      throw new Refused("a wrong number of arguments");
    }
    Map<String, String> values =
        Template.bind(Template.names(run.argv()), arguments.subList(0, fixed));
    List<String> argv = new ArrayList<>();
    for (String word : run.argv()) {
      argv.add(Template.fill(word, values, around));
    }
    StringBuilder input = new StringBuilder();
    lines(run.first(), values, around, input);
    for (int at = fixed; group > 0 && at < arguments.size(); at += group) {
      Map<String, String> mine = new java.util.HashMap<>(values);
      mine.putAll(Template.bind(run.groupNames(), arguments.subList(at, at + group)));
      lines(run.each(), mine, around, input);
    }
    lines(run.last(), values, around, input);
    Exec.Result result =
        Exec.run(
            argv,
            input.toString().getBytes(StandardCharsets.UTF_8),
            Map.of(),
            Duration.ofSeconds(run.seconds()));
    boolean done = run.done().stream().anyMatch(result.output()::contains);
    return done ? new Exec.Result(0, result.output()) : result;
  }

  private static void lines(
      List<String> templates, Map<String, String> values, Around around, StringBuilder into)
      throws Refused {
    for (String template : templates) {
      into.append(Template.fill(template, values, around)).append('\n');
    }
  }

  /** Starts a daemon to see whether it would start; whatever comes of it is killed. */
  private Exec.Result dry(Privileges.Dry dry, List<String> arguments, Around around)
      throws IOException, Refused, InterruptedException {
    Map<String, String> values = Template.bind(Template.names(dry.argv()), arguments);
    List<String> argv = new ArrayList<>();
    for (String word : dry.argv()) {
      argv.add(Template.fill(word, values, around));
    }
    Path pidFile = root.resolve(dry.pidFile().substring(1));
    Files.deleteIfExists(pidFile);
    long deadline = System.nanoTime() + Duration.ofSeconds(dry.seconds()).toNanos();
    long started = System.currentTimeMillis();
    Exec.Running running = Exec.start(argv, new byte[0], Map.of());
    Optional<Integer> exit = Optional.empty();
    boolean up = false;
    try {
      // Exit status 0 without a pid file: it went into the background and is not ready yet.
      while (!up && exit.orElse(0) == 0 && System.nanoTime() < deadline) {
        exit = running.await(Duration.ofMillis(10));
        up = Files.exists(pidFile) && Files.size(pidFile) > 0;
      }
    } finally {
      endDaemon(pidFile, started);
    }
    String output = running.end();
    Files.deleteIfExists(pidFile);
    if (up) {
      return new Exec.Result(0, output);
    }
    return exit.orElse(0) == 0
        ? new Exec.Result(Exec.TIMED_OUT, output + "it did not start in " + dry.seconds() + " s\n")
        : new Exec.Result(exit.get(), output);
  }

  /** Ends the daemon of a pid file and its children, if it is one that was started just now. */
  private static void endDaemon(Path pidFile, long startedMillis)
      throws IOException, InterruptedException {
    String text;
    try {
      text = Files.readString(pidFile).strip();
    } catch (NoSuchFileException e) {
      return;
    }
    Optional<ProcessHandle> daemon =
        text.matches("[0-9]{1,9}")
            ? ProcessHandle.of(Long.parseLong(text))
                .filter(
                    p ->
                        p.info()
                            .startInstant()
                            .filter(s -> s.toEpochMilli() >= startedMillis - 1500)
                            .isPresent())
            : Optional.empty();
    if (daemon.isEmpty()) {
      return;
    }
    List<ProcessHandle> all = Stream.concat(daemon.stream(), daemon.get().descendants()).toList();
    daemon.get().destroy();
    for (int i = 0; i < 200 && all.stream().anyMatch(ProcessHandle::isAlive); i++) {
      Thread.sleep(10);
    }
    all.forEach(ProcessHandle::destroyForcibly);
  }

  /** Removes what the generation that is live now does not need. */
  void clean() throws IOException {
    forgetChecks();
    adoption.sweep(generations.table());
  }

  /** Forgets the trees of staged files. */
  void forgetChecks() throws IOException {
    laidOut.clear();
    if (!Files.exists(checks)) {
      return;
    }
    Files.walkFileTree(
        checks,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException problem)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** What placeholders mean for one service. */
  private final class Around implements Template.Surroundings {
    private final Privileges privileges;
    private final boolean staged;

    Around(Privileges privileges, boolean staged) {
      this.privileges = privileges;
      this.staged = staged;
    }

    @Override
    public String stage() throws Refused {
      try {
        return tree().toString();
      } catch (IOException e) {
        throw new Refused("the staged files cannot be laid out: " + e.getMessage());
      }
    }

    @Override
    public String content(String path) throws Refused {
      try {
        byte[] bytes = generations.content(generations.liveTree(), privileges.service(), path);
        return new String(bytes, StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new Refused(path + " cannot be read: " + e.getMessage());
      }
    }

    /** The directory that holds the staged files, made when first asked for. */
    Path tree() throws IOException, Refused {
      Generations.Staged now =
          generations
              .staged()
              .filter(s -> staged)
              .orElseThrow(() -> new Refused("nothing is staged"));
      Path tree = checks.resolve(privileges.service());
      if (laidOut.contains(privileges.service())) {
        return tree;
      }
      disk.make("/" + root.relativize(tree)).close();
      for (Tree.Change change : now.changes()) {
        if (change.put() && change.entry().service().equals(privileges.service())) {
          layOut(tree, change.path(), change.entry());
        }
      }
      for (String always : privileges.always()) {
        Privileges.Place place = new Privileges.Place(always, "", "", 0);
        for (var file : now.tree().all().filter(f -> place.covers(f.getKey())).toList()) {
          if (file.getValue().service().equals(privileges.service())) {
            layOut(tree, file.getKey(), file.getValue());
          }
        }
      }
      laidOut.add(privileges.service());
      return tree;
    }

    private void layOut(Path tree, String path, Tree.Entry entry) throws IOException, Refused {
      String file = "/" + root.relativize(tree) + path;
      try (Directory d = disk.make(file.substring(0, file.lastIndexOf('/')))) {
        if (d.stat(Disk.name(file)).isEmpty()) {
          store.directory().link(entry.hash(), d, Disk.name(file));
        }
      }
    }
  }
}
