package coop.croft.helper;

import coop.croft.core.os.Disk;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
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
    SequencedMap<String, Verb> verbs) {
  private static final Pattern PLACE =
      Pattern.compile("(\\S+)\\s+([^:\\s]+):([^:\\s]+)\\s+(0?[0-7][0145]{2})");

  /** A file, or a directory if {@code path} ends in a slash, with owner, group and mode. */
  record Place(String path, String owner, String group, int mode) {}

  /** Something that the agent may ask for by name. */
  sealed interface Verb {}

  /**
   * A program.
   *
   * @param lines by what they begin with: its standard input is {@code first}, {@code each} for
   *     every group, {@code last}; texts {@code done} in its output say that what was asked for is
   *     so already: then it did well
   */
  record Run(int seconds, List<String> argv, Map<String, List<String>> lines) implements Verb {
    List<String> lines(String kind) {
      return lines.getOrDefault(kind, List.of());
    }

    /** The placeholders that every group of arguments fills anew. */
    Map<String, Pattern> groupNames() {
      Map<String, Pattern> names = Template.names(argv, lines("each"));
      names.keySet().removeAll(Template.names(argv).keySet());
      return names;
    }
  }

  /** A daemon that is started to see whether it does, and then killed. */
  record Dry(int seconds, String pidFile, List<String> argv) implements Verb {}

  /** Copies of members' own files, as their {@code want} files ask. */
  record Adopt(String wants, Place copies, int maxBytes) implements Verb {}

  /** Whether a file lies at {@code path}, or in it if it is a directory. */
  private static boolean covers(String path, String file) {
    return path.endsWith("/") ? file.startsWith(path) : file.equals(path);
  }

  Optional<Place> placeOf(String file) {
    return files.stream().filter(p -> covers(p.path, file)).findFirst();
  }

  boolean isAlwaysStaged(String file) {
    return always.stream().anyMatch(path -> covers(path, file));
  }

  /**
   * @throws IllegalArgumentException that names the line
   */
  static Privileges parse(String service, String text) {
    Privileges parsed =
        new Privileges(
            service,
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new LinkedHashMap<>());
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        try {
          parsed.add(line.strip());
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(
              "privileges of " + service + ", line " + number + ": " + e.getMessage(), e);
        }
      }
    }
    parsed.files.sort(Comparator.comparingInt((Place p) -> p.path().length()).reversed());
    return parsed;
  }

  private void add(String line) {
    String[] head = line.split("\\s+", 2);
    String rest = head.length == 2 ? head[1] : "";
    switch (head[0]) {
      case "file" -> files.add(place(rest));
      case "dir" -> directories.add(place(slashed(rest)));
      case "stage" -> always.add(path(rest));
      case "run" -> {
        List<String> w = words(rest, 3);
        verb(w.get(0), new Run(seconds(w.get(1)), argv(w.get(2)), new HashMap<>()));
      }
      case "dry" -> {
        List<String> w = words(rest, 4);
        verb(w.get(0), new Dry(seconds(w.get(1)), path(w.get(2)), argv(w.get(3))));
      }
      case "adopt" -> {
        List<String> w = words(rest, 6);
        Place copies = place(slashed(String.join(" ", w.subList(2, 5))));
        verb(w.get(0), new Adopt(slashed(path(w.get(1))), copies, Integer.parseInt(w.get(5))));
      }
      case "first", "each", "last", "done" -> more(head[0], rest);
      default -> throw new IllegalArgumentException("no entry begins with " + head[0]);
    }
  }

  private void verb(String name, Verb verb) {
    if (!name.matches("[a-z][a-z0-9-]{0,39}")) {
      throw new IllegalArgumentException("not a verb: " + name);
    }
    if (verbs.put(name, verb) != null) {
      throw new IllegalArgumentException("the verb " + name + " is there twice");
    }
  }

  /** A line that belongs to the program before it. */
  private void more(String kind, String text) {
    if (verbs.isEmpty() || !(verbs.lastEntry().getValue() instanceof Run run)) {
      throw new IllegalArgumentException("there is no run line before it");
    }
    run.lines.computeIfAbsent(kind, k -> new ArrayList<>()).add(text);
    Template.names(run.argv, run.lines("first"), run.lines("each"), run.lines("last"));
    if (!run.lines("each").isEmpty() && run.groupNames().isEmpty()) {
      throw new IllegalArgumentException("each needs a placeholder of its own");
    }
  }

  /** That many words, the last of them with all that follows. */
  private static List<String> words(String text, int count) {
    List<String> words = List.of(text.split("\\s+", count));
    if (words.size() < count) {
      throw new IllegalArgumentException("expected at least " + count + " words");
    }
    return words;
  }

  private static List<String> argv(String text) {
    List<String> argv = List.of(text.split("\\s+"));
    Template.names(argv);
    return argv;
  }

  /** A text whose first word is a directory. */
  private static String slashed(String text) {
    if (!text.split("\\s", 2)[0].endsWith("/")) {
      throw new IllegalArgumentException(text + ": the path must end in a slash");
    }
    return text;
  }

  private static Place place(String text) {
    Matcher place = PLACE.matcher(text);
    if (!place.matches()) {
      throw new IllegalArgumentException(
          "expected PATH OWNER:GROUP MODE; nobody but the owner may write");
    }
    int mode = Integer.parseInt(place.group(4), 8);
    return new Place(path(place.group(1)), place.group(2), place.group(3), mode);
  }

  private static String path(String text) {
    String file = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    if (!Disk.isPlain(file) || file.contains(" ")) {
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
}
