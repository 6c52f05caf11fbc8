package coop.croft.cli.terminal;

import java.util.Optional;

/** Why a command cannot go on, told to the person who typed it. */
public final class Trouble extends Exception {
  private static final long serialVersionUID = 1L;

  private final Exit exit;
  private final transient Optional<String> remedy;

  private Trouble(Exit exit, String message, Optional<String> remedy) {
    super(message, null, false, false);
    this.exit = exit;
    this.remedy = remedy;
  }

  public static Trouble usage(String message, String remedy) {
    return new Trouble(Exit.USAGE, message, Optional.of(remedy));
  }

  public static Trouble failed(String message) {
    return new Trouble(Exit.FAILED, message, Optional.empty());
  }

  public static Trouble failed(String message, String remedy) {
    return new Trouble(Exit.FAILED, message, Optional.of(remedy));
  }

  public static Trouble refused(String message, String remedy) {
    return new Trouble(Exit.REFUSED, message, Optional.of(remedy));
  }

  public Exit exit() {
    return exit;
  }

  /** What to do about it, one sentence. */
  public Optional<String> remedy() {
    return remedy;
  }
}
