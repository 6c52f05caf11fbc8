package coop.croft.controller.rights;

import coop.croft.core.wire.Agents;

/** Who makes a call. */
public sealed interface Actor {
  /** Root on the controller's own host, as the kernel says. */
  record Administrator() implements Actor {}

  /**
   * A member.
   *
   * @param via the host through which the member speaks
   * @param place the call's place among those that the member makes there
   */
  record Member(String name, String via, Agents.Place place) implements Actor {
    public Member(String name, String via) {
      this(name, via, Agents.Place.NONE);
    }
  }

  /** As the audit log names it. */
  default String label() {
    return switch (this) {
      case Administrator() -> "root";
      case Member(String name, String via, Agents.Place place) -> name;
    };
  }

  default String through() {
    return switch (this) {
      case Administrator() -> "";
      case Member(String name, String via, Agents.Place place) -> via;
    };
  }

  /** The call's place among those of its user on the host. */
  default Agents.Place place() {
    return Agents.Place.NONE;
  }
}
