package coop.croft.cli;

import coop.croft.cli.online.Conversation;
import coop.croft.cli.program.ProgramFile;
import coop.croft.cli.program.SiteDirectory;
import coop.croft.cli.program.Submitted;
import coop.croft.cli.terminal.Exit;
import coop.croft.cli.terminal.Trouble;
import coop.croft.core.wire.Calls;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code croft plan} and {@code croft apply}: hand programs, or the site's own files, to the
 * controller.
 */
record Submission(String verb, String description) implements Command {
  private static final String SITE = "/etc/croft/site";

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(verb, description)
            .addOption(Options.flag("--diff", "shows the differences of the daemons' files too"))
            .addOption(Options.json())
            .addOption(Options.actFor())
            .addOption(Options.nameOfInput())
            .addOption(
                Options.optional(
                    "--site",
                    "DIR",
                    SITE,
                    "administrators: the site's files in DIR (" + SITE + ") instead of programs"))
            .addPositional(Options.files("0..*"));
    return verb.equals("apply") ? spec.addOption(Options.yes()) : spec;
  }

  @Override
  public Exit run(ParseResult given, Desk desk) throws Trouble {
    boolean json = Options.has(given, "--json");
    Calls.Call call = callFor(given, desk);
    Conversation conversation = desk.conversation(json);
    return verb.equals("plan")
        ? conversation.ask(call)
        : conversation.change(call, Options.has(given, "--yes"));
  }

  private Calls.Call callFor(ParseResult given, Desk desk) throws Trouble {
    List<String> files = Options.arguments(given);
    Optional<String> site = Options.valueOf(given, "--site");
    Map<String, String> options = new HashMap<>();
    Options.valueOf(given, "--as").ifPresent(m -> options.put("as", m));
    if (Options.has(given, "--diff")) {
      options.put("diff", "true");
    }
    if (site.isPresent()) {
      if (!files.isEmpty()) {
        throw Trouble.usage(
            "--site takes the files of a directory, no others (" + files.getFirst() + ")",
            "Apply the site first, then the programs.");
      }
      if (verb.equals("plan")) {
        options.put("dry", "true");
      }
      List<ProgramFile> programs = SiteDirectory.read(Path.of(site.get()));
      return new Calls.Call("site", List.of(), Submitted.asSite(programs), options);
    }
    if (files.isEmpty()) {
      throw Trouble.usage(
          "no program named", "Name the files: croft " + verb + " greenhouse.example.dtl");
    }
    Optional<String> name = Options.valueOf(given, "--name");
    if (files.contains("-") && name.isEmpty()) {
      throw Trouble.usage(
          "a program from standard input has no name", "Give it one: --name greenhouse.example");
    }
    List<ProgramFile> programs = ProgramFile.read(files, name, desk.screen().streams().in());
    return new Calls.Call(verb, List.of(), Submitted.asPrograms(programs), options);
  }
}
