package coop.croft.controller.engine;

import coop.croft.core.model.SourceId;
import coop.croft.core.wire.Agents;
import coop.croft.lang.SourceText;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * What somebody wants changed; all of it happens, or nothing.
 *
 * @param actor who is answerable: {@code root}, a member, {@code controller}
 * @param via the host through which a member speaks, else empty
 * @param place its place among the calls of its member there, see {@link Sequence}
 * @param verb and {@code about}: for the audit log
 * @param base the generation that a plan was shown for; if one of the programs named here has
 *     changed since, it is out of date
 * @param agreed whether somebody agreed to what would be removed
 * @param progress hears sentences about what goes on, in the thread that waits for the outcome;
 *     throws {@link java.io.UncheckedIOException} if nobody listens any more
 */
public record Submission(
    String actor,
    String via,
    Agents.Place place,
    String verb,
    String about,
    List<Change> changes,
    OptionalLong base,
    boolean agreed,
    Consumer<String> progress) {

  /** One that nobody needs to be asked about, whatever else has changed meanwhile. */
  public static Submission agreedTo(
      String actor,
      String via,
      String verb,
      String about,
      List<Change> changes,
      Consumer<String> progress) {
    return new Submission(
        actor, via, Agents.Place.NONE, verb, about, changes, OptionalLong.empty(), true, progress);
  }

  /** The same, whatever plan it was agreed to by. */
  public Submission anew() {
    return new Submission(
        actor, via, place, verb, about, changes, OptionalLong.empty(), agreed, progress);
  }

  /** The size of the texts that it brings. */
  long bytes() {
    long sum = 0;
    for (Change c : changes) {
      if (c instanceof Change.Put(var id, SourceText text)) {
        sum += text.bytes().length;
      } else if (c instanceof Change.TakeSite(List<SourceText> files)) {
        sum += files.stream().mapToLong(f -> f.bytes().length).sum();
      }
    }
    return sum;
  }

  /** The programs that it puts in force or takes down. */
  public List<SourceId> programs() {
    return changes.stream()
        .flatMap(
            c ->
                switch (c) {
                  case Change.Put(SourceId id, var text) -> Optional.of(id).stream();
                  case Change.Remove(SourceId id) -> Optional.of(id).stream();
                  case Change.AddMember m -> Optional.<SourceId>empty().stream();
                  case Change.Grant g -> Optional.<SourceId>empty().stream();
                  case Change.Revoke r -> Optional.<SourceId>empty().stream();
                  case Change.TakeSite s -> Optional.<SourceId>empty().stream();
                  case Change.LetGo l -> Optional.<SourceId>empty().stream();
                  case Change.Renew r -> Optional.<SourceId>empty().stream();
                  case Change.Certify x -> Optional.<SourceId>empty().stream();
                })
        .toList();
  }
}
