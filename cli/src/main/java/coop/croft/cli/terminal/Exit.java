package coop.croft.cli.terminal;

/** How a command ended; the process's exit status. */
public enum Exit {
  /** All is done, also when a host is behind. */
  DONE(0),
  /** The programs have errors, or the plan was refused. */
  REFUSED(1),
  /** The command line makes no sense. */
  USAGE(2),
  /** Something that is needed cannot be reached, or failed. */
  FAILED(3);

  private final int status;

  Exit(int status) {
    this.status = status;
  }

  public int status() {
    return status;
  }

  /** The exit that a controller names; what it should not name counts as failed. */
  public static Exit of(int status) {
    return status >= 0 && status < values().length ? values()[status] : FAILED;
  }
}
