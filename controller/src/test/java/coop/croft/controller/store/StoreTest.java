package coop.croft.controller.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coop.croft.core.manifest.Hash;
import coop.croft.core.manifest.SignedManifest;
import coop.croft.core.model.Right;
import coop.croft.core.model.SourceId;
import coop.croft.lang.SourceText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final SourceId ID = new SourceId("alice", "greenhouse");

  @TempDir private Path directory;
  private Database db;

  @BeforeEach
  void open() throws Exception {
    db = Database.open(directory.resolve("croft.db"));
  }

  @AfterEach
  void close() {
    db.close();
  }

  @Test
  void theFileIsItsOwnersAloneAndTheEpochRisesWithEachOpening() throws Exception {
    assertThat(Files.getPosixFilePermissions(directory.resolve("croft.db"))).hasSize(2);
    long first = db.write(Meta::raiseEpoch);
    db.close();
    db = Database.open(directory.resolve("croft.db"));
    assertThat(db.write(Meta::raiseEpoch)).isGreaterThan(first);
  }

  private static KeptFiles.Row kept(int number, Instant due) {
    return new KeptFiles.Row(
        "dynamic", "/etc/" + number, "alice.example", "web", Hash.of(new byte[0]), 0, false, due);
  }

  /** Rows that the store has written since it was opened, while it keeps these files. */
  private long keep(List<KeptFiles.Row> rows) {
    return db.write(
        h -> {
          KeptFiles.replace(h, rows);
          return h.createQuery("SELECT total_changes()").mapTo(Long.class).one();
        });
  }

  @Test
  void ofFilesThatHostsKeepOnlyWhatDiffersIsWritten() {
    Instant due = NOW.plusNanos(1);
    List<KeptFiles.Row> some = List.of(kept(1, due), kept(2, due), kept(3, due));
    long written = keep(some);
    assertThat(keep(some)).isEqualTo(written);
    // One goes, one has another time: that one is written anew.
    List<KeptFiles.Row> less = List.of(kept(1, due), kept(3, NOW.plusSeconds(9)));
    assertThat(keep(less)).isEqualTo(written + 3);
    assertThat(db.<List<KeptFiles.Row>>read(KeptFiles::all))
        .containsExactly(kept(1, NOW), kept(3, NOW.plusSeconds(9)));
    assertThat(keep(List.of())).isEqualTo(written + 5);
    assertThat(db.<List<KeptFiles.Row>>read(KeptFiles::all)).isEmpty();
  }

  @Test
  void copiesOfOneStoreHaveEpochsOfTheirOwn() throws Exception {
    long first = db.write(Meta::raiseEpoch);
    db.close();
    Path file = directory.resolve("croft.db");
    Set<Long> epochs = new TreeSet<>();
    for (int i = 0; i < 8; i++) {
      Path copy = Files.copy(file, directory.resolve("copy" + i));
      try (Database one = Database.open(copy)) {
        epochs.add(one.write(Meta::raiseEpoch));
      }
    }
    db = Database.open(file);
    // By lot, so that two in a thousand may be the same once in a while; not all eight.
    assertThat(epochs).hasSizeGreaterThan(4).allMatch(e -> e > first);
  }

  @Test
  void settingsAreWhatAMachineThatLosesPowerNeeds() {
    assertThat(
            db.<String>write(h -> h.createQuery("PRAGMA journal_mode").mapTo(String.class).one()))
        .isEqualTo("wal");
    assertThat(db.<Integer>write(h -> h.createQuery("PRAGMA synchronous").mapTo(int.class).one()))
        .isEqualTo(2);
  }

  @Test
  void whatFindsNoRoomIsNotKeptAndSaysSo() {
    db.write(h -> h.createQuery("PRAGMA max_page_count = 1").mapTo(long.class).one());
    byte[] large = new byte[1 << 20];
    assertThatThrownBy(
            () ->
                db.write(
                    h -> {
                      Meta.put(h, "small", "x");
                      return h.execute("INSERT INTO meta VALUES ('large', hex(?))", large);
                    }))
        .isInstanceOf(Database.Unwritable.class)
        .hasMessage("the disk is full");
    assertThat(db.<Optional<String>>read(h -> Meta.get(h, "small"))).isEmpty();
  }

  @Test
  void aReaderCannotWrite() {
    assertThatThrownBy(
            () ->
                db.read(
                    h -> {
                      Members.add(h, "alice", NOW);
                      return 0;
                    }))
        .hasMessageContaining("readonly");
  }

  @Test
  void aTransactionThatFailsLeavesNothing() {
    assertThatThrownBy(
            () ->
                db.write(
                    h -> {
                      Members.add(h, "alice", NOW);
                      Members.add(h, "alice", NOW);
                      return 0;
                    }))
        .isInstanceOf(RuntimeException.class);
    assertThat(db.read(Members::rights).members()).isEmpty();
  }

  @Test
  void rightsComeAndGo() {
    Right right = new Right(Right.Kind.DOMAIN, "greenhouse.example");
    db.write(
        h -> {
          Members.add(h, "alice", NOW);
          Members.add(h, "bob", NOW);
          Members.grant(h, "alice", right);
          Members.grant(h, "alice", right);
          return 0;
        });
    assertThat(db.read(Members::rights).of("alice")).containsExactly(right);
    assertThat(db.read(Members::rights).members()).containsExactly("alice", "bob");
    db.write(
        h -> {
          Members.revoke(h, "alice", right);
          return 0;
        });
    assertThat(db.read(Members::rights).of("alice")).isEmpty();
  }

  @Test
  void whatAGenerationFoundIsKnown() {
    SourceId other = new SourceId("alice", "other");
    SourceId gone = new SourceId("alice", "gone");
    SourceText one = new SourceText("a.dtl", new byte[] {1});
    SourceText two = new SourceText("a.dtl", new byte[] {2});
    db.write(
        h -> {
          Members.add(h, "alice", NOW);
          Sources.putSite(h, List.of(one), 1);
          Sources.put(h, ID, one, 1);
          Sources.put(h, gone, one, 1);
          Sources.put(h, ID, two, 2);
          Sources.put(h, other, two, 2);
          Sources.end(h, gone, 2);
          return 0;
        });
    Sources.Before before = db.read(h -> Sources.before(h, 2));
    assertThat(before.programs())
        .containsOnlyKeys(ID, other, gone)
        .containsEntry(other, java.util.Optional.empty());
    assertThat(before.programs().get(ID))
        .hasValueSatisfying(t -> assertThat(t.bytes()).containsExactly(1));
    assertThat(before.site()).isEmpty();
    db.write(
        h -> {
          Sources.put(h, ID, one, 3);
          Sources.end(h, other, 3);
          Sources.put(h, gone, two, 3);
          Sources.putSite(h, List.of(two), 3);
          return 0;
        });
    assertThat(db.read(h -> Sources.before(h, 2)).programs()).isEmpty();
    assertThat(db.read(h -> Sources.before(h, 3)).site())
        .singleElement()
        .satisfies(f -> assertThat(f.bytes()).containsExactly(1));
  }

  @Test
  void aProgramIsInForceUntilItIsReplacedOrEnded() {
    db.write(
        h -> {
          Members.add(h, "alice", NOW);
          Sources.put(h, ID, text("one"), 1);
          Sources.put(h, ID, text("two"), 2);
          return 0;
        });
    Sources.Stored stored = Objects.requireNonNull(db.read(Sources::current).get(ID));
    assertThat(stored.text().bytes()).isEqualTo(bytes("two"));
    assertThat(stored.generation()).isEqualTo(2);
    db.write(
        h -> {
          Sources.end(h, ID, 3);
          return 0;
        });
    assertThat(db.read(Sources::current)).isEmpty();
    assertThat(
            db.<Integer>read(
                h -> h.createQuery("SELECT count(*) FROM sources").mapTo(int.class).one()))
        .isEqualTo(2);
  }

  @Test
  void theLatestManifestOfEachHostIsItsTarget() {
    Hash a = Hash.of(bytes("a"));
    Hash b = Hash.of(bytes("b"));
    db.write(
        h -> {
          for (long g = 1; g <= 3; g++) {
            Generations.add(h, g, 1, NOW, "root", "");
          }
          Generations.putManifest(h, new SignedManifest("s", "main", 1, 1, a.hex(), "x"), 0, true);
          Generations.putManifest(h, new SignedManifest("s", "shell", 1, 1, a.hex(), "x"), 0, true);
          Generations.putManifest(h, new SignedManifest("s", "main", 1, 3, b.hex(), "x"), 1, false);
          Generations.putBlobs(h, Map.of(a, bytes("a"), b, bytes("b")));
          Generations.putBlobs(h, Map.of(a, bytes("a")));
          return 0;
        });
    assertThat(db.read(Generations::targets))
        .isEqualTo(
            Map.of(
                "main", new Generations.Target(3, 1, b),
                "shell", new Generations.Target(1, 0, a)));
    assertThat(db.read(Generations::latest)).isEqualTo(3);
    assertThat(db.<byte[]>read(h -> Generations.blob(h, a).orElseThrow())).isEqualTo(bytes("a"));
  }

  @Test
  void aClaimKeepsItsAgeWhileItsHolderStays() {
    db.write(
        h -> {
          Generations.claim(h, Map.of("a.example", ID), 1);
          Generations.claim(h, Map.of("a.example", ID), 5);
          return 0;
        });
    assertThat(since()).isEqualTo(1);
    db.write(
        h -> {
          Generations.claim(h, Map.of("a.example", new SourceId("bob", "x")), 6);
          return 0;
        });
    assertThat(since()).isEqualTo(6);
  }

  private long since() {
    return db.<Long>read(h -> h.createQuery("SELECT since FROM claims").mapTo(Long.class).one());
  }

  @Test
  void aTokenWorksOnceInTimeAndForItsHost() {
    db.write(
        h -> {
          Hosts.putToken(h, "t", "main", NOW.plus(Duration.ofHours(1)));
          return 0;
        });
    assertThat(use("t", "shell", NOW)).isFalse();
    assertThat(use("u", "main", NOW)).isFalse();
    assertThat(use("t", "main", NOW.plus(Duration.ofHours(1)))).isFalse();
    assertThat(use("t", "main", NOW)).isTrue();
    assertThat(use("t", "main", NOW)).isFalse();
  }

  private boolean use(String hash, String host, Instant now) {
    return db.write(h -> Hosts.useToken(h, hash, host, now));
  }

  @Test
  void aSecretOnceMadeStays() {
    db.write(
        h -> {
          Secrets.put(h, Map.of("dns/transfer/main", "one"));
          Secrets.put(h, Map.of("dns/transfer/main", "two"));
          return 0;
        });
    assertThat(db.read(Secrets::all)).isEqualTo(Map.of("dns/transfer/main", "one"));
  }

  private static SourceText text(String text) {
    return new SourceText("greenhouse.dtl", bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
