package coop.croft.services.web;

import java.util.Arrays;

/**
 * When a request for PHP ends at last, whatever it does; each has a pool and a socket of its own.
 */
enum PhpDeadline {
  SOON(10, 2),
  USUAL(60, 2),
  LATE(300, 1);

  final int seconds;

  /** Requests for which each process of the web server has room. */
  final int room;

  PhpDeadline(int seconds, int room) {
    this.seconds = seconds;
    this.room = room;
  }

  /** The first that leaves a request that much time. */
  static PhpDeadline of(int seconds) {
    return Arrays.stream(values()).filter(d -> d.seconds >= seconds).findFirst().orElseThrow();
  }

  static int longest() {
    return LATE.seconds;
  }

  /**
   * As many as the web server lets in: PHP would answer those that waited here when the server has
   * long given them up.
   */
  int workers() {
    return room * HostFiles.PROCESSES;
  }
}
