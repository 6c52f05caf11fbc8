package coop.croft.lang.eval;

import coop.croft.lang.syntax.Source;
import coop.croft.lang.types.Type;

/** Code that errors and resources are attributed to if it stands in the file that is run. */
abstract class Located extends Code {
  private final Source origin;
  private final int start;
  private final int end;

  Located(Type type, Source origin, int start, int end) {
    super(type);
    this.origin = origin;
    this.start = start;
    this.end = end;
  }

  Source origin() {
    return origin;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }
}
