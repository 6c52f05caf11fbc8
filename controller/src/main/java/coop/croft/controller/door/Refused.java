package coop.croft.controller.door;

import io.javalin.http.HttpStatus;

/** A request that is not answered. */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final HttpStatus status;
  private final String sentence;

  Refused(HttpStatus status, String sentence) {
    super(sentence, null, false, false);
    this.status = status;
    this.sentence = sentence;
  }

  HttpStatus status() {
    return status;
  }

  String sentence() {
    return sentence;
  }
}
