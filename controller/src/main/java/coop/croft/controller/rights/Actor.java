package coop.croft.controller.rights;

/** Who makes a call. */
public sealed interface Actor {
  /** Root on the controller's own host, as the kernel says. */
  record Administrator() implements Actor {}

  /**
   * A member.
   *
   * @param via the host through which the member speaks
   * @param number of the call; a later one through that host has a higher one; 0: none
   */
  record Member(String name, String via, long number) implements Actor {
    public Member(String name, String via) {
      this(name, via, 0);
    }
  }

  /** As the audit log names it. */
  default String label() {
    return switch (this) {
      case Administrator() -> "root";
      case Member(String name, String via, long number) -> name;
    };
  }

  default String through() {
    return switch (this) {
      case Administrator() -> "";
      case Member(String name, String via, long number) -> via;
    };
  }

  /** The call's number among those through that host; 0: none. */
  default long number() {
    return 0;
  }
}
