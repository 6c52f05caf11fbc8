package coop.croft.controller.engine;

import coop.croft.core.model.SourceId;
import coop.croft.lang.Code;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.SourceText;
import coop.croft.services.Compiler;
import coop.croft.services.Unit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a submission would do, found without doing it. */
final class Preview {
  private final Engine engine;

  Preview(Engine engine) {
    this.engine = engine;
  }

  /** What breaks the bounds takes longest, and is found before anybody has to wait behind it. */
  List<Complaint> tooMuch(Submission s) {
    Current now = engine.current();
    if (now.wanted().isEmpty() || s.programs().isEmpty()) {
      return List.of();
    }
    Compiler compiler = now.wanted().get().compiler();
    return engine.evaluations.of(
        s,
        () -> {
          Complaints out = new Complaints();
          Tally tally = tally(now.wanted().get(), s.programs());
          for (Change change : s.changes()) {
            if (change instanceof Change.Put(SourceId id, SourceText text)
                && !counted(id, text, compiler.measure(id, text, now.rights()), tally, out)) {
              break;
            }
          }
          return out.list();
        });
  }

  private static Tally tally(Wanted wanted, List<SourceId> programs) {
    return new Tally(Room.HERE, wanted.compiler().site().contact(), wanted.sources(), programs);
  }

  /** Notes the bounds that a program breaks; whether the next one may still be looked at. */
  private static boolean counted(
      SourceId id, SourceText text, Compiler.Measured measured, Tally tally, Complaints out) {
    return switch (measured.compiled()) {
      case Compiler.Compiled.Refused(List<Diagnostic> diagnostics) -> {
        diagnostics.stream()
            .filter(d -> d.code() == Code.BOUND)
            .forEach(d -> out.add(new Complaint.AtPlace(text, d)));
        if (out.isFull()) {
          out.leaveRest();
        }
        yield !out.isFull();
      }
      case Compiler.Compiled.Units(List<Unit> made) -> {
        Optional<Diagnostic> much = tally.add(id, text, made, Size.of(text, made, measured.text()));
        much.ifPresent(d -> out.add(new Complaint.AtPlace(text, d)));
        yield much.isEmpty();
      }
    };
  }

  /** Its plan; with {@code files} how each file changes, too. Waits for no host. */
  Outcome plan(Submission s, boolean files) {
    return engine.evaluations.of(s, () -> planned(s, files));
  }

  private Outcome planned(Submission s, boolean files) {
    Attempt attempt = new Attempt(engine.current(), engine.facts());
    return switch (attempt.add(s)) {
      case Attempt.Added.Bad(List<Complaint> complaints) -> new Outcome.Refused(complaints);
      case Attempt.Added.Changes c ->
          new Outcome.Planned(
              engine.later.noted(s, c.plan()),
              c.differences().stream().map(d -> d.piece().host()).distinct().toList(),
              attempt
                  .wanted
                  .map(w -> new Waves(c.differences(), w.compiler().services()))
                  .flatMap(w -> w.moveWithout(engine.fleet::isReachable))
                  .filter(host -> engine.later.canWait(s)),
              files ? files(s, attempt, c.differences()) : List.of(),
              c.takenDown(),
              configured(s, attempt),
              c.warnings());
    };
  }

  private static SortedMap<SourceId, List<Unit>> configured(Submission s, Attempt attempt) {
    SortedMap<SourceId, List<Unit>> configured = new TreeMap<>();
    attempt.wanted.ifPresent(
        wanted -> s.programs().forEach(id -> configured.put(id, wanted.unitsOf(id))));
    return configured;
  }

  private List<FileDifference> files(
      Submission s, Attempt attempt, List<Layout.Difference> differences) {
    Optional<Set<String>> own =
        s.programs().isEmpty() ? Optional.empty() : Optional.of(attempt.domainsOf(s.programs()));
    return FileDifference.of(
        differences,
        own,
        hash -> Optional.ofNullable(attempt.blobs.get(hash)).or(() -> engine.blob(hash)));
  }
}
