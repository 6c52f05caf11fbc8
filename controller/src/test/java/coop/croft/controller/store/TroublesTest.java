package coop.croft.controller.store;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.controller.store.Troubles.Kind;
import coop.croft.controller.store.Troubles.Trouble;
import coop.croft.services.Certificate;
import coop.croft.services.Proof;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of certificates. */
class TroublesTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

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

  private Instant mayOrder(Instant now) {
    return db.read(h -> Troubles.mayOrder(h, now, 2));
  }

  private void order(Instant now) {
    db.write(
        h -> {
          Troubles.ordered(h, now);
          return 0;
        });
  }

  @Test
  void soManyOrdersInAnHourAndNoMore() {
    order(NOW);
    assertThat(mayOrder(NOW)).isEqualTo(NOW);
    order(NOW.plusSeconds(60));
    Instant third = mayOrder(NOW.plusSeconds(61));
    assertThat(third).isEqualTo(NOW.plus(Duration.ofHours(1)).plusSeconds(1));
    assertThat(mayOrder(third)).isEqualTo(third);
    order(third);
    assertThat(mayOrder(third)).isEqualTo(NOW.plusSeconds(60 + 3600 + 1));
  }

  @Test
  void aReasonIsReplacedAndForgottenByName() {
    db.write(
        h -> {
          Troubles.put(h, new Trouble("a.example", "x.a.example", Kind.FOUND, "one", 1, NOW));
          Troubles.put(h, new Trouble("a.example", "x.a.example", Kind.REFUSED, "two", 2, NOW));
          Troubles.put(h, new Trouble("a.example", Troubles.WHOLE, Kind.REFUSED, "all", 1, NOW));
          return 0;
        });
    assertThat(db.read(Troubles::all)).extracting(Trouble::reason).containsExactly("all", "two");
    db.write(
        h -> {
          Troubles.forget(h, "a.example", List.of(Troubles.WHOLE));
          return 0;
        });
    assertThat(db.read(Troubles::all)).extracting(Trouble::failures).containsExactly(2);
  }

  @Test
  void certificatesAndProofsComeBackAsTheyWere() {
    Certificate c =
        new Certificate(List.of("a.example", "*.a.example"), "pem", NOW, NOW.plusSeconds(9), true);
    Proof p = new Proof("a.example", Proof.Way.DNS, "a.example", "", "digest");
    db.write(
        h -> {
          IssuedCertificates.put(h, "a.example", c);
          IssuedCertificates.replaceProofs(h, Set.of(p));
          return 0;
        });
    assertThat(db.read(IssuedCertificates::all)).containsEntry("a.example", c).hasSize(1);
    assertThat(db.read(IssuedCertificates::proofs)).containsExactly(p);
    assertThat(c.covers("b.a.example")).isTrue();
    assertThat(c.covers("c.b.a.example")).isFalse();
    assertThat(c.renewal()).isEqualTo(NOW.plusSeconds(6));
  }
}
