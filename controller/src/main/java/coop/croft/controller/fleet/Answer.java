package coop.croft.controller.fleet;

import coop.croft.core.wire.Agents;
import java.util.List;

/** How a host stands to a generation that was offered to it. */
public sealed interface Answer {
  /** It has the files, and its daemons' checkers have nothing against them. */
  record Staged(List<String> notes) implements Answer {}

  /** Its daemons would not take it. */
  record Refused(List<Agents.Refusal> refusals) implements Answer {}

  /** It runs it. */
  record Live(List<String> notes) implements Answer {}

  /** It tried and went back. */
  record RolledBack(List<Agents.Refusal> refusals) implements Answer {}

  /**
   * It has not answered; it gets the latest generation when it does.
   *
   * @param why a few words: {@code cannot be reached}
   */
  record Behind(String why) implements Answer {}
}
