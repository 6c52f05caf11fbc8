package coop.croft.cli.expectation;

import coop.croft.cli.offline.Checking;
import coop.croft.cli.offline.Findings;
import coop.croft.cli.online.Controller;
import coop.croft.cli.program.ProgramFile;
import coop.croft.cli.program.Submitted;
import coop.croft.cli.terminal.Exit;
import coop.croft.cli.terminal.Trouble;
import coop.croft.core.wire.Calls;
import coop.croft.core.wire.Wire;
import coop.croft.lang.message.Rendering;
import coop.croft.services.ResourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a program comes to, without the others that are tested.
 *
 * @param faults all that is wrong
 * @param resources what it configures, line by line, if nothing is wrong
 */
public record Actual(List<Fault> faults, List<String> resources) {
  /**
   * @param place what is wrong where; empty if it has no place in the program
   * @param text as people read it
   */
  public record Fault(Optional<Calls.Problem> place, String text) {}

  /** As it is by the site's files and a list of rights. */
  public static Actual offline(Checking checking, ProgramFile program) {
    Checking.Alone alone = checking.alone(program);
    Rendering rendering = new Rendering(program.text());
    return new Actual(
        alone.faults().stream()
            .map(d -> new Fault(Optional.of(Findings.problem(d)), rendering.of(d).stripTrailing()))
            .toList(),
        ResourceText.of(alone.units()));
  }

  /**
   * As the controller says, beside all that is live.
   *
   * @param options of the call
   */
  public static Actual online(
      Controller controller, ProgramFile program, Map<String, String> options) throws Trouble {
    List<Fault> faults = new ArrayList<>();
    List<String> resources = new ArrayList<>();
    Calls.Call call =
        new Calls.Call("check", List.of(), Submitted.asPrograms(List.of(program)), options);
    Exit exit =
        controller.call(
            call,
            event -> {
              String data = event.data();
              if (event.kind() == Calls.Kind.PROBLEM) {
                faults.add(new Fault(Optional.ofNullable(event.problem()), event.text()));
              } else if (event.kind() == Calls.Kind.TEXT && data != null) {
                resources.addAll(Wire.read(Calls.Configured.class, data).resources());
              }
            });
    if (exit != Exit.DONE && exit != Exit.REFUSED) {
      throw Trouble.failed(
          faults.isEmpty() ? "the controller gave no reason" : faults.getFirst().text());
    }
    return new Actual(List.copyOf(faults), List.copyOf(resources));
  }
}
