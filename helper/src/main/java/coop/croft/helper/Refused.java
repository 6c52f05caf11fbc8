package coop.croft.helper;

/** What the helper will not do, as a sentence; nothing has changed. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  Refused(String sentence) {
    super(sentence);
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
