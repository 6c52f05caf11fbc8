package coop.croft.services.web;

import coop.croft.core.wire.Agents;
import coop.croft.services.Driver.Change;
import coop.croft.services.Driver.Hands;
import coop.croft.services.Driver.Operation;
import coop.croft.services.Driver.Ran;
import coop.croft.services.Driver.Task;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Sees to it that the packet filter has the rules of {@link WaitingRules}. */
final class WaitingDriver {
  private WaitingDriver() {}

  private static boolean isConcerned(Task task) {
    return task.changes().stream()
        .anyMatch(c -> c.change() == Change.PUT && c.path().equals(WaitingRules.FILE));
  }

  static List<Agents.Refusal> check(Task task, Hands hands) {
    if (!isConcerned(task)) {
      return List.of();
    }
    Ran ran = hands.asRoot("waiting-check", List.of());
    return ran.exit() == 0 ? List.of() : List.of(refusal(hands, ran.output()));
  }

  static List<Operation> activate(Task task) {
    return isConcerned(task) ? List.of(load()) : List.of();
  }

  private static Operation load() {
    return new Operation(WebService.NAME, "waiting", List.of());
  }

  static List<Agents.Refusal> probe(Task task, Hands hands) {
    if (!isConcerned(task)) {
      return List.of();
    }
    Ran seen = seen(hands);
    return isSeen(seen, hands) ? List.of() : List.of(refusal(hands, seen.output()));
  }

  /** Others may have emptied the packet filter: a restart of Debian's nftables.service does. */
  static List<Operation> reconcile(Hands hands) {
    return !hands.has(WaitingRules.FILE) || isSeen(seen(hands), hands)
        ? List.of()
        : List.of(load());
  }

  private static Ran seen(Hands hands) {
    return hands.asRoot("waiting-seen", List.of());
  }

  private static boolean isSeen(Ran seen, Hands hands) {
    String file = new String(hands.staged(WaitingRules.FILE), StandardCharsets.US_ASCII);
    return seen.exit() == 0 && WaitingRules.state(seen.output()).equals(WaitingRules.state(file));
  }

  private static Agents.Refusal refusal(Hands hands, String said) {
    return new Agents.Refusal(
        WebService.NAME,
        WaitingRules.FILE,
        0,
        "the packet filter of "
            + hands.host()
            + " does not count the requests that wait for members' programs; administrators: "
            + "is nftables installed there, and what does nft -c -f "
            + WaitingRules.FILE
            + " say? It said: "
            + said.strip());
  }
}
