package coop.croft.cli;

import coop.croft.lang.check.Suggestions;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The texts of help. */
final class Help {
  private static final int COLUMN = 14;

  private Help() {}

  /** All commands with a line each. */
  static String overview() {
    StringBuilder text =
        new StringBuilder("croft COMMAND: your corner of the shared daemons, from one program\n");
    for (Commands.Group group : Commands.GROUPS) {
      text.append('\n').append(group.heading()).append('\n');
      for (String words : group.commands()) {
        text.append("  ").append(words).append(" ".repeat(COLUMN - words.length()));
        text.append(summary(words)).append('\n');
      }
    }
    return text.append(
            "\ncroft help COMMAND tells more. Exit status: 0 done, 1 the programs have errors")
        .append(
            " or the plan was\nrefused, 2 wrong usage, 3 something needed cannot be reached or failed.")
        .toString();
  }

  /** Usage, arguments and options of one command. */
  static String of(CommandLine line) {
    return line.getUsageMessage(Ansi.OFF).stripTrailing();
  }

  static List<String> words() {
    return Commands.GROUPS.stream().flatMap(g -> g.commands().stream()).toList();
  }

  /** The command that somebody may have meant. */
  static Optional<String> nearest(String typed) {
    return Suggestions.near(typed, words()).stream().findFirst();
  }

  private static String summary(String words) {
    return Commands.find(words)
        .map(c -> c.spec().usageMessage().description()[0])
        .orElseThrow(() -> new IllegalStateException("no such command: " + words));
  }
}
