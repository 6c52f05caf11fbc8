package coop.croft.controller.engine;

import coop.croft.core.model.Right;
import coop.croft.core.model.SourceId;
import coop.croft.lang.SourceText;
import java.util.List;
import java.util.Set;

/** One thing that a submission changes. */
public sealed interface Change {
  /** Puts a member's program in force, in place of the one of that name. */
  record Put(SourceId id, SourceText text) implements Change {}

  /** Takes a member's program down. */
  record Remove(SourceId id) implements Change {}

  record AddMember(String member) implements Change {}

  record Grant(String member, Right right) implements Change {}

  /** Takes a right away, and down what cannot be without it. */
  record Revoke(String member, Right right) implements Change {}

  /** Takes in the site's own files. */
  record TakeSite(List<SourceText> files) implements Change {}

  /** Takes from hosts what they had only kept for a while after a site has moved away. */
  record LetGo(Set<Place> places) implements Change {
    record Place(String host, String path) {}
  }

  /**
   * Makes the hosts have for some domains what this version of Croft renders, and likewise what
   * stems from no domain.
   *
   * @param rest also takes away what nothing renders any more
   */
  record Renew(List<String> domains, boolean rest) implements Change {}
}
