package coop.croft.cli.online;

import coop.croft.cli.terminal.Exit;
import coop.croft.cli.terminal.Screen;
import coop.croft.cli.terminal.Trouble;
import coop.croft.core.wire.Calls;
import coop.croft.core.wire.Wire;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Calls of one command, and how their answers are shown. */
public final class Conversation {
  private final Controller controller;
  private final Screen screen;
  private final boolean json;
  private @Nullable String planned;
  private @Nullable String mark;

  /**
   * @param json results and errors as JSON, one value a line, on standard output
   */
  public Conversation(Controller controller, Screen screen, boolean json) {
    this.controller = controller;
    this.screen = screen;
    this.json = json;
  }

  /** Makes a call and shows its answer. */
  public Exit ask(Calls.Call call) throws Trouble {
    return controller.call(call, this::show);
  }

  /**
   * Makes a call and, as long as that goes well, the same again for what has come since; until
   * somebody ends the command.
   *
   * @param pause between two calls
   */
  public Exit follow(Calls.Call call, Duration pause) throws Trouble, InterruptedException {
    Exit exit = ask(call);
    while (exit == Exit.DONE) {
      screen.flush();
      Thread.sleep(pause);
      String after = mark;
      exit = ask(after == null ? call : with(call, Map.of("after", after)));
    }
    return exit;
  }

  /**
   * Makes a call that changes something. Shows the plan first; if it removes something, a person
   * has to agree.
   *
   * @param agreed nobody need be asked
   */
  public Exit change(Calls.Call call, boolean agreed) throws Trouble {
    if (agreed) {
      return ask(with(call, Map.of("yes", "true")));
    }
    Exit exit = ask(with(call, Map.of("dry", "true")));
    if (exit != Exit.DONE) {
      return exit;
    }
    Calls.Planned plan = plan().orElseThrow(Conversation::noPlan);
    Map<String, String> bound = new HashMap<>();
    bound.put("base", Long.toString(plan.base()));
    if (plan.removes()) {
      agree();
      bound.put("yes", "true");
    }
    return ask(with(call, bound));
  }

  private void agree() throws Trouble {
    if (!screen.canAsk()) {
      throw Trouble.refused(
          "this plan removes something, and there is no terminal to ask you on; nothing was changed",
          "Say --yes if that is what you want.");
    }
    if (!screen.ask("This removes something. Go ahead?")) {
      throw Trouble.refused("nothing was changed", "You did not agree to the plan.");
    }
  }

  private Optional<Calls.Planned> plan() {
    return Optional.ofNullable(planned).map(data -> Wire.read(Calls.Planned.class, data));
  }

  private static Trouble noPlan() {
    return Trouble.failed("the controller showed no plan; nothing was changed");
  }

  private void show(Calls.Event event) {
    switch (event.kind()) {
      case PROGRESS -> {
        if (event.data() == null) {
          screen.progress(event.text());
        } else {
          mark = event.data();
        }
      }
      case TEXT -> {
        String data = event.data();
        if (data != null) {
          planned = data;
        }
        if (!json) {
          screen.result(event.text());
        } else if (data != null) {
          screen.json(data);
        }
      }
      case PROBLEM -> {
        Calls.Problem problem = event.problem();
        if (json && problem != null) {
          screen.json(Wire.write(problem));
        } else {
          screen.problem(event.text());
        }
      }
      case DONE -> throw new IllegalStateException("the last event is not shown");
    }
  }

  private static Calls.Call with(Calls.Call call, Map<String, String> more) {
    Map<String, String> options = new HashMap<>(call.options());
    options.putAll(more);
    return new Calls.Call(call.verb(), call.arguments(), call.programs(), options);
  }
}
