package coop.croft.controller.fleet;

import java.time.Duration;

/**
 * How long the controller waits for hosts.
 *
 * @param poll a question for work that has no answer yet
 * @param silence for the next sign of life of a host
 * @param check for a host that gives them, to stage and check
 * @param swap for a host to swap, reload and probe
 * @param retry before a host that failed alone is asked again
 * @param arrival for all hosts to be heard again after the controller started
 */
public record Limits(
    Duration poll,
    Duration silence,
    Duration check,
    Duration swap,
    Duration retry,
    Duration arrival) {
  public static final Limits DEFAULT =
      new Limits(
          Duration.ofSeconds(25),
          Duration.ofSeconds(8),
          Duration.ofSeconds(120),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          Duration.ofSeconds(15));
}
