package coop.croft.cli.offline;

import coop.croft.cli.program.ProgramFile;
import coop.croft.core.model.Rights;
import coop.croft.core.model.SourceId;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.Warning;
import coop.croft.services.Compiler;
import coop.croft.services.Unit;
import coop.croft.services.World;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** Checks programs of one member together, as the controller would if they were all there is. */
public final class Checking {
  private final Compiler compiler;
  private final Rights rights;
  private final String member;

  public Checking(Compiler compiler, Rights rights, String member) {
    this.compiler = compiler;
    this.rights = rights;
    this.member = member;
  }

  public Compiler compiler() {
    return compiler;
  }

  private record Checked(ProgramFile file, SourceId id, Compiler.Measured measured) {
    List<Unit> units() {
      return measured.compiled() instanceof Compiler.Compiled.Units(List<Unit> made)
          ? made
          : List.of();
    }
  }

  /**
   * Checks programs and shows what is wrong, file by file.
   *
   * @return all that they configure; empty if anything is wrong
   */
  public Optional<World> check(List<ProgramFile> files, Findings findings) {
    List<Checked> checked = files.parallelStream().map(f -> compile(f, () -> false)).toList();
    TreeMap<String, Unit> units = new TreeMap<>();
    checked.forEach(c -> c.units().forEach(u -> units.putIfAbsent(u.domain(), u)));
    World world = new World(compiler.site(), rights, units);
    for (Checked c : checked) {
      findings.show(faults(c, world), c.file().text());
    }
    if (!findings.any()) {
      checked.forEach(c -> findings.warn(warnings(c, world), c.file().text()));
    }
    return findings.any() ? Optional.empty() : Optional.of(world);
  }

  /**
   * What came of a program that is looked at alone.
   *
   * @param faults all that is wrong, in the order of their places
   * @param warnings what is odd, in the order of the places, if nothing is wrong
   * @param units what it configures, if nothing is wrong
   */
  public record Alone(List<Diagnostic> faults, List<Warning> warnings, List<Unit> units) {}

  /** Checks a program as if the member had no other one. Shows nothing. */
  public Alone alone(ProgramFile file) {
    return alone(file, () -> false);
  }

  /**
   * The same for somebody who may not wait for it.
   *
   * @param cancelled whether nobody wants to know any more; asked now and then
   * @throws java.util.concurrent.CancellationException if so
   */
  public Alone alone(ProgramFile file, BooleanSupplier cancelled) {
    Checked checked = compile(file, cancelled);
    List<Unit> units = checked.units();
    TreeMap<String, Unit> byDomain = new TreeMap<>();
    units.forEach(u -> byDomain.put(u.domain(), u));
    World world = new World(compiler.site(), rights, byDomain);
    List<Diagnostic> faults = faults(checked, world);
    return faults.isEmpty()
        ? new Alone(faults, warnings(checked, world), units)
        : new Alone(faults, List.of(), List.of());
  }

  private Checked compile(ProgramFile file, BooleanSupplier cancelled) {
    SourceId id = new SourceId(member, file.name());
    return new Checked(file, id, compiler.measure(id, file.text(), rights, cancelled));
  }

  private List<Warning> warnings(Checked checked, World world) {
    return compiler.warnings(checked.measured().warnings(), checked.units(), world);
  }

  private List<Diagnostic> faults(Checked checked, World world) {
    return compiler.faults(checked.id(), checked.measured().compiled(), world);
  }
}
