package coop.croft.cli.repl;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The commands of the dialogue; a beginning that no other one has is enough. */
enum Verb {
  TYPE(
      "EXPRESSION",
      "says its type, wherever it would be legal, or that of a declaration; runs nothing"),
  DOC("NAME", "tells what a name means, like croft doc"),
  SHOW("", "all that was declared, and all that is configured"),
  PLAN("[NAME]", "what applying it would do; offline the files that it makes"),
  LOAD("FILE", "enters a program"),
  RELOAD("", "begins anew with what was loaded, as it is by now"),
  RESET("", "begins anew with nothing"),
  SAVE("FILE", "writes all that was entered as one program, into a new file"),
  HELP("", "this list"),
  QUIT("", "ends; so does Ctrl-D");

  private static final int COLUMN = 18;

  /** {@code help NAME}, as other dialogues have it. */
  private static final Pattern ASKED = Pattern.compile("(?:help[\\s(]|\\?)[\\s(]*(\\w+)\\)?;?");

  /** Nobody commands with more characters. */
  private static final int LONGEST = 80;

  private final String argument;
  private final String description;

  Verb(String argument, String description) {
    this.argument = argument;
    this.description = description;
  }

  String word() {
    return ":" + name().toLowerCase(Locale.ROOT);
  }

  /** Whether it makes no sense without an argument. */
  boolean needsArgument() {
    return !argument.isEmpty() && !argument.startsWith("[");
  }

  boolean takesArgument() {
    return !argument.isEmpty();
  }

  String usage() {
    return argument.isEmpty() ? word() : word() + " " + argument;
  }

  /** All that begin so; one alone if it is written out. */
  static List<Verb> beginning(String word) {
    List<Verb> found = Arrays.stream(values()).filter(v -> v.word().startsWith(word)).toList();
    return found.stream()
        .filter(v -> v.word().equals(word))
        .findFirst()
        .map(List::of)
        .orElse(found);
  }

  /**
   * What somebody meant to command who wrote no colon, as in other dialogues; empty if that is no
   * command. It may be a piece of a program as well.
   */
  static Optional<String> meantBy(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    Matcher asked = ASKED.matcher(text);
    if (asked.matches()) {
      return Optional.of(DOC.word() + " " + asked.group(1));
    }
    String word = text.replaceFirst("(\\(\\))?;?$", "").toLowerCase(Locale.ROOT);
    return switch (word) {
      case "?", "h" -> Optional.of(HELP.usage());
      case "exit", "q", "bye", "logout" -> Optional.of(QUIT.usage());
      default ->
          Arrays.stream(values())
              .filter(v -> v.word().substring(1).equals(word))
              .findFirst()
              .map(Verb::usage);
    };
  }

  static String help() {
    StringBuilder text = new StringBuilder();
    for (Verb verb : values()) {
      String usage = verb.usage();
      text.append(usage).append(" ".repeat(COLUMN - usage.length()));
      text.append(verb.description).append('\n');
    }
    return text.append(
            """

            Anything else is a piece of a program: declarations, statements, or an expression to be evaluated.
            It goes on over several lines while something in it is open. Ctrl-C drops it, or ends what runs.\
            """)
        .toString();
  }
}
