package coop.croft.cli;

import coop.croft.cli.explanation.Explanation;
import coop.croft.cli.terminal.Exit;
import coop.croft.cli.terminal.Screen;
import coop.croft.cli.terminal.Trouble;
import coop.croft.core.wire.Wire;
import coop.croft.lang.Code;
import coop.croft.lang.check.Suggestions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code croft explain}: what an error means, by the code in its message. */
record ExplainCommand() implements Command {
  private static final int COLUMN = 21;

  /** A code as it stands in a message: {@code error[not-held]}. */
  private static final Pattern BRACKETED = Pattern.compile("\\[(.*?)\\]");

  /** Shorter parts of a code are parts of many. */
  private static final int SHORTEST_PART = 3;

  @Override
  public CommandSpec spec() {
    return Options.command(
            "explain", "says what an error means, with a wrong program and a right one")
        .addOption(Options.json())
        .addPositional(
            Options.argument(
                0, "0..1", "CODE", "as in the message: not-held; left out, all with a line each"));
  }

  @Override
  public Exit run(ParseResult given, Desk desk) throws Trouble {
    List<String> arguments = Options.arguments(given);
    boolean json = Options.has(given, "--json");
    if (arguments.isEmpty()) {
      showAll(desk.screen(), json);
    } else {
      show(Explanation.of(code(arguments.getFirst())), desk.screen(), json);
    }
    return Exit.DONE;
  }

  private static void showAll(Screen screen, boolean json) {
    for (Code code : Code.values()) {
      String label = code.label();
      String summary = Explanation.of(code).summary();
      if (json) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("code", label);
        values.put("summary", summary);
        screen.json(Wire.object(values));
      } else {
        screen.result(label + " ".repeat(COLUMN - label.length()) + summary);
      }
    }
  }

  private static void show(Explanation explanation, Screen screen, boolean json) {
    if (!json) {
      screen.text(explanation.text());
      return;
    }
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("code", explanation.code().label());
    values.put("summary", explanation.summary());
    values.put("meaning", explanation.meaning());
    values.put("wrong", explanation.wrong());
    values.put("output", explanation.output());
    values.put("right", explanation.right());
    values.put("remedy", explanation.remedy());
    screen.json(Wire.object(values));
  }

  private static Code code(String typed) throws Trouble {
    Matcher bracketed = BRACKETED.matcher(typed);
    String label =
        (bracketed.find() ? bracketed.group(1) : typed).toLowerCase(Locale.ROOT).replace('_', '-');
    return Arrays.stream(Code.values())
        .filter(code -> code.label().equals(label))
        .findFirst()
        .orElseThrow(() -> unknown(label));
  }

  private static Trouble unknown(String label) {
    List<String> labels = Arrays.stream(Code.values()).map(Code::label).toList();
    List<String> near = Suggestions.near(label, labels);
    if (near.isEmpty() && label.length() >= SHORTEST_PART) {
      near = labels.stream().filter(l -> l.contains(label)).toList();
    }
    return Trouble.usage(
        "no error has the code " + label,
        near.isEmpty()
            ? "croft explain lists all."
            : "Did you mean " + String.join(" or ", near) + "?");
  }
}
