package coop.croft.services.dns;

import coop.croft.core.wire.Agents;
import coop.croft.services.Driver.Change;
import coop.croft.services.Driver.Hands;
import coop.croft.services.Driver.Ran;
import coop.croft.services.Driver.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks BIND's own checker about what is staged: the changed zones with their statements, and the
 * host's files if one of them changes. Copies lie in the agent's scratch directory, so nothing
 * needs root.
 */
final class StagedZones {
  private static final String CHECKER = "/usr/bin/named-checkconf";

  /** The controller waits longer than this for an answer. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final Set<String> HOST_FILES =
      Set.of(Places.MAIN, Places.CONTROL_KEY, Places.CATALOG_KEY, Places.TRANSFER_KEYS);

  private final Hands hands;
  private final Path scratch;

  /** Live paths by the names of their copies. */
  private final Map<String, String> copies = new TreeMap<>();

  /** The zone whose statement stands in a line of the file of statements, from line 2. */
  private final List<String> zones = new ArrayList<>();

  private StagedZones(Hands hands) {
    this.hands = hands;
    this.scratch = hands.scratch();
  }

  static List<Agents.Refusal> check(Task task, Hands hands) {
    StagedZones check = new StagedZones(hands);
    List<Agents.Refusal> refusals = new ArrayList<>();
    if (task.changes().stream().anyMatch(c -> HOST_FILES.contains(c.path()))
        && hands.has(Places.MAIN)) {
      refusals.addAll(check.host());
    }
    Set<String> changed = new TreeSet<>();
    for (var change : task.changes()) {
      if (change.change() == Change.PUT) {
        Places.zoneOfStatement(change.path()).ifPresent(changed::add);
        Places.zoneOfText(change.path()).ifPresent(changed::add);
      }
    }
    changed.removeIf(z -> !hands.has(Places.statement(z)));
    if (!changed.isEmpty()) {
      refusals.addAll(check.zones(changed));
    }
    return refusals;
  }

  private List<Agents.Refusal> host() {
    String main = text(Places.MAIN);
    for (String key : List.of(Places.CONTROL_KEY, Places.CATALOG_KEY, Places.TRANSFER_KEYS)) {
      main = main.replace(key, copy(key, text(key)).toString());
    }
    Path file = copy(Places.MAIN, main);
    Ran ran = hands.run(List.of(CHECKER, file.toString()), LIMIT);
    if (ran.exit() == 0) {
      return List.of();
    }
    List<Agents.Refusal> refusals = placed(ran.output());
    return refusals.isEmpty()
        ? List.of(new Agents.Refusal("dns", Places.MAIN, 0, ran.output().strip()))
        : refusals;
  }

  private List<Agents.Refusal> zones(Set<String> changed) {
    StringBuilder statements = new StringBuilder("options { check-names primary ignore; };\n");
    for (String zone : changed) {
      zones.add(zone);
      statements.append("zone ").append(NamedWriter.quote(zone)).append(' ');
      statements.append(statement(zone)).append('\n');
    }
    Path file = write("statements", statements.toString().getBytes(StandardCharsets.UTF_8));
    Ran ran = hands.run(List.of(CHECKER, "-z", file.toString()), LIMIT);
    return ran.exit() == 0 ? List.of() : refusals(file, ran.output());
  }

  /** The statement with the path of a copy in it, and without the directory of the keys. */
  private String statement(String zone) {
    String statement = text(Places.statement(zone)).strip();
    statement = statement.replace("key-directory " + NamedWriter.quote(Places.KEYS) + "; ", "");
    for (boolean signed : new boolean[] {false, true}) {
      String live = Places.text(zone, signed);
      if (statement.contains(NamedWriter.quote(live)) && hands.has(live)) {
        Path copy = write(zone + ".db", hands.staged(live));
        copies.put(copy.toString(), live);
        statement = statement.replace(NamedWriter.quote(live), NamedWriter.quote(copy.toString()));
      }
    }
    return statement;
  }

  private List<Agents.Refusal> refusals(Path statements, String output) {
    List<Agents.Refusal> refusals = new ArrayList<>();
    Pattern inStatements =
        Pattern.compile("(?m)^" + Pattern.quote(statements.toString()) + ":(\\d+): (.*)$");
    Matcher m = inStatements.matcher(output);
    while (m.find()) {
      int line = Integer.parseInt(m.group(1));
      String path =
          line < 2 || line - 2 >= zones.size() ? "" : Places.statement(zones.get(line - 2));
      refusals.add(new Agents.Refusal("dns", path, path.isEmpty() ? 0 : 1, m.group(2)));
    }
    List<Agents.Refusal> placed = placed(output);
    Matcher failed = Pattern.compile("(?m)^_default/(.*)/IN: (.*)$").matcher(output);
    while (failed.find()) {
      String zone = failed.group(1);
      List<Agents.Refusal> own =
          placed.stream()
              .filter(r -> Places.zoneOfText(r.path()).equals(Optional.of(zone)))
              .toList();
      refusals.addAll(own);
      if (own.isEmpty()) {
        refusals.add(whole(zone, failed.group(2), output));
      }
    }
    return refusals.isEmpty()
        ? List.of(new Agents.Refusal("dns", "", 0, output.strip()))
        : refusals;
  }

  /** A refusal of a zone for which the checker names no line. */
  private Agents.Refusal whole(String zone, String otherwise, String output) {
    String start = "zone " + zone + "/IN: ";
    String message =
        output
            .lines()
            .filter(l -> l.startsWith(start))
            .map(l -> l.substring(start.length()))
            .filter(l -> !l.startsWith("not loaded") && !l.startsWith("loaded "))
            .findFirst()
            .orElse(otherwise);
    String path =
        copies.getOrDefault(scratch.resolve(zone + ".db").toString(), Places.statement(zone));
    return new Agents.Refusal("dns", path, 0, message);
  }

  /** Messages that name a copy and a line in it. */
  private List<Agents.Refusal> placed(String output) {
    List<Agents.Refusal> refusals = new ArrayList<>();
    Pattern place =
        Pattern.compile(
            "(?m)^(?:\\w+: )?(" + Pattern.quote(scratch.toString()) + "/[^:\\s]+):(\\d+): (.*)$");
    Matcher m = place.matcher(output);
    while (m.find()) {
      String live = copies.get(m.group(1));
      if (live != null) {
        refusals.add(new Agents.Refusal("dns", live, Integer.parseInt(m.group(2)), m.group(3)));
      }
    }
    return refusals;
  }

  private String text(String path) {
    return new String(hands.staged(path), StandardCharsets.UTF_8);
  }

  private Path copy(String live, String text) {
    String name = live.substring(live.lastIndexOf('/') + 1);
    Path copy = write(name, text.getBytes(StandardCharsets.UTF_8));
    copies.put(copy.toString(), live);
    return copy;
  }

  private Path write(String name, byte[] bytes) {
    try {
      return Files.write(scratch.resolve(name), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
