package coop.croft.services.web;

import coop.croft.services.Driver.Hands;
import coop.croft.services.Driver.Ran;
import coop.croft.services.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether the web server reaches a site's directories and finds what answers for the first. */
final class FileExamination {
  /** A component of a path as namei(1) shows it: {@code drwx------ alice alice public_html}. */
  private static final Pattern PASSED =
      Pattern.compile("\\s*([-bcdlps])([-rwxstST]{9}) +(\\S+) +(\\S+) +(.+)");

  /** The last line, if it comes no further. */
  private static final Pattern STOPPED = Pattern.compile("\\s*(?:[?f-]\\S* )?(.*) - (.*)");

  private static final String LINK = " -> ";
  private static final int READ_BY_GROUP = 3;
  private static final int READ_BY_OTHERS = 6;

  /** The group of the server's processes. */
  private static final String SERVERS_GROUP = "www-data";

  /** How a path is reached. */
  sealed interface Way {
    /**
     * @param owner of what is at its end
     * @param mode as {@code rwxr-xr-x}
     */
    record Open(char kind, String mode, String owner, String group) implements Way {}

    /**
     * @param at the directory that bars the way
     */
    record Barred(String at) implements Way {}

    /**
     * @param path the first part that is not there
     */
    record Missing(String path) implements Way {}

    /** Nobody could look. */
    record Unknown() implements Way {}
  }

  private final Hands hands;
  private final List<Finding> findings = new ArrayList<>();

  private FileExamination(Hands hands) {
    this.hands = hands;
  }

  /**
   * @param root of the site's files
   * @param index files one of which must be there; empty if something else answers
   * @param others further directories that the site shows
   */
  static List<Finding> of(String root, List<String> index, List<String> others, Hands hands) {
    FileExamination here = new FileExamination(hands);
    if (here.directory(root) && !index.isEmpty()) {
      here.index(root, index);
    }
    others.forEach(here::directory);
    return here.findings;
  }

  private void find(String what, String remedy) {
    findings.add(new Finding(hands.host() + ": " + what, remedy));
  }

  /** How the web server reaches a path. */
  static Way way(String path, Hands hands) {
    Ran ran = hands.asRoot("reach", List.of(path));
    return read(ran.output());
  }

  /** Reads what namei(1) says of one path. */
  static Way read(String output) {
    StringBuilder passed = new StringBuilder();
    Optional<Way> last = Optional.empty();
    for (String line : output.lines().skip(1).toList()) {
      Matcher component = PASSED.matcher(line);
      Matcher stopped = STOPPED.matcher(line);
      if (component.matches()) {
        char kind = component.group(1).charAt(0);
        String name = component.group(5);
        if (name.equals("/")) {
          passed.setLength(0);
        } else if (kind != 'l' || !name.contains(LINK)) {
          // The parts of what a link leads to follow it, from the root or from where it lies.
          passed.append('/').append(name);
        }
        last =
            Optional.of(
                new Way.Open(kind, component.group(2), component.group(3), component.group(4)));
      } else if (stopped.matches()) {
        return stopped.group(2).contains("Permission denied")
            ? new Way.Barred(passed.isEmpty() ? "/" : passed.toString())
            : new Way.Missing(passed + "/" + stopped.group(1));
      }
    }
    return last.orElse(new Way.Unknown());
  }

  /** Whether it is reached. */
  private boolean directory(String path) {
    return switch (way(path, hands)) {
      case Way.Open _ -> true;
      case Way.Unknown _ -> false;
      case Way.Barred(String at) -> {
        find(
            "the web server cannot pass the directory "
                + at
                + ", so nothing in "
                + path
                + " is served",
            "chmod o+x " + ShellWord.of(at));
        yield false;
      }
      case Way.Missing(String gone) -> {
        find(
            "the directory " + path + " is not there: there is no " + gone,
            "mkdir -p " + ShellWord.of(path));
        yield false;
      }
    };
  }

  private void index(String root, List<String> index) {
    for (String file : index) {
      String path = root + "/" + file;
      switch (way(path, hands)) {
        case Way.Open(char _, String mode, String _, String group) -> {
          int read = group.equals(SERVERS_GROUP) ? READ_BY_GROUP : READ_BY_OTHERS;
          if (mode.charAt(read) != 'r') {
            find(
                "the web server may not read " + path + " (mode " + mode + ")",
                "chmod o+r " + ShellWord.of(path));
          }
          return;
        }
        case Way.Missing _ -> {}
        case Way.Barred _, Way.Unknown _ -> {
          return;
        }
      }
    }
    find(
        "the directory "
            + root
            + " has no "
            + String.join(" and no ", index)
            + ", and its list of files is not shown: whoever asks for / is forbidden it (403)",
        "put an "
            + index.getFirst()
            + " into it; or write in the site, to show the list: set_options [indexes]");
  }
}
