package coop.croft.agent;

import coop.croft.core.os.Checkpoint;

/** The steps of a new certificate between which a crash may fall; see {@link Step}. */
enum Renewal {
  GIVEN,
  WRITTEN,
  USED;

  void reached() {
    Checkpoint.reached("renewal", this);
  }
}
