package coop.croft.controller.rights;

/** Who makes a call. */
public sealed interface Actor {
  /** Root on the controller's own host, as the kernel says. */
  record Administrator() implements Actor {}

  /**
   * A member.
   *
   * @param via the host through which the member speaks
   */
  record Member(String name, String via) implements Actor {}

  /** As the audit log names it. */
  default String label() {
    return switch (this) {
      case Administrator() -> "root";
      case Member(String name, String via) -> name;
    };
  }

  default String through() {
    return switch (this) {
      case Administrator() -> "";
      case Member(String name, String via) -> via;
    };
  }
}
