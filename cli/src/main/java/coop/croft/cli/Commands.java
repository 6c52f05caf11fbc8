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
          new Group("Your programs", List.of("check", "plan", "apply", "remove", "status")),
          new Group("You", List.of("whoami", "rights")),
          new Group("Without a controller", List.of("render", "init")),
          new Group(
              "Administrators",
              List.of(
                  "member add",
                  "member list",
                  "grant",
                  "revoke",
                  "whohas",
                  "host add",
                  "host list")),
          new Group("About croft", List.of("help", "version")));

  private Commands() {}

  /** The command of that name: {@code check}, {@code member add}. */
  static Optional<Command> find(String words) {
    return Optional.ofNullable(
        switch (words) {
          case "check" -> new CheckCommand();
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
          case "whoami" -> question("whoami", "whoami", "who you are to Croft");
          case "rights" ->
              question(
                  "rights",
                  "rights",
                  "what you hold: domains, paths, users, ports",
                  argument(0, "0..1", "MEMBER", "administrators: what this member holds"));
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
                  "gives a right to a member",
                  member(),
                  rightClass(1),
                  argument(2, "1", "VALUE", "for example greenhouse.example or 50020-50029"));
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
          case "host list" -> question("host list", "host-list", "all hosts and what runs there");
          case "help" -> new HelpCommand();
          case "version" -> new VersionCommand();
          default -> null;
        });
  }

  private static Question question(
      String words, String verb, String description, PositionalParamSpec... arguments) {
    return new Question(words, verb, description, List.of(arguments));
  }

  private static PositionalParamSpec member() {
    return argument(0, "1", "MEMBER", "the member's name");
  }

  private static PositionalParamSpec rightClass(int index) {
    return argument(index, "1", "CLASS", "domain, path, user, group, port, host, cert or priv");
  }
}
