package coop.croft.cli;

import static coop.croft.cli.Options.argument;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.PositionalParamSpec;

/** All commands. One is made when it is asked for: most runs need no other. */
final class Commands {
  /** A heading of the overview and the commands below it, by their words. */
  record Group(String heading, List<String> commands) {}

  static final List<Group> GROUPS =
      List.of(
          new Group(
              "Your programs",
              List.of(
                  "check",
                  "test",
                  "repl",
                  "plan",
                  "apply",
                  "remove",
                  "status",
                  "logs",
                  "statistics",
                  "doctor",
                  "history",
                  "diff",
                  "rollback")),
          new Group("You", List.of("whoami", "rights", "audit")),
          new Group(
              "Without a controller",
              List.of(
                  "format",
                  "doc",
                  "explain",
                  "lsp",
                  "import zone",
                  "import apache",
                  "render",
                  "init")),
          new Group(
              "Administrators",
              List.of(
                  "member add",
                  "member list",
                  "grant",
                  "revoke",
                  "whohas",
                  "host add",
                  "host list",
                  "host revoke",
                  "host drain",
                  "host undrain",
                  "host remove",
                  "regen")),
          new Group("About croft", List.of("help", "version")));

  private Commands() {}

  /** The command of that name: {@code check}, {@code member add}. */
  static Optional<Command> find(String words) {
    return Optional.ofNullable(
        switch (words) {
          case "check" -> new CheckCommand();
          case "test" -> new TestCommand();
          case "repl" -> new ReplCommand();
          case "plan" -> new Submission("plan", "shows what apply would do, and does nothing");
          case "apply" -> new Submission("apply", "makes programs live on all hosts concerned");
          case "remove" ->
              new Removal(
                  "remove",
                  "takes a program down: what it configured goes, files of yours stay",
                  List.of(argument(0, "1", "NAME", "the source: its file name without .dtl")));
          case "status" ->
              question(
                  "status",
                  "status",
                  "your programs, the hosts, and how far behind each is",
                  argument(0, "0..1", "NAME", "one source only"));
          case "logs" -> new LogsCommand();
          case "statistics" ->
              new Question(
                  "statistics",
                  "statistics",
                  "who came to a site of yours: visits, pages, errors, bytes",
                  List.of(argument(0, "1", "NAME", "one of the site's names")),
                  List.of(Options.actFor()));
          case "doctor" ->
              new Question(
                  "doctor",
                  "doctor",
                  "looks at a site or domain of yours and says what to do",
                  List.of(argument(0, "1", "NAME", "a name of the site, or the domain")),
                  List.of(Options.actFor()));
          case "history" ->
              new Question(
                  "history",
                  "history",
                  "the generations that touched what is yours, newest first",
                  List.of(argument(0, "0..1", "NAME", "one source only")),
                  List.of(Options.last(20), Options.actFor()));
          case "diff" ->
              new Question(
                  "diff",
                  "diff",
                  "what a generation changed, or how generation M differs from N",
                  List.of(
                      argument(0, "1", "N", "a generation"),
                      argument(1, "0..1", "M", "another one")),
                  List.of(Options.actFor()));
          case "rollback" ->
              new Removal(
                  "rollback",
                  "puts a program back to what it was, as a new generation",
                  List.of(
                      argument(0, "1", "NAME", "the source; administrators: left out, everything"),
                      argument(1, "0..1", "N", "the generation to go back to")));
          case "audit" -> audit();
          case "whoami" -> question("whoami", "whoami", "who you are to Croft");
          case "rights" ->
              question(
                  "rights",
                  "rights",
                  "what you hold: domains, paths, users, ports",
                  argument(0, "0..1", "MEMBER", "administrators: what this member holds"));
          case "format" -> new FormatCommand();
          case "doc" -> new DocCommand();
          case "explain" -> new ExplainCommand();
          case "import zone" -> new ImportZoneCommand();
          case "import apache" -> new ImportApacheCommand();
          case "lsp" -> new LspCommand();
          case "render" -> new RenderCommand();
          case "init" -> new InitCommand();
          case "member add" ->
              question(
                  "member add",
                  "member-add",
                  "makes a member of an account, who holds its user, group and home",
                  argument(0, "1", "NAME", "name of the account"));
          case "member list" -> question("member list", "member-list", "all members");
          case "grant" ->
              question(
                  "grant",
                  "grant",
                  "gives rights of one class to a member, all in one step",
                  member(),
                  rightClass(1),
                  Options.several(2, "VALUE", "for example greenhouse.example or 50020-50029"));
          case "revoke" ->
              new Removal(
                  "revoke",
                  "takes a right away, and down what used it, in one generation",
                  List.of(member(), rightClass(1), argument(2, "1", "VALUE", "as it was granted")));
          case "whohas" ->
              question(
                  "whohas",
                  "whohas",
                  "who holds a right",
                  rightClass(0),
                  argument(1, "1", "VALUE", "for example greenhouse.example"));
          case "host add" ->
              question(
                  "host add",
                  "host-add",
                  "prints the token with which a host of the site joins, once, within an hour",
                  argument(0, "1", "NAME", "the host's name in site.dtl"));
          case "host revoke" ->
              question(
                  "host revoke",
                  "host-revoke",
                  "lets a host speak no more, at once; it can join again with a new token",
                  argument(0, "1", "NAME", "the host's name in site.dtl"));
          case "host drain" ->
              new Removal(
                  "host drain",
                  "host-drain",
                  "puts nothing more on a host and sends nobody there any more; it goes on"
                      + " answering",
                  List.of(argument(0, "1", "NAME", "the host's name in site.dtl")));
          case "host undrain" ->
              new Removal(
                  "host undrain",
                  "host-undrain",
                  "takes a drained host back",
                  List.of(argument(0, "1", "NAME", "the host's name in site.dtl")));
          case "host remove" ->
              new Removal(
                  "host remove",
                  "host-remove",
                  "forgets a host that the site names no longer: certificate, secrets, what it ran",
                  List.of(argument(0, "1", "NAME", "the name that the host had in site.dtl")));
          case "host list" -> question("host list", "host-list", "all hosts and what runs there");
          case "regen" -> new RegenCommand();
          case "help" -> new HelpCommand();
          case "version" -> new VersionCommand();
          default -> null;
        });
  }

  private static Question question(
      String words, String verb, String description, PositionalParamSpec... arguments) {
    return new Question(words, verb, description, List.of(arguments), List.of());
  }

  private static Question audit() {
    return new Question(
        "audit",
        "audit",
        "who did what, newest first: what concerns you, for administrators everything",
        List.of(),
        List.of(
            Options.value("--about", "NAME", "a program, a domain, a member, a host"),
            Options.value("--by", "WHO", "who did it"),
            Options.value("--since", "DATE", "from that day on: 2026-11-22"),
            Options.last(50),
            Options.actFor(),
            Options.flag("--verify", "administrators: whether the log is as it was written"),
            Options.value("--head", "HASH", "whether the log still holds a head that you kept")));
  }

  private static PositionalParamSpec member() {
    return argument(0, "1", "MEMBER", "the member's name");
  }

  private static PositionalParamSpec rightClass(int index) {
    return argument(index, "1", "CLASS", "domain, path, user, group, port, host, cert or priv");
  }
}
