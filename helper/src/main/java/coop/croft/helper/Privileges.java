package coop.croft.helper;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the helper may do for one service: the parsed {@code privileges} file that lies beside the
 * service's library. The manual page of the administrators describes the format.
 *
 * @param files where its files may lie; longest path first
 * @param directories that must be there
 * @param always paths that are laid out for a check even if unchanged
 */
record Privileges(
    String service,
    List<Place> files,
    List<Place> directories,
    List<String> always,
    Map<String, Verb> verbs) {

  /** A file, or a directory if {@code path} ends in a slash, with owner, group and mode. */
  record Place(String path, String owner, String group, int mode) {
    boolean covers(String file) {
      return path.endsWith("/") ? file.startsWith(path) : file.equals(path);
    }
  }

  /** Something that the agent may ask for by name. */
  sealed interface Verb {}

  /**
   * A program whose standard input is {@code first}, {@code each} for every group, {@code last}.
   *
   * @param done texts in its output which say that what was asked for is so already: then it did
   *     well
   */
  record Run(
      int seconds,
      List<String> argv,
      List<String> first,
      List<String> each,
      List<String> last,
      List<String> done)
      implements Verb {

    /** The placeholders that every group of arguments fills anew. */
    Map<String, Pattern> groupNames() {
      Map<String, Pattern> names = new LinkedHashMap<>(Template.names(argv, each));
      names.keySet().removeAll(Template.names(argv).keySet());
      return names;
    }
  }

  /** A daemon that is started to see whether it does, and then killed. */
  record Dry(int seconds, String pidFile, List<String> argv) implements Verb {}

  /** Copies of members' own files, as their {@code want} files ask. */
  record Adopt(String wants, Place copies, int maxBytes) implements Verb {}

  Optional<Place> placeOf(String file) {
    return files.stream().filter(p -> p.covers(file)).findFirst();
  }

  /**
   * @throws IllegalArgumentException that names the line
   */
  static Privileges parse(String service, String text) {
    Reader reader = new Reader();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        try {
          reader.line(line);
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(
              "privileges of " + service + ", line " + number + ": " + e.getMessage(), e);
        }
      }
    }
    reader.files.sort(Comparator.comparingInt((Place p) -> p.path().length()).reversed());
    return new Privileges(
        service,
        List.copyOf(reader.files),
        List.copyOf(reader.directories),
        List.copyOf(reader.always),
        Map.copyOf(reader.verbs));
  }

  private static final class Reader {
    private final List<Place> files = new ArrayList<>();
    private final List<Place> directories = new ArrayList<>();
    private final List<String> always = new ArrayList<>();
    private final Map<String, Verb> verbs = new LinkedHashMap<>();
    private Optional<Run> last = Optional.empty();

    void line(String line) {
      String[] head = line.strip().split("\\s+", 2);
      String rest = head.length == 2 ? head[1] : "";
      List<String> words = List.of(rest.split("\\s+"));
      switch (head[0]) {
        case "file" -> files.add(place(words));
        case "dir" -> directories.add(directory(words));
        case "stage" -> always.add(path(only(words, 1).getFirst()));
        case "run" -> run(words);
        case "dry" -> dry(words);
        case "adopt" -> adopt(words);
        case "first" -> input(rest, r -> r.first);
        case "each" -> input(rest, r -> r.each);
        case "last" -> input(rest, r -> r.last);
        case "done" -> input(rest, r -> r.done);
        default -> throw new IllegalArgumentException("no entry begins with " + head[0]);
      }
    }

    private void run(List<String> words) {
      atLeast(words, 3);
      Run run =
          new Run(
              seconds(words.get(1)),
              List.copyOf(words.subList(2, words.size())),
              new ArrayList<>(),
              new ArrayList<>(),
              new ArrayList<>(),
              new ArrayList<>());
      verb(words.getFirst(), run);
      last = Optional.of(run);
      Template.names(run.argv);
    }

    private void dry(List<String> words) {
      atLeast(words, 4);
      List<String> argv = List.copyOf(words.subList(3, words.size()));
      verb(words.getFirst(), new Dry(seconds(words.get(1)), path(words.get(2)), argv));
      Template.names(argv);
    }

    private void adopt(List<String> words) {
      only(words, 6);
      Place copies = directory(words.subList(2, 5));
      String wants = path(words.get(1));
      if (!wants.endsWith("/")) {
        throw new IllegalArgumentException(wants + " must be a directory and end in a slash");
      }
      verb(words.getFirst(), new Adopt(wants, copies, Integer.parseInt(words.get(5))));
    }

    private void verb(String name, Verb verb) {
      if (!name.matches("[a-z][a-z0-9-]{0,39}")) {
        throw new IllegalArgumentException("not a verb: " + name);
      }
      if (verbs.put(name, verb) != null) {
        throw new IllegalArgumentException("the verb " + name + " is there twice");
      }
      last = Optional.empty();
    }

    private void input(String text, java.util.function.Function<Run, List<String>> which) {
      Run run =
          last.orElseThrow(() -> new IllegalArgumentException("there is no run line before it"));
      which.apply(run).add(text);
      Template.names(run.argv, run.first, run.each, run.last);
      if (!run.each.isEmpty() && run.groupNames().isEmpty()) {
        throw new IllegalArgumentException("each needs a placeholder of its own");
      }
    }

    private static Place directory(List<String> words) {
      Place place = place(words);
      if (!place.path().endsWith("/")) {
        throw new IllegalArgumentException(place.path() + " must end in a slash");
      }
      return place;
    }

    private static Place place(List<String> words) {
      only(words, 3);
      String[] owner = words.get(1).split(":");
      if (owner.length != 2 || !words.get(2).matches("[0-7]{3,4}")) {
        throw new IllegalArgumentException("expected PATH OWNER:GROUP MODE");
      }
      int mode = Integer.parseInt(words.get(2), 8);
      if ((mode & 07022) != 0) {
        throw new IllegalArgumentException("a mode that lets others write or changes identity");
      }
      return new Place(path(words.getFirst()), owner[0], owner[1], mode);
    }

    private static String path(String text) {
      String file = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
      if (!Disk.isPlain(file)) {
        throw new IllegalArgumentException(text + " is not a plain absolute path");
      }
      return text;
    }

    private static int seconds(String word) {
      int seconds = Integer.parseInt(word);
      if (seconds < 1 || seconds > 600) {
        throw new IllegalArgumentException("between 1 and 600 seconds");
      }
      return seconds;
    }

    private static List<String> only(List<String> words, int count) {
      if (words.size() != count) {
        throw new IllegalArgumentException("expected " + count + " words");
      }
      return words;
    }

    private static void atLeast(List<String> words, int count) {
      if (words.size() < count) {
        throw new IllegalArgumentException("expected at least " + count + " words");
      }
    }
  }
}
