package coop.croft.services.trial;

import static java.nio.charset.StandardCharsets.UTF_8;

import coop.croft.core.manifest.Fragment;
import coop.croft.core.model.Host;
import coop.croft.core.plan.Step;
import coop.croft.core.wire.Agents;
import coop.croft.lang.Externs;
import coop.croft.services.Driver;
import coop.croft.services.Facts;
import coop.croft.services.Looks;
import coop.croft.services.Service;
import coop.croft.services.Subject;
import coop.croft.services.Unit;
import coop.croft.services.World;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Its files say what its driver shall answer: {@code refuse}, {@code dead}, {@code slow} for one
 * that takes five seconds to come up, anything else is well. With {@code much} beside it the driver
 * has it to say 5,000 times.
 */
public final class TrialService implements Service {
  @Override
  public String name() {
    return "trial";
  }

  @Override
  public List<String> library() {
    return List.of();
  }

  @Override
  public void teach(Externs.Builder<Subject> externs) {}

  @Override
  public List<Fragment> render(Unit unit, World world, Facts facts) {
    return List.of();
  }

  @Override
  public List<Fragment> renderHost(Host host, World world, Facts facts) {
    return List.of();
  }

  @Override
  public Optional<String> sentence(Step.Kind kind, String path) {
    return Optional.empty();
  }

  @Override
  public Driver driver() {
    return new TrialDriver();
  }

  private static final class TrialDriver implements Driver {
    @Override
    public List<Agents.Refusal> check(Task task, Hands hands) {
      List<Agents.Refusal> refusals = new ArrayList<>(saying("refuse", task, hands));
      Ran look = hands.asRoot("look", List.of());
      for (FileChange c : task.changes()) {
        boolean laidOut = look.output().lines().anyMatch(c.path().substring(1)::equals);
        if (laidOut != (c.change() == Change.PUT)) {
          refusals.add(new Agents.Refusal("trial", c.path(), 0, "is not laid out as it should be"));
        }
      }
      return refusals;
    }

    private static List<Agents.Refusal> saying(String word, Task task, Hands hands) {
      return task.changes().stream()
          .filter(c -> c.change() == Change.PUT)
          .filter(c -> new String(hands.staged(c.path()), UTF_8).contains(word))
          .flatMap(
              c ->
                  Collections.nCopies(
                      new String(hands.staged(c.path()), UTF_8).contains("much") ? 5_000 : 1,
                      new Agents.Refusal("trial", c.path(), 1, word + "d by the daemon"))
                      .stream())
          .toList();
    }

    @Override
    public List<Operation> activate(Task task, Hands hands) {
      return task.changes().stream()
          .filter(c -> c.change() == Change.PUT)
          .map(
              c ->
                  new Operation(
                      "trial", "tell", List.of(c.path().substring("/etc/trial/".length()))))
          .toList();
    }

    @Override
    public List<Agents.Refusal> probe(Task task, Hands hands) {
      if (!saying("slow", task, hands).isEmpty()) {
        try {
          Thread.sleep(5_000);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return saying("dead", task, hands);
    }

    @Override
    public List<Operation> reconcile(Hands hands, Looks looks) {
      return List.of();
    }

    @Override
    public List<String> notes(Task task, Hands hands) {
      return saying("note", task, hands).stream().map(r -> "note on " + r.path()).toList();
    }
  }
}
