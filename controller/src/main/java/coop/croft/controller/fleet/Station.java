package coop.croft.controller.fleet;

import coop.croft.core.wire.Agents;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One host, as {@link Fleet} keeps it under its lock. Times are {@link System#nanoTime}. */
final class Station {
  final String name;

  boolean joined;
  boolean revoked;

  /** What it last said to run. */
  long live;

  /** The highest epoch of a controller that it said to know. */
  long epoch;

  /** Whether it was heard since the controller started, and when last. */
  boolean heard;

  long heardAt;
  java.time.Instant seen = java.time.Instant.EPOCH;

  /** Its latest question for work; an older one that still waits is answered with nothing. */
  long ticket;

  boolean waiting;

  /** What was decided for it, and whether its turn has come. */
  Optional<Offer> target = Optional.empty();

  boolean turn = true;

  /** What is being prepared and not decided. */
  Optional<Offer> proposal = Optional.empty();

  Optional<Answer> answer = Optional.empty();

  /** The generation that it said, to this run of the controller, to have staged. */
  long staged;

  /** The decided generation that it failed at, and when to try again. */
  long failed;

  /** Whether its checks found that. */
  boolean refused;

  long retryAt;
  String trouble = "";
  List<Agents.Refusal> refusals = List.of();
  List<String> notes = new ArrayList<>();

  Station(String name) {
    this.name = name;
  }

  boolean isCurrent() {
    return target.isEmpty() || target.get().generation() == live;
  }

  void heard(long now) {
    heard = true;
    heardAt = now;
    seen = java.time.Instant.now();
  }

  void fail(long generation, List<Agents.Refusal> refusals, long retryAt) {
    failed = generation;
    this.retryAt = retryAt;
    staged = 0;
    refused = false;
    this.refusals = List.copyOf(refusals);
    trouble =
        refusals.isEmpty()
            ? "does not take generation " + generation
            : refusals.getFirst().service() + ": " + refusals.getFirst().message();
  }
}
