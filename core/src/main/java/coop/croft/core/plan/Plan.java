package coop.croft.core.plan;

import java.util.List;

/**
 * What an apply would do.
 *
 * @param base the generation from which it was made
 * @param steps in the order of host, service and path
 * @param notes what the member should know besides ("acme renders the plain site for now")
 */
public record Plan(long base, List<Step> steps, List<String> notes) {
  public boolean isEmpty() {
    return steps.isEmpty();
  }

  public long count(Step.Kind kind) {
    return steps.stream().filter(s -> s.kind() == kind).count();
  }
}
