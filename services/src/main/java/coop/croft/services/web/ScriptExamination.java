package coop.croft.services.web;

import coop.croft.services.Driver.Hands;
import coop.croft.services.Driver.Ran;
import coop.croft.services.Finding;
import coop.croft.services.web.FileExamination.Way;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether the scripts of a site would be run: suexec(8) refuses what others could have written, and
 * the kernel what names no interpreter that is there. Their first lines are read as a user who has
 * no rights at all; what is kept from that one is not judged.
 */
final class ScriptExamination {
  /** Looked at in one site, the first by their paths. */
  static final int MOST_SCRIPTS = 20;

  /** Told about one site. */
  private static final int MOST_FINDINGS = 5;

  /** A row of find(1): mode, owner, group, path. */
  private static final Pattern ROW = Pattern.compile("([0-7]{1,5})\t(\\S+)\t(\\S+)\t(/.*)");

  private static final int WRITTEN_BY_OTHERS = 0022;
  private static final int RUN_BY_OWNER = 0100;
  private static final int SET_ID = 06000;

  /** The system hands everything behind the first blank over as one argument. */
  private static final Pattern FIRST_LINE = Pattern.compile("#![ \t]*([^ \t\n]*)[ \t]*([^\n]*)");

  private static final String ENV = "/usr/bin/env";

  /** Where suexec lets env(1) look. */
  private static final List<String> PATH = List.of("/usr/local/bin/", "/usr/bin/", "/bin/");

  private record Script(int mode, String owner, String group, String path) {
    String directory() {
      return path.substring(0, path.lastIndexOf('/'));
    }
  }

  private final String user;
  private final String group;
  private final Hands hands;
  private final List<Finding> findings = new ArrayList<>();

  private ScriptExamination(String user, String group, Hands hands) {
    this.user = user;
    this.group = group;
    this.hands = hands;
  }

  /**
   * @param user as whom they run
   * @param places each a directory all of whose files are scripts
   * @param called a directory and an extension each: {@code .pl /home/bob/forge}
   */
  static List<Finding> of(
      String user, String group, List<String> places, List<String> called, Hands hands) {
    ScriptExamination here = new ScriptExamination(user, group, hands);
    Stream<Script> all =
        Stream.concat(
            places.stream().flatMap(p -> here.listed("scripts", List.of(p))),
            called.stream().flatMap(c -> here.listed("scripts-called", words(c))));
    here.look(
        all.distinct().sorted((a, b) -> a.path().compareTo(b.path())).limit(MOST_SCRIPTS).toList());
    return here.findings.stream().limit(MOST_FINDINGS).toList();
  }

  private static List<String> words(String called) {
    String[] parts = called.split(" ", 2);
    return List.of(parts[1], parts[0]);
  }

  private Stream<Script> listed(String verb, List<String> arguments) {
    Ran ran = hands.asRoot(verb, arguments);
    List<Script> scripts = new ArrayList<>();
    for (String line : ran.output().lines().toList()) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        int mode = Integer.parseInt(row.group(1), 8);
        scripts.add(new Script(mode, row.group(2), row.group(3), row.group(4)));
      }
    }
    return scripts.stream();
  }

  private void find(String what, String remedy) {
    findings.add(new Finding(hands.host() + ": " + what, remedy));
  }

  private void look(List<Script> scripts) {
    Set<String> directories = new LinkedHashSet<>();
    for (Script script : scripts) {
      String head = hands.asRoot("script-head", List.of(script.path())).output();
      boolean meant = head.startsWith("#!") || (script.mode() & RUN_BY_OWNER) != 0;
      if (meant) {
        directories.add(script.directory());
        rights(script);
        firstLine(script.path(), head);
      }
    }
    directories.forEach(this::directory);
  }

  private void rights(Script s) {
    String word = ShellWord.of(s.path());
    String not = "the script " + s.path() + " is not run: ";
    if (!s.owner().equals(user)) {
      find(
          not + "it belongs to " + s.owner() + ", and scripts of this site run as " + user,
          "take a copy of your own: cp " + word + " copy && mv -f copy " + word);
    } else if (!s.group().equals(group)) {
      find(not + "its group is " + s.group() + ", not " + group, "chgrp " + group + " " + word);
    }
    if ((s.mode() & WRITTEN_BY_OTHERS) != 0) {
      find(not + "others may write it" + shown(s.mode()), "chmod go-w " + word);
    }
    if ((s.mode() & SET_ID) != 0) {
      find(not + "it is set-user-ID or set-group-ID" + shown(s.mode()), "chmod a-s " + word);
    }
    if ((s.mode() & RUN_BY_OWNER) == 0) {
      find(not + "it may not be executed" + shown(s.mode()), "chmod u+x " + word);
    }
  }

  private static String shown(int mode) {
    return " (mode " + Integer.toOctalString(mode) + ")";
  }

  private void directory(String path) {
    if (!(FileExamination.way(path, hands)
        instanceof Way.Open(char _, String mode, String owner, String itsGroup))) {
      return;
    }
    String not = "no script in " + path + " is run: the directory ";
    String word = ShellWord.of(path);
    if (!owner.equals(user)) {
      find(
          not + "belongs to " + owner + ", and scripts of this site run as " + user,
          "put them into a directory of your own");
    } else if (!itsGroup.equals(group)) {
      find(not + "has the group " + itsGroup + ", not " + group, "chgrp " + group + " " + word);
    }
    if (mode.charAt(4) == 'w' || mode.charAt(7) == 'w') {
      find(not + "may be written by others (mode " + mode + ")", "chmod go-w " + word);
    }
  }

  /** What the system makes of {@code #!}. */
  private void firstLine(String path, String head) {
    String not = "the script " + path + " is not run: ";
    String word = ShellWord.of(path);
    if (head.startsWith("\uFEFF#!")) {
      find(
          not + "a byte order mark stands before its #!", "sed -i '1s/^\\xEF\\xBB\\xBF//' " + word);
      return;
    }
    Matcher line = FIRST_LINE.matcher(head);
    if (!line.lookingAt()) {
      return;
    }
    String interpreter = line.group(1);
    String argument = line.group(2);
    if (interpreter.endsWith("\r") || argument.endsWith("\r")) {
      find(
          not
              + "its lines end as on Windows (CR LF), so that the system looks for "
              + (argument.isEmpty() ? interpreter : argument).strip()
              + " with a carriage return behind its name",
          "sed -i 's/\\r$//' " + word);
    } else if (!isThere(interpreter)) {
      find(
          not + "its first line names " + interpreter + ", which is not there",
          "name one that is: command -v "
              + interpreter.substring(interpreter.lastIndexOf('/') + 1));
    } else if (interpreter.equals(ENV) && isName(argument) && isNowhere(argument)) {
      find(
          not
              + "its first line asks for "
              + argument
              + ", which is in none of "
              + String.join(" ", PATH),
          "name the interpreter by its whole path: command -v " + argument);
    }
  }

  private boolean isThere(String path) {
    return !path.startsWith("/") || !(FileExamination.way(path, hands) instanceof Way.Missing);
  }

  private static boolean isName(String argument) {
    return argument.matches("[A-Za-z0-9._+]+");
  }

  private boolean isNowhere(String name) {
    return PATH.stream().allMatch(p -> FileExamination.way(p + name, hands) instanceof Way.Missing);
  }
}
