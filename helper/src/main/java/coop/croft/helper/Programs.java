package coop.croft.helper;

import coop.croft.core.os.DryStart;
import coop.croft.core.os.Exec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Runs the verbs of the privileges files, and nothing else. */
final class Programs {
  /** Of root alone; staged files are laid out in it for the daemons' checkers. */
  private static final String CHECKS = "/var/lib/croft/helper/check/";

  private final Generations generations;
  private final Switch files;
  private final Path root;
  private final Adoption adoption;
  private final Set<String> laidOut = new HashSet<>();

  /**
   * @param root of the host's files, {@code /} except in tests
   */
  Programs(Generations generations, Switch files, Path root) {
    this.generations = generations;
    this.files = files;
    this.root = root;
    this.adoption = new Adoption(generations, files.disk());
  }

  /**
   * Runs a verb.
   *
   * @param staged whether it looks at the staged files instead of the live ones
   */
  Exec.Result run(Journal.Operation operation, boolean staged)
      throws IOException, InterruptedException {
    Privileges privileges = generations.privileges(operation.service());
    Template.Surroundings around = around(privileges, staged);
    return switch (privileges.verbs().get(operation.verb())) {
      case null -> throw new Refused(operation.service() + " has no verb " + operation.verb());
      case Privileges.Run run -> run(run, operation.arguments(), around);
      case Privileges.Dry dry -> {
        Map<String, String> values =
            Template.bind(Template.names(dry.argv()), operation.arguments());
        yield DryStart.run(
            Template.fill(dry.argv(), values, around),
            root.resolve(dry.pidFile().substring(1)),
            Duration.ofSeconds(dry.seconds()));
      }
      case Privileges.Adopt adopt -> adoption.run(adopt, operation, staged);
    };
  }

  private static Exec.Result run(
      Privileges.Run run, List<String> arguments, Template.Surroundings around)
      throws IOException, InterruptedException {
    Map<String, Pattern> names = Template.names(run.argv());
    Map<String, Pattern> group = run.groupNames();
    int count = arguments.size();
    int at = group.isEmpty() ? count : Math.min(names.size(), count);
    Map<String, String> values = Template.bind(names, arguments.subList(0, at));
    List<String> input = new ArrayList<>(Template.fill(run.lines("first"), values, around));
    for (int end; at < count; at = end) {
      end = Math.min(at + group.size(), count);
      Map<String, String> mine = Template.bind(group, arguments.subList(at, end));
      mine.putAll(values);
      input.addAll(Template.fill(run.lines("each"), mine, around));
    }
    input.addAll(Template.fill(run.lines("last"), values, around));
    input.replaceAll(line -> line + "\n");
    Exec.Result result =
        Exec.run(
            Template.fill(run.argv(), values, around),
            String.join("", input).getBytes(StandardCharsets.UTF_8),
            Map.of(),
            Duration.ofSeconds(run.seconds()));
    boolean done = run.lines("done").stream().anyMatch(result.output()::contains);
    return done ? new Exec.Result(0, result.output()) : result;
  }

  /** Removes what the generation that is live now does not need. */
  void clean() throws IOException {
    forgetChecks();
    adoption.sweep();
  }

  /** Forgets the trees of staged files. */
  void forgetChecks() throws IOException {
    laidOut.clear();
    files.disk().removeTree(CHECKS);
  }

  /** What placeholders mean for one service. */
  private Template.Surroundings around(Privileges privileges, boolean staged) {
    String service = privileges.service();
    return new Template.Surroundings() {
      @Override
      public String content(String path) throws IOException {
        byte[] bytes = generations.content(generations.liveTree(), service, path);
        return new String(bytes, StandardCharsets.UTF_8);
      }

      @Override
      public String stage() throws IOException {
        String directory = CHECKS + service;
        if (!staged) {
          throw new Refused("nothing is staged");
        }
        Generations.Staged now = generations.stagedNow();
        if (!laidOut.contains(service)) {
          files.store().layOut(files.disk(), directory, toCheck(privileges, now));
          laidOut.add(service);
        }
        return root.resolve(directory.substring(1)).toString();
      }
    };
  }

  /** Hashes of the staged files that a checker looks at, by their paths. */
  private Map<String, String> toCheck(Privileges privileges, Generations.Staged now) {
    Set<String> changed = now.changes().stream().map(Tree.Change::path).collect(Collectors.toSet());
    return now.tree()
        .all()
        .filter(f -> f.entry().service().equals(privileges.service()))
        .filter(f -> changed.contains(f.path()) || privileges.isAlwaysStaged(f.path()))
        .collect(Collectors.toMap(Tree.Change::path, f -> f.entry().hash()));
  }
}
