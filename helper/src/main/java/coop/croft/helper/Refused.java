package coop.croft.helper;

import java.io.IOException;

/** What the helper will not do, as a sentence; nothing has changed. */
final class Refused extends IOException {
  private static final long serialVersionUID = 1L;

  Refused(String sentence) {
    super(sentence);
  }
}
