package coop.croft.controller.rights;

/** Who makes a call. */
public sealed interface Actor {
  /** Root on the controller's own host, as the kernel says. */
  record Administrator() implements Actor {}

  /**
   * A member.
   *
   * @param via the host through which the member speaks
   * @param run of that host's agent; a later one has a higher number; 0: none
   */
  record Member(String name, String via, long run) implements Actor {
    public Member(String name, String via) {
      this(name, via, 0);
    }
  }

  /** As the audit log names it. */
  default String label() {
    return switch (this) {
      case Administrator() -> "root";
      case Member(String name, String via, long run) -> name;
    };
  }

  default String through() {
    return switch (this) {
      case Administrator() -> "";
      case Member(String name, String via, long run) -> via;
    };
  }

  /** The run of the agent through which it comes; 0: none. */
  default long run() {
    return 0;
  }
}
