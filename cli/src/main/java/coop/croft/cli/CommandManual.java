package coop.croft.cli;

import coop.croft.cli.reference.Roff;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page of the command, croft(1), made of what the commands say of themselves. */
final class CommandManual {
  private static final Map<Integer, String> STATUS =
      new TreeMap<>(
          Map.of(
              0, "Done, also when a host is behind: the receipt says so.",
              1, "The programs have errors, or the plan was refused.",
              2, "Wrong usage.",
              3, "Something that is needed cannot be reached, or failed."));

  private CommandManual() {}

  /**
   * @param others manual pages of section 7 that belong to it
   */
  static String page(String version, List<String> others) {
    Roff page = new Roff("CROFT", 1, version, "User commands");
    page.section("NAME");
    page.ready("croft \\- " + Roff.quoted("your corner of the shared daemons, from one program"));
    page.section("SYNOPSIS");
    page.ready(Roff.bold("croft") + " " + Roff.quoted("COMMAND [option ...] [argument ...]"));
    page.section("DESCRIPTION");
    page.text("Members of a hosting co-operative say in programs (.dtl) what the shared daemons");
    page.text("shall do for them. This command checks programs, makes them live, and tells how");
    page.text("they fare; administrators use it for members and hosts.");
    page.paragraph()
        .ready(
            Roff.bold("croft help")
                + " shows all commands, "
                + Roff.bold("croft help")
                + " COMMAND how one is used.");
    for (Commands.Group group : Commands.GROUPS) {
      page.section(group.heading().toUpperCase(java.util.Locale.ROOT));
      for (String words : group.commands()) {
        Commands.find(words).ifPresent(command -> command(page, command.spec()));
      }
    }
    page.section("EXIT STATUS");
    STATUS.forEach((status, meaning) -> page.term(status.toString()).text(meaning));
    page.section("ENVIRONMENT");
    page.term("NO_COLOR").text("If it is set and not empty, there is no colour.");
    page.section("SEE ALSO");
    StringBuilder also = new StringBuilder();
    others.forEach(
        name -> also.append(also.isEmpty() ? "" : ", ").append(Roff.bold(name)).append("(7)"));
    return page.ready(also.toString()).done();
  }

  private static void command(Roff page, CommandSpec spec) {
    page.subsection(spec.name());
    page.text(spec.usageMessage().description()[0]);
    page.paragraph().text(synopsis(spec));
    for (PositionalParamSpec argument : spec.positionalParameters()) {
      page.term(argument.paramLabel()).text(description(argument));
    }
    for (OptionSpec option : spec.options()) {
      if (option.longestName().equals("--help")) {
        continue;
      }
      String label = option.arity().max() == 0 ? "" : " " + option.paramLabel();
      page.term(String.join(", ", option.names()) + label).text(description(option));
    }
  }

  private static String synopsis(CommandSpec spec) {
    String usage = new CommandLine(spec).getHelp().synopsis(0);
    return String.join(" ", usage.lines().map(String::strip).toList()).replace(" [-h]", "");
  }

  private static String description(ArgSpec argument) {
    return String.join(" ", argument.description());
  }
}
