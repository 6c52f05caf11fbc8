package coop.croft.controller.plaque;

import coop.croft.core.manifest.Fragment;
import coop.croft.core.manifest.LineMap;
import coop.croft.core.model.Host;
import coop.croft.core.plan.Step;
import coop.croft.lang.Externs;
import coop.croft.lang.Warning;
import coop.croft.services.Driver;
import coop.croft.services.Facts;
import coop.croft.services.Inquiry;
import coop.croft.services.Service;
import coop.croft.services.Subject;
import coop.croft.services.Unit;
import coop.croft.services.World;
import coop.croft.services.domain.OpenDomain;
import coop.croft.services.domain.WebNodes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /etc/plaque/DOMAIN} on each web host: one line for each plaque of the domain. */
public final class PlaqueService implements Service {
  /** What this version puts behind each line; another version may do otherwise. */
  public static volatile String flourish = "";

  @Override
  public String name() {
    return "plaque";
  }

  @Override
  public List<String> library() {
    return List.of("plaque.dtl");
  }

  @Override
  public void teach(Externs.Builder<Subject> externs) {
    externs.action(
        "plaque",
        (a, run) ->
            run.emit(
                new Plaque(OpenDomain.of(run).domain(), WebNodes.of(run), (String) a.getFirst())));
  }

  @Override
  public List<Warning> warnings(Unit unit, World world) {
    return unit.of(Plaque.class)
        .filter(p -> p.resource().text().isBlank())
        .map(
            p ->
                new Warning(
                    p.origin().span(),
                    "the plaque of " + unit.domain() + " has nothing on it",
                    "write what people shall read",
                    List.of()))
        .toList();
  }

  @Override
  public List<Fragment> render(Unit unit, World world, Facts facts) {
    Map<String, StringBuilder> texts = new LinkedHashMap<>();
    Map<String, List<LineMap.Lines>> lines = new LinkedHashMap<>();
    unit.of(Plaque.class)
        .forEach(
            p -> {
              for (String node : p.resource().nodes()) {
                texts
                    .computeIfAbsent(node, k -> new StringBuilder())
                    .append(p.resource().text())
                    .append(flourish)
                    .append('\n');
                List<LineMap.Lines> map = lines.computeIfAbsent(node, k -> new ArrayList<>());
                map.add(new LineMap.Lines(map.size() + 1, map.size() + 1, p.origin()));
              }
            });
    List<Fragment> out = new ArrayList<>();
    texts.forEach(
        (node, text) ->
            out.add(
                new Fragment(
                    node,
                    "plaque",
                    "/etc/plaque/" + unit.domain(),
                    text.toString().getBytes(StandardCharsets.UTF_8),
                    false,
                    new LineMap(lines.getOrDefault(node, List.of())))));
    return out;
  }

  @Override
  public List<Fragment> renderHost(Host host, World world, Facts facts) {
    return List.of();
  }

  @Override
  public Optional<String> sentence(Step.Kind kind, String path) {
    String name = path.substring("/etc/plaque/".length());
    return Optional.of(
        switch (kind) {
          case ADD -> "put up a plaque for " + name;
          case CHANGE -> "change the plaque of " + name;
          case REMOVE -> "take down the plaque of " + name;
        });
  }

  @Override
  public Optional<String> thing(String path) {
    return Optional.of(path.substring("/etc/plaque/".length()));
  }

  /** Each host that has the plaque looks at it. */
  @Override
  public List<Inquiry> examinations(Unit unit, String name, World world) {
    return unit
        .of(Plaque.class)
        .findFirst()
        .filter(p -> name.equals(unit.domain()))
        .map(p -> new Inquiry("plaque", p.resource().nodes(), "looks", List.of(name)))
        .stream()
        .toList();
  }

  @Override
  public Driver driver() {
    throw new UnsupportedOperationException("no agent runs this");
  }
}
