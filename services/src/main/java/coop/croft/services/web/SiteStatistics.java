package coop.croft.services.web;

import coop.croft.services.Driver.Hands;
import coop.croft.services.Driver.Ran;
import java.util.List;

/** Who came to one site on one host, as it was counted there last night. */
final class SiteStatistics {
  /** What a question about it is about. */
  static final String ABOUT = "statistics";

  /** Beside the log; the agent's package writes it. */
  private static final String FILE = "statistics.txt";

  private SiteStatistics() {}

  /**
   * Answers a question.
   *
   * @param words the site
   * @return lines of a table
   */
  static List<String> answer(List<String> words, Hands hands) {
    String site = words.getFirst();
    Ran ran = hands.asRoot("log-read", List.of(site, FILE, "0"));
    if (ran.exit() != 0) {
      return List.of(
          "no day of %s has been counted yet: soon after midnight (UTC) the day before is"
              .formatted(site));
    }
    return ran.output().lines().toList();
  }
}
