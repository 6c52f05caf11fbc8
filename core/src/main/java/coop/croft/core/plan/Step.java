package coop.croft.core.plan;

/**
 * One line of a plan.
 *
 * @param host where
 * @param service whose configuration
 * @param path the live file concerned
 * @param kind what happens to the file
 * @param sentence for a human: {@code serve the zone greenhouse.example}
 */
public record Step(String host, String service, String path, Kind kind, String sentence) {
  /** What happens; the inverse of ADD is REMOVE, CHANGE is its own. */
  public enum Kind {
    ADD,
    CHANGE,
    REMOVE
  }
}
