package coop.croft.lab;

import coop.croft.core.wire.Calls;
import coop.croft.core.wire.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Many callers at one moment, each as a user of its own over the real socket. The command line is
 * left out: fifty of them would first spend half a minute starting.
 */
final class Crowd {
  private static final String SCRIPT = Lab.resource("crowd.pl");

  private Crowd() {}

  record Caller(long uid, Calls.Call call) {}

  /** A line that a caller heard, so many seconds after all were let go. */
  record Line(double seconds, Calls.Event event) {}

  /** All that a caller heard. */
  record Heard(List<Line> lines) {
    int exit() {
      Integer exit = lines.isEmpty() ? null : lines.getLast().event().exit();
      return exit == null ? -1 : exit;
    }

    double seconds() {
      return lines.getLast().seconds();
    }

    String words() {
      StringBuilder out = new StringBuilder();
      lines.forEach(l -> out.append(l.event().text()).append('\n'));
      return out.toString();
    }
  }

  static Calls.Call apply(String name, String text) {
    return new Calls.Call(
        "apply",
        List.of(),
        List.of(new Calls.Program(name, name + ".dtl", text)),
        Map.of("yes", "true"));
  }

  static Calls.Call call(String verb, String... arguments) {
    return new Calls.Call(verb, List.of(arguments), List.of(), Map.of("yes", "true"));
  }

  /** Members speak on the login host; what each heard, in the order of the callers. */
  static List<Heard> members(List<Caller> callers) {
    return speak("shell", "/run/croft/agent.sock", callers);
  }

  static List<Heard> administrators(List<Calls.Call> calls) {
    return speak(
        "main", "/run/croft/controller.sock", calls.stream().map(c -> new Caller(0, c)).toList());
  }

  private static List<Heard> speak(String host, String socket, List<Caller> callers) {
    StringBuilder input = new StringBuilder();
    for (Caller c : callers) {
      input.append(c.uid()).append('\t').append(Wire.write(c.call())).append('\n');
    }
    String out =
        Lab.feed(host, input.toString(), "perl", "-e", SCRIPT, socket).expectSuccess().out();
    List<Heard> heard = new ArrayList<>();
    callers.forEach(c -> heard.add(new Heard(new ArrayList<>())));
    for (String line : out.split("\n")) {
      String[] field = line.split("\t", 3);
      if (field[2].isEmpty()) {
        // A sign of life.
        continue;
      }
      heard
          .get(Integer.parseInt(field[0]))
          .lines()
          .add(new Line(Double.parseDouble(field[1]), Wire.read(Calls.Event.class, field[2])));
    }
    return heard;
  }
}
