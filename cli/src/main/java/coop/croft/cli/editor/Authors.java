package coop.croft.cli.editor;

import coop.croft.cli.terminal.Trouble;
import java.nio.file.Path;
import java.util.Optional;

/** Where the server learns whose programs it looks at, and what these may say by now. */
public interface Authors {
  /** As it is now; the same object as before if nothing has changed. Asked often. */
  Author current();

  /**
   * The same, asked for anew where {@link #current} may be a little behind; waits for the answer.
   *
   * @throws Trouble if there is none
   */
  default Author latest() throws Trouble {
    return current();
  }

  /** The directory of the site's own files, if they are here: these are no programs. */
  Optional<Path> site();
}
