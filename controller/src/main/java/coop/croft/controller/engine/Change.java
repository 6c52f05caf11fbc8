package coop.croft.controller.engine;

import coop.croft.core.model.Right;
import coop.croft.core.model.SourceId;
import coop.croft.lang.SourceText;
import coop.croft.services.Certificate;
import coop.croft.services.Proof;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** One thing that a submission changes. */
public sealed interface Change {
  /** Puts a member's program in force, in place of the one of that name. */
  record Put(SourceId id, SourceText text) implements Change {}

  /** Takes a member's program down. */
  record Remove(SourceId id) implements Change {}

  /** What a member holds, or that there is one. */
  sealed interface OfRights extends Change {
    String member();
  }

  record AddMember(String member) implements OfRights {}

  record Grant(String member, Right right) implements OfRights {}

  /** Takes a right away, and down what cannot be without it. */
  record Revoke(String member, Right right) implements OfRights {}

  /** Takes in the site's own files. */
  record TakeSite(List<SourceText> files) implements Change {}

  /** Takes from hosts what they had only kept for a while after a site has moved away. */
  record LetGo(Set<Place> places) implements Change {
    record Place(String host, String path) {}
  }

  /**
   * Takes in what a certificate authority gave, or what it wants to see.
   *
   * @param certificates by the names of sites; empty: it is forgotten
   * @param shown proofs that are to be seen from now on
   * @param withdrawn proofs that nobody looks for any more
   * @param domains whose units are concerned
   */
  record Certify(
      SortedMap<String, Optional<Certificate>> certificates,
      Set<Proof> shown,
      Set<Proof> withdrawn,
      Set<String> domains)
      implements Change {}

  /**
   * Makes the hosts have for some domains what this version of Croft renders, and likewise what
   * stems from no domain.
   *
   * @param rest also takes away what nothing renders any more
   */
  record Renew(List<String> domains, boolean rest) implements Change {}
}
