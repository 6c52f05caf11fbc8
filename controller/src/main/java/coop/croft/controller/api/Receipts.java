package coop.croft.controller.api;

import coop.croft.controller.fleet.Answer;
import coop.croft.core.wire.Agents;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** What the hosts answered, in words. */
final class Receipts {
  private Receipts() {}

  static void show(long generation, SortedMap<String, Answer> answers, Reply reply) {
    hosts(answers, reply);
    List<String> late = new ArrayList<>();
    Map<String, Object> standing = new LinkedHashMap<>();
    answers.forEach(
        (host, a) -> {
          boolean live = a instanceof Answer.Live;
          standing.put(host, live ? "live" : "behind");
          if (!live) {
            late.add(host);
          }
        });
    String text;
    if (generation == 0) {
      text = "done; no host is concerned";
    } else if (answers.isEmpty()) {
      text = "generation " + generation + ": nothing changes on any host";
    } else {
      text = "generation " + generation + ": " + where(List.copyOf(answers.keySet()), late);
    }
    reply.row(text, "generation", generation, "hosts", standing);
  }

  static void hosts(SortedMap<String, Answer> answers, Reply reply) {
    answers.forEach(
        (host, a) -> {
          reply.text(host + "  " + sentence(a));
          notes(a).forEach(n -> reply.text("  note: " + n));
        });
  }

  private static String sentence(Answer a) {
    return switch (a) {
      case Answer.Live l -> "live";
      case Answer.Staged s -> "behind: it has the files and waits for its turn";
      case Answer.Behind(String why) -> "behind: " + why + "; it catches up by itself";
      case Answer.Refused(List<Agents.Refusal> r) -> "behind: it does not take the change";
      case Answer.RolledBack(List<Agents.Refusal> r) -> "went back to what it had before";
    };
  }

  private static List<String> notes(Answer a) {
    return switch (a) {
      case Answer.Live(List<String> notes) -> notes;
      case Answer.Staged(List<String> notes) -> notes;
      case Answer.Behind b -> List.of();
      case Answer.Refused r -> List.of();
      case Answer.RolledBack r -> List.of();
    };
  }

  /** {@code live on 2 of 3, shell is behind}. */
  static String where(List<String> hosts, List<String> late) {
    if (hosts.isEmpty()) {
      return "on no host";
    }
    if (late.isEmpty()) {
      return "live on " + String.join(", ", hosts);
    }
    return "live on "
        + (hosts.size() - late.size())
        + " of "
        + hosts.size()
        + ", "
        + String.join(", ", late)
        + (late.size() == 1 ? " is behind" : " are behind");
  }
}
