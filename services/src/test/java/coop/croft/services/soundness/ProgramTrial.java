package coop.croft.services.soundness;

import coop.croft.core.manifest.Fragment;
import coop.croft.core.model.Rights;
import coop.croft.core.model.SourceId;
import coop.croft.lang.Code;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.Language;
import coop.croft.lang.SourceText;
import coop.croft.services.Certificate;
import coop.croft.services.Compiler;
import coop.croft.services.Compiler.Compiled;
import coop.croft.services.Facts;
import coop.croft.services.Given;
import coop.croft.services.Resource;
import coop.croft.services.ResourceText;
import coop.croft.services.Samples;
import coop.croft.services.Subject;
import coop.croft.services.Unit;
import coop.croft.services.World;
import coop.croft.services.dns.ZoneFiles;
import coop.croft.services.web.SiteFiles;
import coop.croft.services.web.VirtualHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What must hold of every program, tried on generated ones: it ends without an exception; if the
 * checker accepts it, evaluation finds no more than what only shows there; what it asks for is held
 * by its member; and what it is rendered to is taken by the daemons' own checkers.
 */
final class ProgramTrial {
  /** What came of a program. */
  enum Result {
    /** It has resources. */
    ACCEPTED,
    /** The checker accepted it, and evaluation found a fault. */
    FAULT,
    /** The checker refused it. */
    REFUSED
  }

  /** What is documented to show in evaluation only. */
  private static final Set<Code> FAULTS =
      EnumSet.of(Code.CONFLICT, Code.INVALID_VALUE, Code.NOT_HELD, Code.BOUND);

  private static final Pattern ALIAS = Pattern.compile("ServerAlias \\*\\.(\\S+)");

  /** Half of the names have a certificate of their own, half of those ask a responder. */
  private static final Facts FACTS =
      new Given(
          name ->
              name.length() % 2 == 0
                  ? Optional.of(
                      new Certificate(
                          List.of(name),
                          "of " + name,
                          Instant.EPOCH,
                          Instant.parse("2100-01-01T00:00:00Z"),
                          name.length() % 4 == 0))
                  : Optional.empty(),
          List.of());

  private final Compiler compiler = Samples.compiler();
  private final Language<Subject> language = Samples.language();
  private final Declared library = new Declared(compiler);
  private final Grants grants = new Grants();
  private final Rights rights = grants.rights();
  private final Map<Result, Long> results = new TreeMap<>();
  private final Map<String, Long> codes = new TreeMap<>();
  private final Map<String, Long> used = new HashMap<>();
  private long resources;
  private long rendered;
  private long files;
  private long holes;

  Declared library() {
    return library;
  }

  Map<Result, Long> results() {
    return results;
  }

  /** How many programs were refused, or failed, first by which code. */
  Map<String, Long> codes() {
    return codes;
  }

  /** How many accepted programs use which name of the library. */
  Map<String, Long> used() {
    return used;
  }

  /** Names of the library that no accepted program has used. */
  Set<String> unused() {
    TreeSet<String> names = new TreeSet<>(library.values().keySet());
    names.addAll(library.variables().keySet());
    names.removeAll(used.keySet());
    return names;
  }

  /** Names that wildcards would have covered, had somebody else not held them. */
  long holes() {
    return holes;
  }

  String summary() {
    return results
        + ", first faults "
        + codes
        + ", resources "
        + resources
        + ", rendered "
        + rendered
        + " to "
        + files
        + " files, held back from wildcards "
        + holes;
  }

  Generated program(long seed) {
    return ProgramGenerator.program(
        library, seed, (int) Math.floorMod(seed, (long) Grants.NUMBERS));
  }

  private static SourceText source(String text) {
    return new SourceText("generated.dtl", text.getBytes(StandardCharsets.UTF_8));
  }

  Compiled compile(String member, String text) {
    return compiler.compile(new SourceId(member, "generated"), source(text), rights);
  }

  /** Checks and evaluates the program of a seed; its units, if it is accepted. */
  List<Unit> run(long seed) {
    try {
      return tried(program(seed));
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      throw new AssertionError("seed " + seed + ": " + e, e);
    }
  }

  private List<Unit> tried(Generated program) {
    String text = program.text();
    switch (compile(program.member(), text)) {
      case Compiled.Refused(List<Diagnostic> diagnostics) -> {
        refused(program.member(), diagnostics, text);
        return List.of();
      }
      case Compiled.Units(List<Unit> units) -> {
        count(results, Result.ACCEPTED);
        program.used().forEach(name -> count(used, name));
        requireHeld(program.member(), units, text);
        return units;
      }
    }
  }

  private void refused(String member, List<Diagnostic> diagnostics, String text) {
    Code code = diagnostics.getFirst().code();
    count(codes, code.label());
    require(code != Code.SYNTAX, text, diagnostics.toString());
    Subject subject = new Subject(Optional.of(member), rights, Optional.of(compiler.site()));
    List<Diagnostic> byChecker = language.check(source(text), subject);
    count(results, byChecker.isEmpty() ? Result.FAULT : Result.REFUSED);
    if (byChecker.isEmpty()) {
      require(diagnostics.size() == 1 && FAULTS.contains(code), text, "evaluation: " + diagnostics);
    } else {
      require(byChecker.equals(diagnostics), text, byChecker + " is not " + diagnostics);
    }
  }

