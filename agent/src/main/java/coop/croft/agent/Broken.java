package coop.croft.agent;

import java.io.IOException;

/** This machine fails, as a full disk does: what was asked for cannot be done here now. */
final class Broken extends IOException {
  private static final long serialVersionUID = 1L;

  Broken(String sentence) {
    super(sentence);
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
