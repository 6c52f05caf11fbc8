package coop.croft.cli.online;

import coop.croft.cli.terminal.Exit;
import coop.croft.cli.terminal.Screen;
import coop.croft.cli.terminal.Trouble;
import coop.croft.core.model.Rights;
import coop.croft.core.model.SourceId;
import coop.croft.core.wire.Calls;
import coop.croft.core.wire.Wire;
import coop.croft.lang.SourceText;
import coop.croft.services.Compatibility;
import io.avaje.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that is in force, as the controller tells it to administrators.
 *
 * @param site its files
 * @param rights what was granted
 * @param programs all, and what is there by itself, with what the controller made of them; and
 *     those that wait for a host
 */
public record InForce(List<SourceText> site, Rights rights, List<Compatibility.Program> programs) {

  /**
   * @param all empty if the controller said what is wrong, which has been shown then
   */
  public record Answer(Exit exit, Optional<InForce> all) {}

  /** Asks the controller. */
  public static Answer ask(Controller controller, Screen screen) throws Trouble {
    List<String> data = new ArrayList<>();
    Exit exit =
        controller.call(
            new Calls.Call("regen", List.of("programs"), List.of(), Map.of()),
            event -> {
              switch (event.kind()) {
                case TEXT -> {
                  screen.progress(event.text());
                  String json = event.data();
                  if (json != null) {
                    data.add(json);
                  }
                }
                case PROBLEM -> screen.problem(event.text());
                case PROGRESS, DONE -> {}
              }
            });
    if (exit != Exit.DONE) {
      return new Answer(exit, Optional.empty());
    }
    try {
      return new Answer(exit, Optional.of(read(data)));
    } catch (JsonException e) {
      throw Trouble.failed("the controller's answer makes no sense: " + e.getMessage());
    }
  }

  private static InForce read(List<String> data) throws Trouble {
    if (data.isEmpty()) {
      throw Trouble.failed("the controller does not say what is in force");
    }
    Calls.SiteInForce site = Wire.read(Calls.SiteInForce.class, data.getFirst());
    List<Compatibility.Program> programs =
        data.stream()
            .skip(1)
            .map(json -> Wire.read(Calls.Stored.class, json))
            .map(InForce::program)
            .toList();
    return new InForce(
        site.site().stream().map(f -> text(f.file(), f.text())).toList(),
        HeldRights.of(site.members(), site.rights()),
        programs);
  }

  private static Compatibility.Program program(Calls.Stored stored) {
    return new Compatibility.Program(
        new SourceId(stored.member(), stored.name()),
        text(stored.file(), stored.text()),
        stored.resources(),
        Optional.ofNullable(stored.waitsFor()));
  }

  private static SourceText text(String file, String text) {
    return new SourceText(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
