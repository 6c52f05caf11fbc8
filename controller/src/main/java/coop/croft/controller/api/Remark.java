package coop.croft.controller.api;

import coop.croft.controller.certificates.Certifier;
import coop.croft.controller.engine.Engine;
import coop.croft.controller.store.Waiting;
import coop.croft.core.model.SourceId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What {@code status} says of a program beside where it is live.
 *
 * @param kind {@code waits}, {@code leaves}, {@code notice} or {@code certificate}, the name of the
 *     value for {@code --json}
 * @param value the host, the sentence, or the name that has no certificate
 */
record Remark(SourceId program, String sentence, String kind, String value) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm 'UTC on' yyyy-MM-dd", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** Those of a member's programs, of one of them, of all. */
  static List<Remark> of(
      Engine engine, Certifier certifier, Optional<String> member, Optional<String> name) {
    List<Remark> out = new ArrayList<>();
    for (Waiting.Change c : engine.waitingForHosts(member)) {
      String sentence =
          "a change waits for "
              + c.host()
              + " since "
              + c.since()
              + "; it will be applied when "
              + c.host()
              + " is back";
      c.programs().keySet().forEach(id -> out.add(new Remark(id, sentence, "waits", c.host())));
    }
    for (Engine.Leaving l : engine.leaving(member)) {
      out.add(new Remark(l.program(), ends(l.host(), l.due()), "leaves", l.host()));
    }
    engine.notices().forEach((id, text) -> out.add(new Remark(id, text, "notice", text)));
    certifier
        .lacks(member)
        .forEach(l -> out.add(new Remark(l.program(), l.sentence(), "certificate", l.name())));
    out.removeIf(
        r ->
            !member.map(r.program().member()::equals).orElse(true)
                || !name.map(r.program().name()::equals).orElse(true));
    return out;
  }

  /** In the controller's time, which is UTC. */
  static String ends(String host, Instant due) {
    return host + " stops serving it at " + TIME.format(due);
  }

  void show(boolean withMember, Reply reply) {
    String shown = withMember ? program.toString() : program.name();
    reply.row(shown + "  " + sentence, "program", program.toString(), kind, value);
  }
}
