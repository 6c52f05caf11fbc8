package coop.croft.controller.engine;

import coop.croft.controller.fleet.Answer;
import coop.croft.core.model.SourceId;
import coop.croft.core.plan.Plan;
import coop.croft.services.Unit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** What became of a submission. */
public sealed interface Outcome {
  /** It asks for what is already so. */
  record Nothing(Plan plan) implements Outcome {}

  /** It cannot be; nothing changed anywhere. */
  record Refused(List<Complaint> complaints) implements Outcome {}

  /** Whoever submitted it went away before its turn came; nothing changed anywhere. */
  record Withdrawn() implements Outcome {}

  /** It would remove something and nobody agreed; nothing changed anywhere. */
  record Asks(Plan plan) implements Outcome {}

  /**
   * It would move something to a host that cannot be reached; nothing changed anywhere.
   *
   * @param kept whether it will be applied by itself when the host is back
   */
  record Waits(String host, boolean kept, Plan plan) implements Outcome {}

  /**
   * What it would do; nothing changed anywhere.
   *
   * @param hosts whose files would change
   * @param waits the host for which it would wait
   * @param files how, if that was asked for
   * @param configured what each of its programs would configure
   * @param warnings of its programs, each a sentence
   */
  record Planned(
      Plan plan,
      List<String> hosts,
      Optional<String> waits,
      List<FileDifference> files,
      Set<SourceId> takenDown,
      SortedMap<SourceId, List<Unit>> configured,
      List<String> warnings)
      implements Outcome {}

  /**
   * Decided.
   *
   * @param generation 0 if no host's files and no program are concerned (a right was granted)
   * @param hosts the answers of the hosts whose files change
   * @param ends when hosts lose what has moved away from them
   */
  record Done(
      long generation,
      Plan plan,
      SortedMap<String, Answer> hosts,
      Set<SourceId> takenDown,
      SortedMap<String, Instant> ends)
      implements Outcome {}

  /**
   * It was live on some hosts and failed on one; everything is as before, under a new generation.
   *
   * @param complaints what failed, at the place that is to blame where that is known
   */
  record Undone(
      long generation,
      long restored,
      String host,
      List<Complaint> complaints,
      SortedMap<String, Answer> hosts)
      implements Outcome {}
}
