package coop.croft.agent;

import coop.croft.core.manifest.SignedManifest;
import coop.croft.core.os.Frames;
import coop.croft.core.os.UnixStream;
import coop.croft.services.Driver;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Speaks to the root helper, one request at a time; connects again when the helper was restarted.
 */
final class Helper implements Closeable {
  private static final int ANSWER_BYTES = 64 << 20;

  private final Path socket;
  private final ReentrantLock turn = new ReentrantLock();
  private Optional<UnixStream> stream = Optional.empty();

  Helper(Path socket) {
    this.socket = socket;
  }

  /** The helper will not do it; nothing has changed. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String sentence) {
      super(sentence);
    }

    String sentence() {
      return String.valueOf(getMessage());
    }
  }

  /**
   * What the helper knows.
   *
   * @param live generation; 0: nothing
   * @param liveRoot hash of the live manifest's root
   * @param staged generation; 0: nothing
   * @param previousRoot of what {@link #rollback} leads to
   */
  record Status(
      long epoch,
      long live,
      String liveRoot,
      long staged,
      String stagedRoot,
      Optional<Long> previous,
      String previousRoot) {}

  /** A file that differs; {@code service} is the one that it belongs to. */
  record Changed(Driver.Change change, String service, String path) {
    static Changed of(String line) {
      String[] words = line.split(" ", 3);
      return new Changed(
          words[0].equals("put") ? Driver.Change.PUT : Driver.Change.REMOVE, words[1], words[2]);
    }

    String line() {
      return (change == Driver.Change.PUT ? "put " : "remove ") + service + " " + path;
    }
  }

  /**
   * What came of {@link #stage}.
   *
   * @param lacking hashes of what has to be sent first; if there are any, nothing is laid out
   * @param changed what differs from the live files
   */
  record Laid(List<String> lacking, List<Changed> changed) {}

  Status status() throws IOException, Refused {
    List<String> a = ask(List.of("status"));
    return new Status(
        Long.parseLong(a.get(0)),
        Long.parseLong(a.get(1)),
        a.get(3),
        Long.parseLong(a.get(4)),
        a.get(5),
        a.get(6).equals("-") ? Optional.empty() : Optional.of(Long.valueOf(a.get(6))),
        a.get(7));
  }

  /** The same; empty if something else takes the helper's time for longer than that. */
  Optional<Status> statusWithin(Duration patience)
      throws IOException, InterruptedException, Refused {
    if (!turn.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      return Optional.empty();
    }
    try {
      return Optional.of(status());
    } finally {
      turn.unlock();
    }
  }

  /** Has a manifest verified, and laid out if the helper has all that it names. */
  Laid stage(SignedManifest m) throws IOException, Refused {
    List<String> request =
        List.of(
            "stage",
            m.site(),
            m.host(),
            m.epoch() + "",
            m.generation() + "",
            m.root(),
            m.signature());
    List<String> answer = exchange(bytes(request));
    return answer.getFirst().equals("ok")
        ? new Laid(List.of(), rest(answer).stream().map(Changed::of).toList())
        : new Laid(rest(answer), List.of());
  }

  /** Gives it blobs that {@link #stage} said are lacking; a request takes what one fetch brings. */
  void send(List<byte[]> blobs) throws IOException {
    List<byte[]> request = new ArrayList<>(blobs);
    request.addFirst("blobs".getBytes(StandardCharsets.UTF_8));
    try {
      exchange(request);
    } catch (Refused e) {
      throw new IOException("the helper takes no content: " + e.sentence(), e);
    }
  }

  /** Runs a verb that looks at the staged files. */
  Driver.Ran tryOut(Driver.Operation operation) throws IOException, Refused {
    return run("try", operation);
  }

  /** Runs a verb that looks at the live files. */
  Driver.Ran run(Driver.Operation operation) throws IOException, Refused {
    return run("run", operation);
  }

  private Driver.Ran run(String how, Driver.Operation operation) throws IOException, Refused {
    List<String> request = new ArrayList<>(List.of(how, operation.service(), operation.verb()));
    request.addAll(operation.arguments());
    List<String> answer = ask(request);
    return new Driver.Ran(Integer.parseInt(answer.get(0)), answer.get(1));
  }

  /**
   * Makes the staged generation live; an answer for each operation.
   *
   * @param decision the controller's signature that says so; any for the live generation once more
   */
  List<Driver.Ran> commit(long generation, String decision, List<Driver.Operation> operations)
      throws IOException, Refused {
    return change(List.of("commit", generation + "", decision), operations);
  }

  /** What {@link #rollback} would change. */
  List<Changed> back() throws IOException, Refused {
    return ask(List.of("back")).stream().map(Changed::of).toList();
  }

  List<Driver.Ran> rollback(long generation, List<Driver.Operation> operations)
      throws IOException, Refused {
    return change(List.of("rollback", generation + ""), operations);
  }

  private List<Driver.Ran> change(List<String> words, List<Driver.Operation> operations)
      throws IOException, Refused {
    List<String> request = new ArrayList<>(words);
    for (Driver.Operation o : operations) {
      List<String> operation = new ArrayList<>(List.of(o.service(), o.verb()));
      operation.addAll(o.arguments());
      request.add(String.join(" ", operation));
    }
    List<String> answer = ask(request);
    List<Driver.Ran> results = new ArrayList<>();
    for (int i = 0; i + 1 < answer.size(); i += 2) {
      results.add(new Driver.Ran(Integer.parseInt(answer.get(i)), answer.get(i + 1)));
    }
    return results;
  }

  void abandon() throws IOException, Refused {
    ask(List.of("abandon"));
  }

  /** Has it remove what no generation needs any more. */
  void clean() throws IOException, Refused {
    ask(List.of("clean"));
  }

  /**
   * Live files that somebody changed, as changes that would mend them.
   *
   * @param digits of the bucket that is looked at
   */
  List<Changed> drift(String digits) throws IOException, Refused {
    return ask(List.of("drift", digits)).stream().map(Changed::of).toList();
  }

  private List<String> ask(List<String> request) throws IOException, Refused {
    return rest(exchange(bytes(request)));
  }

  private static List<String> rest(List<String> answer) {
    return answer.subList(1, answer.size());
  }

  private static List<byte[]> bytes(List<String> request) {
    return request.stream().map(s -> s.getBytes(StandardCharsets.UTF_8)).toList();
  }

  private List<String> exchange(List<byte[]> request) throws IOException, Refused {
    List<byte[]> answer;
    turn.lock();
    try {
      if (stream.isEmpty()) {
        stream = Optional.of(UnixStream.connect(socket));
      }
      UnixStream s = stream.get();
      Frames.write(s.out(), request);
      answer =
          Frames.read(s.in(), ANSWER_BYTES)
              .filter(a -> !a.isEmpty())
              .orElseThrow(() -> new IOException("the helper ended"));
    } catch (IOException e) {
      close();
      throw e;
    } finally {
      turn.unlock();
    }
    List<String> words = answer.stream().map(b -> new String(b, StandardCharsets.UTF_8)).toList();
    return switch (words.getFirst()) {
      case "ok", "missing" -> words;
      case "refused" -> throw new Refused(words.get(1));
      case "broken" -> throw new Broken(words.get(1));
      default -> throw new IOException("the helper says: " + words);
    };
  }

  @Override
  public void close() throws IOException {
    turn.lock();
    try {
      if (stream.isPresent()) {
        UnixStream s = stream.get();
        stream = Optional.empty();
        s.close();
      }
    } finally {
      turn.unlock();
    }
  }
}
