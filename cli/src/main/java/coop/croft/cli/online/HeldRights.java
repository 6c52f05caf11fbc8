package coop.croft.cli.online;

import coop.croft.cli.terminal.Trouble;
import coop.croft.core.model.Right;
import coop.croft.core.model.Rights;
import coop.croft.core.wire.Calls;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rights as the controller tells them. */
public final class HeldRights {
  private HeldRights() {}

  /**
   * @param members also those who hold nothing; who holds something need not be among them
   */
  public static Rights of(Collection<String> members, List<Calls.Held> told) throws Trouble {
    Map<String, List<Right>> rights = new HashMap<>();
    members.forEach(m -> rights.put(m, new ArrayList<>()));
    for (Calls.Held held : told) {
      // Whoever else it is has a name that no account has.
      String holder = held.member().isEmpty() ? "?" : held.member();
      rights.computeIfAbsent(holder, h -> new ArrayList<>()).add(right(held));
    }
    return new Rights(rights);
  }

  private static Right right(Calls.Held held) throws Trouble {
    for (Right.Kind kind : Right.Kind.values()) {
      if (kind.label().equals(held.kind())) {
        return new Right(kind, held.value());
      }
    }
    throw Trouble.failed("the controller knows rights that this command does not: " + held.kind());
  }
}
