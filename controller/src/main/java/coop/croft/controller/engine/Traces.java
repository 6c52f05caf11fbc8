package coop.croft.controller.engine;

import coop.croft.controller.audit.Concerns;
import coop.croft.controller.store.Past;
import coop.croft.core.model.SourceId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a generation leaves behind so that it can be found by those whom it concerned. */
final class Traces {
  private Traces() {}

  /** Whom and what a submission is about: its programs, their domains, who gains or loses. */
  static Concerns concerns(Pending p, Attempt a) {
    Submission s = p.submission;
    Set<SourceId> programs = new TreeSet<>(s.programs());
    programs.addAll(p.takenDown);
    Set<String> members = new TreeSet<>();
    for (Change change : s.changes()) {
      switch (change) {
        case Change.AddMember(String member) -> members.add(member);
        case Change.Grant(String member, var right) -> members.add(member);
        case Change.Revoke(String member, var right) -> members.add(member);
        case Change.Put put -> {}
        case Change.Remove remove -> {}
        case Change.TakeSite site -> {}
        case Change.LetGo kept -> {}
        case Change.Renew renew -> {}
        case Change.Certify certify -> {}
      }
    }
    return concerns(s.about(), programs).and(members, a.domainsOf(List.copyOf(programs)));
  }

  /** The same for programs whose domains are not known. */
  static Concerns concerns(String about, Set<SourceId> programs) {
    Set<String> members = new TreeSet<>();
    Set<String> names = new TreeSet<>();
    for (SourceId id : programs) {
      members.add(id.member());
      names.addAll(List.of(id.member(), id.name(), id.toString()));
    }
    return Concerns.wordsOf(about).and(members, names);
  }

  /** The files of members' programs among those that differ. */
  static Set<Past.ChangedFile> files(List<Layout.Difference> differences, Attempt a) {
    Set<Past.ChangedFile> out = new TreeSet<>();
    for (Layout.Difference d : differences) {
      if (d.domain().isPresent()) {
        for (Optional<Wanted> w : List.of(a.base.wanted(), a.wanted)) {
          w.flatMap(x -> Optional.ofNullable(x.units().get(d.domain().get())))
              .ifPresent(
                  unit ->
                      out.add(
                          new Past.ChangedFile(unit.source(), d.piece().host(), d.piece().path())));
        }
      }
    }
    return out;
  }
}
