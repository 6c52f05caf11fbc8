package coop.croft.agent;

import coop.croft.core.os.Checkpoint;

/** The steps between which a crash may fall; a test can end the process at each. */
enum Step {
  FETCHED,
  STAGED,
  CHECKED,
  COMMIT_REMEMBERED,
  COMMITTED,
  PROBED,
  ROLLED_BACK,
  OUTCOME_REMEMBERED,
  OUTCOME_TOLD;

  void reached() {
    Checkpoint.reached("agent", this);
  }
}
