package coop.croft.agent;

/** Lines for the journal of the host; systemd adds time and name. */
final class Log {
  private Log() {}

  static void say(String line) {
    System.err.println(line.replace('\n', ' '));
  }
}
