package coop.croft.controller.engine;

import coop.croft.core.model.Right;
import coop.croft.core.model.SourceId;
import coop.croft.lang.SourceText;
import java.util.List;

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

  /** Makes the hosts equal to what this version of Croft renders. */
  record Regenerate() implements Change {}
}