  /** That a member holds all that units ask for. */
  void requireHeld(String member, List<Unit> units, String text) {
    HoldingOracle oracle = new HoldingOracle(grants, member, compiler.site());
    for (Unit unit : units) {
      for (Unit.Asked asked : unit.resources()) {
        resources++;
        Optional<String> excess = oracle.excess(asked.resource());
        require(excess.isEmpty(), text, excess.orElse(""));
      }
    }
  }

  /** Resources of units, for comparison. */
  static List<Resource> resources(List<Unit> units) {
    return units.stream().flatMap(u -> u.resources().stream()).map(Unit.Asked::resource).toList();
  }

  /**
   * Runs the programs of some seeds, all different modulo {@link Grants#NUMBERS}, and renders those
   * that are accepted beside each other.
   *
   * @param directory empty
   */
  void render(long firstSeed, int programs, Path directory) throws IOException {
    Map<String, Unit> byDomain = new LinkedHashMap<>();
    for (long seed = firstSeed; seed < firstSeed + programs; seed++) {
      List<Unit> units = run(seed);
      World alone = compiler.world(rights, units);
      boolean good =
          !units.isEmpty() && units.stream().allMatch(u -> compiler.faults(u, alone).isEmpty());
      if (good) {
        rendered++;
        requireText(units, seed);
        units.forEach(u -> byDomain.put(u.domain(), u));
      }
    }
    World world = compiler.world(rights, byDomain.values());
    byDomain.values().removeIf(u -> !compiler.conflicts(u, world).isEmpty());
    Map<String, List<Fragment>> byHost =
        compiler.renderAll(compiler.world(rights, byDomain.values()), FACTS);
    for (Map.Entry<String, List<Fragment>> host : byHost.entrySet()) {
      List<Fragment> fragments = new ArrayList<>(host.getValue());
      files += fragments.size();
      Path own = directory.resolve(host.getKey());
      Optional<String> refusal =
          ZoneFiles.refusal(own.resolve("zones"), fragments)
              .or(() -> SiteFiles.refusal(own.resolve("sites"), fragments));
      require(refusal.isEmpty(), "programs from seed " + firstSeed, refusal.orElse(""));
    }
    byDomain.values().forEach(unit -> requireHoles(unit, byHost));
    byHost.values().forEach(ProgramTrial::requireOrder);
  }

  /** What is configured can be told to people, all of it. */
  private static void requireText(List<Unit> units, long seed) {
    try {
      ResourceText.of(units);
    } catch (RuntimeException e) {
      throw new AssertionError("the resources of seed " + seed + " cannot be told", e);
    }
  }

  /** What one wildcard holds back comes behind all sites that others have at or below it. */
  private static void requireOrder(List<Fragment> fragments) {
    List<String> before = new ArrayList<>();
    fragments.stream()
        .filter(f -> f.path().contains("/wild/"))
        .sorted(Comparator.comparing(Fragment::path))
        .forEach(
            f -> {
              String file = new String(f.content(), StandardCharsets.UTF_8);
              List<String> names =
                  ALIAS.matcher(file).results().map(alias -> alias.group(1)).toList();
              String own = names.getLast();
              require(
                  before.stream().noneMatch(b -> own.equals(b) || own.endsWith("." + b)),
                  file,
                  own + " comes too late");
              before.addAll(names);
            });
  }

  /** In the file of a site's wildcard what others hold comes first, so that they are not served. */
  private void requireHoles(Unit unit, Map<String, List<Fragment>> byHost) {
    unit.of(VirtualHost.class)
        .map(Unit.Of::resource)
        .forEach(site -> requireHoles(unit, site, byHost));
  }

  private void requireHoles(Unit unit, VirtualHost site, Map<String, List<Fragment>> byHost) {
    for (String name : site.names()) {
      for (String node : name.startsWith("*.") ? site.nodes() : List.<String>of()) {
        String file =
            Objects.requireNonNull(byHost.get(node)).stream()
                .filter(f -> f.path().contains("/wild/"))
                .map(f -> new String(f.content(), StandardCharsets.UTF_8))
                .filter(text -> text.contains("ServerAlias " + name + "\n"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no file for " + name + " on " + node));
        for (String other : grants.foreignBelow(unit.source().member(), name.substring(2))) {
          int hole = file.indexOf("ServerName " + other + "\n");
          require(
              hole >= 0 && hole < file.indexOf("ServerAlias " + name + "\n"),
              file,
              name + " covers " + other);
          holes++;
        }
      }
    }
  }

  private static <K> void count(Map<K, Long> counts, K key) {
    counts.merge(key, 1L, Long::sum);
  }

  private static void require(boolean holds, String program, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise + "\n" + program);
    }
  }
}
