package coop.croft.controller.api;

import coop.croft.controller.engine.FileDifference;
import coop.croft.controller.engine.History;
import coop.croft.core.difference.Hunk;
import java.util.ArrayList;
import java.util.List;

/** Two texts as one with marks: {@code -} went, {@code +} came, three lines around. */
final class Unified {
  private Unified() {}

  static void show(FileDifference d, Reply reply) {
    reply.text(d.host() + ":" + d.path());
    if (d.hidden()) {
      reply.text("  its content is not shown");
    } else {
      of(d.before(), d.after()).forEach(reply::text);
    }
  }

  static void show(History.TextDifference d, Reply reply) {
    List<String> lines = of(d.before(), d.after());
    reply.row(d.name() + "\n" + String.join("\n", lines), "name", d.name(), "diff", lines);
  }

  static List<String> of(String before, String after) {
    List<String> out = new ArrayList<>();
    for (Hunk hunk : Hunk.between(before.lines().toList(), after.lines().toList())) {
      if (!out.isEmpty()) {
        out.add("@@");
      }
      hunk.lines().forEach(l -> out.add(l.toString()));
    }
    return out;
  }
}
