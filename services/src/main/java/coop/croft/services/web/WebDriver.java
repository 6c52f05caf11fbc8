package coop.croft.services.web;
import coop.croft.core.wire.Agents;
import coop.croft.services.Driver;
import java.util.List;
final class WebDriver implements Driver {
  @Override public List<Agents.Refusal> check(Task task, Hands hands) { return List.of(); }
  @Override public List<Operation> activate(Task task, Hands hands) { return List.of(); }
  @Override public List<Agents.Refusal> probe(Task task, Hands hands) { return List.of(); }
  @Override public List<Operation> reconcile(Hands hands) { return List.of(); }
}
