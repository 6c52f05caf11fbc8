package coop.croft.cli;

import static coop.croft.cli.Options.argument;

import coop.croft.cli.expectation.CompatibilityReport;
import coop.croft.cli.offline.Findings;
import coop.croft.cli.offline.Premises;
import coop.croft.cli.online.Controller;
import coop.croft.cli.online.Conversation;
import coop.croft.cli.online.InForce;
import coop.croft.cli.program.ProgramFile;
import coop.croft.cli.program.SiteDirectory;
import coop.croft.cli.terminal.Exit;
import coop.croft.cli.terminal.Trouble;
import coop.croft.core.wire.Calls;
import coop.croft.lang.SourceText;
import coop.croft.services.Compatibility;
import coop.croft.services.Compiler;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code croft regen}: brings hosts to what the controller renders; with {@code --check} says
 * before what the library of this command, and perhaps another site, would make of all programs.
 */
record RegenCommand() implements Command {
  private static final String VERB = "regen";
  private static final List<String> VERBS = List.of("start", "status", "stop");

  @Override
  public CommandSpec spec() {
    return Options.command(
            VERB, "brings all hosts to what this version of Croft renders, in the background")
        .addOption(Options.json())
        .addOption(Options.flag("--anew", "from the beginning, not from where it stopped"))
        .addOption(
            Options.flag(
                "--check",
                "says which programs this command's library would refuse or read otherwise than"
                    + " the controller does, and what regen would change with the controller that"
                    + " runs; changes nothing"))
        .addOption(
            Options.value(
                "--site", "DIR", "with --check: the site's files in DIR, not those in force"))
        .addPositional(argument(0, "0..1", "VERB", "start, which is usual, status or stop"));
  }

  @Override
  public Exit run(ParseResult given, Desk desk) throws Trouble {
    List<String> words = Options.arguments(given);
    boolean json = Options.has(given, "--json");
    Optional<String> site = Options.valueOf(given, "--site");
    if (Options.has(given, "--check")) {
      if (!words.isEmpty() && !words.equals(List.of("start"))) {
        throw Trouble.usage(
            "--check and " + words.getFirst() + " do not go together", "croft regen --check");
      }
      return check(site, json, desk);
    }
    if (site.isPresent()) {
      throw Trouble.usage(
          "--site needs --check", "croft apply --site " + site.get() + " takes a site in.");
    }
    if (!words.isEmpty() && !VERBS.contains(words.getFirst())) {
      throw Trouble.usage(
          words.getFirst() + " is none of " + String.join(", ", VERBS), "croft regen status");
    }
    Map<String, String> options = new HashMap<>();
    if (Options.has(given, "--anew")) {
      options.put("anew", "true");
    }
    return desk.conversation(json).ask(new Calls.Call(VERB, words, List.of(), options));
  }

  private static Exit check(Optional<String> site, boolean json, Desk desk) throws Trouble {
    Controller controller = Controller.reach(desk.run());
    Optional<List<SourceText>> files = Optional.empty();
    if (site.isPresent()) {
      files =
          Optional.of(
              SiteDirectory.read(Path.of(site.get())).stream().map(ProgramFile::text).toList());
    }
    InForce.Answer answer = InForce.ask(controller, desk.screen());
    if (answer.all().isEmpty()) {
      return answer.exit();
    }
    InForce all = answer.all().get();
    Findings findings = new Findings(desk.screen(), json);
    Optional<Compiler> compiler = Premises.site(files.orElse(all.site()), findings);
    if (compiler.isEmpty()) {
      return findings.end();
    }
    desk.screen().progress("holding " + all.programs().size() + " programs against this library");
    long live = all.programs().stream().filter(p -> p.waitsFor().isEmpty()).count();
    Exit exit =
        new CompatibilityReport(
                Compatibility.of(compiler.get(), all.rights(), all.programs()), live)
            .show(desk.screen(), json);
    if (site.isPresent()) {
      return exit;
    }
    desk.screen().remark("what croft regen would do now, with the controller that runs:");
    Exit plan =
        new Conversation(controller, desk.screen(), json)
            .ask(new Calls.Call(VERB, List.of("start"), List.of(), Map.of("check", "true")));
    return plan == Exit.DONE ? exit : plan;
  }
}
