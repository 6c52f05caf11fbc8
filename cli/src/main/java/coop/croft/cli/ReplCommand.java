package coop.croft.cli;

import coop.croft.cli.editor.Authors;
import coop.croft.cli.online.Controller;
import coop.croft.cli.online.Conversation;
import coop.croft.cli.program.Submitted;
import coop.croft.cli.repl.Editing;
import coop.croft.cli.repl.Inputs;
import coop.croft.cli.repl.Lines;
import coop.croft.cli.repl.Planning;
import coop.croft.cli.repl.Repl;
import coop.croft.cli.terminal.Exit;
import coop.croft.cli.terminal.Screen;
import coop.croft.cli.terminal.Streams;
import coop.croft.cli.terminal.Trouble;
import coop.croft.core.wire.Calls;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jline.utils.Signals;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code croft repl}: programs piece by piece, and what comes of each piece at once. */
record ReplCommand() implements Command {
  @Override
  public CommandSpec spec() {
    return Offline.addTo(
            Options.command(
                "repl", "a dialogue: tries programs piece by piece, changes nothing; :help in it"))
        .addPositional(
            PositionalParamSpec.builder(Options.files("0..*"))
                .description("programs (.dtl) to begin with")
                .build());
  }

  @Override
  public Exit run(ParseResult given, Desk desk) throws Trouble {
    List<String> files = Options.arguments(given);
    if (files.contains("-")) {
      throw Trouble.usage(
          "standard input is the dialogue itself", "Leave out -, or name a file to begin with.");
    }
    Screen screen = desk.screen();
    Optional<Offline> offline = Offline.of(given);
    Optional<String> member = Options.valueOf(given, "--as");
    Authors authors;
    Optional<Planning> planning = Optional.empty();
    if (offline.isPresent()) {
      authors = OfflineAuthors.of(offline.get(), screen);
    } else {
      Controller controller = Controller.reach(desk.run());
      authors = OnlineAuthors.of(controller, member, screen);
      planning = Optional.of(planning(controller, member, screen));
    }
    Repl repl = new Repl(screen, authors, planning);
    try (Inputs inputs = inputs(repl, screen)) {
      return repl.run(files, inputs);
    }
  }

  private static Planning planning(Controller controller, Optional<String> member, Screen screen) {
    Conversation conversation = new Conversation(controller, screen, false);
    return program -> {
      Map<String, String> options = new HashMap<>();
      member.ifPresent(m -> options.put("as", m));
      return conversation.ask(
          new Calls.Call("plan", List.of(), Submitted.asPrograms(List.of(program)), options));
    };
  }

  /** A line that can be edited, where there is a terminal that can do that. */
  private static Inputs inputs(Repl repl, Screen screen) {
    Streams streams = screen.streams();
    boolean attended = streams.inIsTerminal() && streams.outIsTerminal();
    if (!attended) {
      return new Lines(streams.in(), prompt -> {}, false);
    }
    Map<String, String> environment = System.getenv();
    if (!environment.getOrDefault("TERM", "dumb").equals("dumb")) {
      try {
        return Editing.open(repl, screen, environment);
      } catch (IOException e) {
        screen.remark("croft: note: lines cannot be edited on this terminal: " + e.getMessage());
      }
    }
    Lines lines = new Lines(streams.in(), screen::prompt, true);
    Signals.register(
        "INT",
        () -> {
          if (!repl.giveUp()) {
            lines.drop();
          }
        });
    return lines;
  }
}
