package coop.croft.controller.audit;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.controller.store.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the log gives back, and what of it can be touched unseen. */
class AuditTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

  @TempDir private Path directory;
  private Database db;

  @BeforeEach
  void fill() throws Exception {
    db = Database.open(directory.resolve("croft.db"));
    for (int i = 1; i <= 5; i++) {
      add(i, new Audit.Entry("alice", "shell", "apply", "a of alice", "generation " + i));
    }
  }

  @AfterEach
  void close() {
    db.close();
  }

  private void add(int day, Audit.Entry entry) {
    db.write(h -> Audit.append(h, NOW.plus(Duration.ofDays(day)), entry));
  }

  /** What the verifier says after somebody wrote that into the database; then all is as before. */
  private Optional<Verifier.Broken> after(String... touches) {
    return db.write(
        h -> {
          h.savepoint("whole");
          for (String touch : touches) {
            h.execute(touch);
          }
          Optional<Verifier.Broken> broken = Verifier.of(h).broken();
          h.rollbackToSavepoint("whole");
          return broken;
        });
  }

  private static Optional<Verifier.Broken> broken(long number, String why) {
    return Optional.of(new Verifier.Broken(number, why));
  }

  @Test
  void aLogThatNobodyTouchedIsWhole() {
    Verifier.Verdict verdict = db.read(Verifier::of);
    assertThat(verdict.broken()).isEmpty();
    assertThat(verdict.entries()).isEqualTo(5);
    assertThat(verdict.head()).isEqualTo(db.read(Audit::rows).getLast().hash());
    try (Database empty = Database.open(directory.resolve("empty.db"))) {
      assertThat(empty.read(Verifier::of))
          .isEqualTo(new Verifier.Verdict(0, Audit.START, Optional.empty()));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aChangedEntryIsNamed() {
    for (String column : List.of("actor", "via", "verb", "about", "outcome")) {
      assertThat(after("UPDATE audit SET " + column + " = 'x' WHERE number = 3"))
          .as(column)
          .isEqualTo(broken(3, "entry 3 is not as it was written"));
    }
    assertThat(after("UPDATE audit SET time = time - 1 WHERE number = 1"))
        .isEqualTo(broken(1, "entry 1 is not as it was written"));
    assertThat(after("UPDATE audit SET outcome = 'x' WHERE number = 5"))
        .isEqualTo(broken(5, "entry 5 is not as it was written"));
  }

  @Test
  void anEntryThatWasWrittenAnewWithAFittingHashBreaksTheNextOne() {
    Audit.Row third = db.read(Audit::rows).get(2);
    Audit.Entry other = new Audit.Entry("bob", "shell", "apply", "a of alice", "generation 3");
    String hash = Audit.hash(3, third.time(), other, third.previous());
    assertThat(after("UPDATE audit SET actor = 'bob', hash = '" + hash + "' WHERE number = 3"))
        .isEqualTo(broken(4, "entry 4 does not follow from the one before it"));
  }

  @Test
  void aLastEntryThatWasWrittenAnewIsNotTheMarkedOne() {
    Audit.Row last = db.read(Audit::rows).getLast();
    Audit.Entry other = new Audit.Entry("bob", "shell", "apply", "a of alice", "generation 5");
    String hash = Audit.hash(5, last.time(), other, last.previous());
    assertThat(after("UPDATE audit SET actor = 'bob', hash = '" + hash + "' WHERE number = 5"))
        .isEqualTo(broken(5, "the log's last entry is not the one that the mark of its end names"));
  }

  @Test
  void aRemovedEntryIsMissed() {
    assertThat(after("DELETE FROM audit WHERE number = 3"))
        .isEqualTo(broken(3, "entry 3 is missing"));
    assertThat(after("DELETE FROM audit WHERE number = 1"))
        .isEqualTo(broken(1, "entry 1 is missing"));
    assertThat(
            after(
                "DELETE FROM audit WHERE number = 3",
                "UPDATE audit SET number = 3 WHERE number = 4",
                "UPDATE audit SET number = 4 WHERE number = 5"))
        .isEqualTo(broken(3, "entry 3 is not as it was written"));
  }

  @Test
  void swappedEntriesAreFound() {
    assertThat(
            after(
                "UPDATE audit SET number = 99 WHERE number = 2",
                "UPDATE audit SET number = 2 WHERE number = 3",
                "UPDATE audit SET number = 3 WHERE number = 99"))
        .isEqualTo(broken(2, "entry 2 is not as it was written"));
  }

  @Test
  void aCutOffEndIsMissed() {
    assertThat(after("DELETE FROM audit WHERE number = 5"))
        .isEqualTo(broken(5, "the end of the log is cut off: entry 5 is missing"));
    assertThat(after("DELETE FROM audit WHERE number > 2"))
        .isEqualTo(broken(3, "the end of the log is cut off: entry 3 to 5 are missing"));
    assertThat(after("DELETE FROM audit"))
        .isEqualTo(broken(1, "the end of the log is cut off: entry 1 to 5 are missing"));
  }

  @Test
  void aCutOffEndLeavesTracesEvenIfItsMarkWasMovedAlong() {
    Audit.Row third = db.read(Audit::rows).get(2);
    String mark =
        "UPDATE meta SET value = '" + Audit.mark(3, third.hash()) + "' WHERE name = 'audit-end'";
    assertThat(after("DELETE FROM audit WHERE number > 3", mark))
        .isEqualTo(broken(4, "the end of the log is cut off: entry 4 to 5 are missing"));
    assertThat(after("DELETE FROM meta WHERE name = 'audit-end'"))
        .isEqualTo(broken(5, "the mark of the log's end is gone"));
  }

  @Test
  void onlyAHeadThatWasKeptShowsAnEndThatWasCutOffWithAllItsTraces() {
    Audit.Row third = db.read(Audit::rows).get(2);
    String kept = db.read(Verifier::of).head();
    assertThat(find(kept)).map(Audit.Row::number).hasValue(5L);
    db.write(
        h -> {
          h.execute("DELETE FROM audit WHERE number > 3");
          h.execute("DELETE FROM audit_index WHERE entry > 3");
          return h.execute(
              "UPDATE meta SET value = ? WHERE name = 'audit-end'", Audit.mark(3, third.hash()));
        });
    assertThat(db.read(Verifier::of).broken()).isEmpty();
    assertThat(find(kept)).isEmpty();
  }

  private Optional<Audit.Row> find(String hash) {
    return db.read(h -> Verifier.find(h, hash));
  }

  @Test
  void entriesAreFoundByNamePersonAndDay() {
    add(6, new Audit.Entry("root", "", "grant", "bob domain b.example", "done"));
    add(7, new Audit.Entry("bob", "shell", "apply", "b of bob", "generation 6"));
    assertThat(find(Optional.empty(), "b.example", "", 0)).containsExactly(6L);
    assertThat(find(Optional.empty(), "", "bob", 0)).containsExactly(7L);
    assertThat(find(Optional.empty(), "", "", 6)).containsExactly(7L, 6L);
    assertThat(find(Optional.empty(), "a", "alice", 4)).containsExactly(5L, 4L);
    assertThat(find(Optional.empty(), "example", "", 0)).isEmpty();
  }

  @Test
  void membersFindWhatTheyDidAndWhatConcernsThem() {
    add(6, new Audit.Entry("controller", "", "regenerate", "", "generation 6"));
    db.write(
        h ->
            Audit.append(
                h,
                NOW,
                new Audit.Entry("root", "", "grant", "bob domain b.example", "done"),
                Concerns.wordsOf("bob domain b.example").and(Set.of("bob"), Set.of())));
    assertThat(find(Optional.of("bob"), "", "", 0)).containsExactly(7L);
    assertThat(find(Optional.of("alice"), "", "", 0)).containsExactly(5L, 4L, 3L, 2L, 1L);
    assertThat(find(Optional.of("alice"), "bob", "", 0)).isEmpty();
    assertThat(find(Optional.of("controller"), "", "", 0)).isEmpty();
  }

  private List<Long> find(Optional<String> member, String about, String by, int day) {
    Search search =
        new Search(
            member,
            Optional.of(about).filter(a -> !a.isEmpty()),
            Optional.of(by).filter(b -> !b.isEmpty()),
            day == 0 ? Optional.empty() : Optional.of(NOW.plus(Duration.ofDays(day))),
            100);
    return db.read(search::in).stream().map(Audit.Row::number).toList();
  }
}
