package coop.croft.helper;

import coop.croft.core.os.Exec;
import coop.croft.core.os.NoAccount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Answers the agent, one request at a time. A request is a frame of strings, the verb first; an
 * answer's first string is {@code ok}, {@code missing} (hashes of blobs to send), {@code refused}
 * (a sentence) or {@code broken} (the machine's fault).
 *
 * <pre>
 * status                                    ok EPOCH LIVE LIVE-EPOCH LIVE-ROOT STAGED STAGED-ROOT
 *                                              PREVIOUS PREVIOUS-ROOT     (- is none)
 * blobs BYTES…                              ok
 * stage SITE HOST EPOCH GENERATION ROOT SIG ok [put|remove SERVICE PATH]… | missing HASH… | refused
 * try SERVICE VERB ARGUMENT…                ok EXIT OUTPUT          looks at the staged files
 * run SERVICE VERB ARGUMENT…                ok EXIT OUTPUT          looks at the live files
 * commit GENERATION SIG OPERATION…          ok [EXIT OUTPUT]…       an operation is "SERVICE VERB ARGUMENT…"
 * back                                      ok [put|remove SERVICE PATH]…   what rollback would change
 * rollback GENERATION OPERATION…            ok [EXIT OUTPUT]…
 * abandon                                   ok
 * drift [DIGITS]                            ok [put SERVICE PATH]…     in buckets that begin so
 * </pre>
 */
final class Desk {
  /** Of one request. */
  static final int REQUEST_BYTES = 9 << 20;

  private final Generations generations;
  private final Programs programs;
  private final Switch files;

  Desk(Generations generations, Programs programs, Switch files) {
    this.generations = generations;
    this.programs = programs;
    this.files = files;
  }

  synchronized List<byte[]> answer(List<byte[]> request) {
    List<String> answer;
    try {
      String verb = request.isEmpty() ? "" : text(request.getFirst());
      List<byte[]> rest = request.subList(Math.min(1, request.size()), request.size());
      if (verb.equals("blobs")) {
        generations.keep(rest);
        answer = List.of("ok");
      } else {
        answer = answer(verb, rest.stream().map(Desk::text).toList());
      }
    } catch (Refused | NoAccount e) {
      System.err.println("refused: " + e.getMessage());
      answer = List.of("refused", String.valueOf(e.getMessage()));
    } catch (IOException e) {
      System.err.println("broken: " + e);
      if (files.isUnfinished()) {
        // Nothing may go on over half a change: systemd starts us again, and we begin by finishing
        // it.
        System.exit(1);
      }
      answer = List.of("broken", String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer = List.of("broken", "the helper is ending");
    }
    return answer.stream().map(s -> s.getBytes(StandardCharsets.UTF_8)).toList();
  }

  private List<String> answer(String verb, List<String> words)
      throws IOException, InterruptedException {
    return switch (verb) {
      case "status" -> ok(generations.status());
      case "stage" -> stage(words);
      case "try", "run" -> ran(programs.run(operation(words), verb.equals("try")));
      case "commit" -> {
        String decision = words.size() < 2 ? "" : words.get(1);
        generations.commit(generation(words), decision, operations(words, 2));
        yield ok(operate());
      }
      case "back" -> ok(changes(generations.changesBack()));
      case "rollback" -> {
        generations.rollback(generation(words), operations(words, 1));
        yield ok(operate());
      }
      case "abandon" -> {
        generations.abandon();
        programs.forgetChecks();
        yield List.of("ok");
      }
      case "clean" -> {
        generations.clean();
        yield List.of("ok");
      }
      case "drift" -> ok(changes(generations.drift(String.join("", words))));
      default -> throw new Refused("there is no verb " + verb);
    };
  }

  private List<String> stage(List<String> words) throws IOException {
    List<String> missing = new ArrayList<>();
    Signed manifest = Signed.of(String.join(" ", words));
    if (generations.staged().filter(s -> s.manifest().equals(manifest)).isEmpty()) {
      programs.forgetChecks();
    }
    generations.stage(manifest, missing);
    if (!missing.isEmpty()) {
      missing.addFirst("missing");
      return missing;
    }
    return ok(changes(generations.staged().orElseThrow().changes()));
  }

  private static List<String> changes(List<Tree.Change> changes) {
    return changes.stream()
        .map(c -> (c.put() ? "put " : "remove ") + c.entry().service() + " " + c.path())
        .toList();
  }

  /**
   * Runs what the last change asks for beyond its files, each operation though another failed: the
   * agent judges by what the daemon serves then.
   *
   * @return exit status and output of each
   */
  List<String> operate() throws IOException, InterruptedException {
    List<String> results = new ArrayList<>();
    Optional<Journal> due = files.due();
    if (due.isEmpty()) {
      return results;
    }
    programs.clean();
    for (Journal.Operation operation : due.get().operations()) {
      Exec.Result result;
      try {
        result = programs.run(operation, false);
      } catch (IOException e) {
        result = new Exec.Result(1, e.getMessage() + "\n");
      }
      if (result.exit() != 0) {
        System.err.println(operation.line() + ": " + result.exit() + " " + result.output().strip());
      }
      results.add(Integer.toString(result.exit()));
      results.add(result.output());
      Step.OPERATED.reached();
    }
    files.done();
    return results;
  }

  private static List<String> ran(Exec.Result result) {
    return List.of("ok", result.exit() + "", result.output());
  }

  private static Journal.Operation operation(List<String> words) throws Refused {
    return Journal.Operation.of(words);
  }

  private static long generation(List<String> words) throws Refused {
    if (words.isEmpty() || !words.getFirst().matches("[0-9]{1,18}")) {
      throw new Refused("which generation?");
    }
    return Long.parseLong(words.getFirst());
  }

  private static List<Journal.Operation> operations(List<String> words, int from) throws Refused {
    List<Journal.Operation> operations = new ArrayList<>();
    for (String line : words.subList(Math.min(from, words.size()), words.size())) {
      operations.add(Journal.Operation.of(List.of(line.split(" "))));
    }
    return operations;
  }

  private static List<String> ok(List<String> rest) {
    List<String> answer = new ArrayList<>(rest);
    answer.addFirst("ok");
    return answer;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
