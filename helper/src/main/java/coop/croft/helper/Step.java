package coop.croft.helper;

import coop.croft.core.os.Checkpoint;

/** The steps between which a crash may fall; a test can end the process at each. */
enum Step {
  BLOBS_STORED,
  MANIFEST_VERIFIED,
  /** One of the new files lies beside its target. */
  FILE_STAGED,
  STAGED_DURABLE,
  JOURNAL_WRITTEN,
  JOURNAL_DURABLE,
  /** One of the targets was replaced or removed. */
  RENAMED,
  RENAMES_DURABLE,
  LIVE_RECORDED,
  OPERATIONS_DUE,
  /** One of the operations was run. */
  OPERATED,
  JOURNAL_REMOVED,
  CLEANED;

  void reached() {
    Checkpoint.reached("helper", this);
  }
}
