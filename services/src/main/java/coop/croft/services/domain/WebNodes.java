package coop.croft.services.domain;

import coop.croft.lang.Code;
import coop.croft.lang.Externs.Run;
import coop.croft.lang.Fault;
import coop.croft.services.Subject;
import java.util.List;

/** The variable {@code WebNodes} where an action runs. */
public final class WebNodes {
  private WebNodes() {}

  /**
   * Names of web hosts, each once, in the order of the program.
   *
   * @throws Fault {@code invalid-value} if there is none
   */
  public static List<String> of(Run<Subject> run) {
    List<String> nodes =
        ((List<?>) run.variable("WebNodes")).stream().map(String.class::cast).distinct().toList();
    if (nodes.isEmpty()) {
      throw new Fault(
          Code.INVALID_VALUE,
          "WebNodes is empty: no host would serve this",
          "name at least one web host, as in WebNodes = [\"dynamic\"]");
    }
    return nodes;
  }
}
