package coop.croft.cli.repl;

import coop.croft.cli.terminal.Trouble;
import coop.croft.lang.Bounds;
import coop.croft.lang.Toplevel;
import org.jspecify.annotations.Nullable;

/** Where pieces and commands come from, each as a whole. */
public interface Inputs extends AutoCloseable {
  String PROMPT = "croft> ";

  /** In front of a line that goes on with a piece. */
  String CONTINUED = "  ...> ";

  /**
   * The next one, in UTF-8 if whoever wrote it took care; null at the end.
   *
   * @throws Trouble if nothing can be read any more
   */
  byte @Nullable [] next() throws Trouble;

  /**
   * Whether somebody sits there who sees what is wrong, so that the exit status need not say it.
   */
  boolean isAttended();

  @Override
  void close();

  /** Whether a text is a command of the dialogue, not a piece of a program. */
  static boolean isCommand(String text) {
    return text.stripLeading().startsWith(":");
  }

  /** Whether a piece in which nothing is open has no fault but that it ends too early. */
  static boolean isCutShort(String text) {
    return Toplevel.isCutShort(text, Bounds.DEFAULT);
  }
}
