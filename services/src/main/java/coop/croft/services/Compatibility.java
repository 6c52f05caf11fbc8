package coop.croft.services;

import coop.croft.core.model.Rights;
import coop.croft.core.model.SourceId;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.SourceText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What another library, or another site, would make of the programs that are in force: which ones
 * it would refuse, and which would configure something else. What was made of them when they went
 * live is what is expected of them.
 */
public final class Compatibility {
  /**
   * A program in force, what is there by itself ({@link MemberSites}), domain by domain, or a
   * program that waits for a host.
   *
   * @param configured what it configures now, as {@link ResourceText} tells it; nothing while it
   *     waits
   * @param waitsFor the host
   */
  public record Program(
      SourceId id, SourceText text, List<String> configured, Optional<String> waitsFor) {
    public Program {
      configured = List.copyOf(configured);
    }

    /** In force, or there by itself. */
    public Program(SourceId id, SourceText text, List<String> configured) {
      this(id, text, configured, Optional.empty());
    }

    public static Program waiting(SourceId id, SourceText text, String host) {
      return new Program(id, text, List.of(), Optional.of(host));
    }
  }

  /** What would be otherwise, or cannot be told. */
  public sealed interface Finding {
    /**
     * @param diagnostics all that is wrong, in the order of their places; never empty
     */
    record Refused(Program program, List<Diagnostic> diagnostics) implements Finding {}

    /** It would go on without an error, and configure something else: texts by lines. */
    record Changed(SourceId id, List<String> before, List<String> after) implements Finding {}

    /** It waits for a host and would not be refused; nobody knows what it would configure now. */
    record Waits(Program program) implements Finding {}

    /** Nothing could be there by itself. */
    record NoDefaults(String why) implements Finding {}
  }

  private record Done(Program program, Compiler.Compiled compiled) {}

  private final Compiler compiler;
  private final Rights rights;
  private final TreeMap<String, Unit> units = new TreeMap<>();
  private final List<Finding> findings = new ArrayList<>();

  private Compatibility(Compiler compiler, Rights rights) {
    this.compiler = compiler;
    this.rights = rights;
  }

  /**
   * Everything that would be otherwise: what is refused in the order of the programs, then what
   * changes; and what waits.
   *
   * @param compiler with the other library, or the other site
   * @param rights of all members
   */
  public static List<Finding> of(Compiler compiler, Rights rights, List<Program> programs) {
    return new Compatibility(compiler, rights.in(compiler.site())).findings(programs);
  }

  private List<Finding> findings(List<Program> programs) {
    List<Done> done =
        programs.parallelStream()
            .filter(p -> !MemberSites.isDefault(p.id()) && p.waitsFor().isEmpty())
            .map(p -> new Done(p, compiler.compile(p.id(), p.text(), rights)))
            .toList();
    Set<String> kept = new HashSet<>();
    for (Done d : done) {
      switch (d.compiled()) {
        case Compiler.Compiled.Units(List<Unit> made) ->
            made.forEach(u -> units.putIfAbsent(u.domain(), u));
        case Compiler.Compiled.Refused refused ->
            d.program().configured().stream().filter(ResourceText::isDomain).forEach(kept::add);
      }
    }
    Optional<SortedMap<String, Unit>> defaults = defaults(kept);
    defaults.ifPresent(units::putAll);
    World world = new World(compiler.site(), rights, units);
    List<Finding> changed = new ArrayList<>();
    done.forEach(d -> compare(d, world, changed));
    defaults.ifPresent(after -> compare(before(programs), after, world, changed));
    programs.stream().filter(p -> p.waitsFor().isPresent()).forEach(p -> judge(p, world, changed));
    findings.addAll(changed);
    return List.copyOf(findings);
  }

  /** What would be there by itself, by domain; empty if nothing can be. */
  private Optional<SortedMap<String, Unit>> defaults(Set<String> kept) {
    Set<String> domains = MemberSites.domains(compiler.site(), rights);
    domains.removeAll(units.keySet());
    // Whose program is refused, that one's domain is no room for a default.
    domains.removeAll(kept);
    return switch (MemberSites.of(compiler, rights, domains)) {
      case MemberSites.Made.Bad(String why) -> {
        findings.add(new Finding.NoDefaults(why));
        yield Optional.empty();
      }
      case MemberSites.Made.Good(List<Unit> made) -> {
        SortedMap<String, Unit> byDomain = new TreeMap<>();
        made.forEach(u -> byDomain.put(u.domain(), u));
        yield Optional.of(byDomain);
      }
    };
  }

  private void compare(Done d, World world, List<Finding> changed) {
    Program program = d.program();
    List<Diagnostic> faults = compiler.faults(program.id(), d.compiled(), world);
    if (!faults.isEmpty()) {
      findings.add(new Finding.Refused(program, faults));
    } else if (d.compiled() instanceof Compiler.Compiled.Units(List<Unit> made)) {
      List<String> after = ResourceText.of(made);
      if (!after.equals(program.configured())) {
        changed.add(new Finding.Changed(program.id(), program.configured(), after));
      }
    }
  }

  /**
   * A program that waits is checked by itself: who else has what it wants is found out when its
   * host is back.
   */
  private void judge(Program waiting, World world, List<Finding> others) {
    List<Diagnostic> faults =
        switch (compiler.compile(waiting.id(), waiting.text(), rights)) {
          case Compiler.Compiled.Refused(List<Diagnostic> diagnostics) -> diagnostics;
          case Compiler.Compiled.Units(List<Unit> made) ->
              Diagnostic.inOrder(
                  made.stream().flatMap(u -> compiler.faults(u, world).stream()).toList());
        };
    if (faults.isEmpty()) {
      others.add(new Finding.Waits(waiting));
    } else {
      findings.add(new Finding.Refused(waiting, faults));
    }
  }

  /** What is there by itself now, by domain. */
  private static Map<String, Program> before(List<Program> programs) {
    Map<String, Program> before = new TreeMap<>();
    programs.stream()
        .filter(p -> MemberSites.isDefault(p.id()) && !p.configured().isEmpty())
        .forEach(p -> before.put(p.configured().getFirst(), p));
    return before;
  }

  private void compare(
      Map<String, Program> before, Map<String, Unit> after, World world, List<Finding> changed) {
    Set<String> domains = new TreeSet<>(before.keySet());
    domains.addAll(after.keySet());
    for (String domain : domains) {
      Optional<Program> was = Optional.ofNullable(before.get(domain));
      Optional<Unit> is = Optional.ofNullable(after.get(domain));
      SourceId id = is.map(Unit::source).or(() -> was.map(Program::id)).orElseThrow();
      List<Diagnostic> faults =
          is.map(u -> compiler.faults(id, new Compiler.Compiled.Units(List.of(u)), world))
              .orElse(List.of());
      List<String> lines = is.map(u -> ResourceText.of(List.of(u))).orElse(List.of());
      if (!faults.isEmpty()) {
        SourceText text = MemberSites.text(compiler.site(), id.member(), domain);
        findings.add(new Finding.Refused(new Program(id, text, List.of(domain)), faults));
      } else if (!lines.equals(was.map(Program::configured).orElse(List.of()))) {
        changed.add(new Finding.Changed(id, was.map(Program::configured).orElse(List.of()), lines));
      }
    }
  }
}
