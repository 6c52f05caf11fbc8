package coop.croft.controller;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.controller.backup.Backups;
import coop.croft.core.wire.Agents;
import coop.croft.core.wire.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A controller that was lost begins again with an older copy of its state. */
class RestoreTest {
  @TempDir private Path directory;

  /** A host's directories as the back-up finds them, over a town's. */
  private Path root(String name, Path town) throws Exception {
    Path root = directory.resolve(name);
    Path state = Files.createDirectories(root.resolve("var/lib/croft")).resolve("controller");
    Files.createDirectories(town.resolve("run"));
    Files.createDirectories(town.resolve("state"));
    Files.createSymbolicLink(state, town.resolve("state"));
    Files.createSymbolicLink(
        Files.createDirectories(root.resolve("run/croft")).resolve("controller.sock"),
        town.resolve("run/c.sock"));
    return root;
  }

  private static long generation(Town town, String host) throws Exception {
    return Long.parseLong(
        town.expect(town.admin("host-list"))
            .text()
            .lines()
            .filter(l -> l.startsWith(host))
            .findFirst()
            .orElseThrow()
            .replaceAll(".*live at generation ([0-9]+).*", "$1"));
  }

  private static long serial(Town town) {
    String file = town.agent("main").files.getOrDefault("/etc/register/alice.example", "0");
    return Long.parseLong(file.lines().findFirst().orElseThrow());
  }

  private static TestAgent renewed(Town town, TestAgent agent) throws Exception {
    KeyPair keys = TestAgent.newKeys();
    Agents.Renew wanted =
        new Agents.Renew(Base64.getEncoder().encodeToString(keys.getPublic().getEncoded()));
    TestAgent.Response response = agent.post("/agent/renew", Wire.write(wanted));
    assertThat(response.status()).as(response.body()).isEqualTo(200);
    String certificate = Wire.read(Agents.Renewed.class, response.body()).certificate();
    TestAgent fresh = agent.with(keys, TestAgent.certificate(certificate), town.authority());
    fresh.live = agent.live;
    fresh.files = agent.files;
    return fresh;
  }

  @Test
  void noNumberFallsAndTheHostsGetWhatTheCopySays() throws Exception {
    Path first = directory.resolve("first");
    Town lost = Town.founded(first, Duration.ofDays(6));
    Path file = directory.resolve("backup.tar");
    lost.expect(lost.apply("alice", "a", "domain \"alice.example\" with plaque \"one\" end\n"));
    Path root = root("root", first);
    Files.createDirectories(root.resolve("etc/croft"));
    Files.writeString(root.resolve("etc/croft/controller.conf"), "port = 8443\n");
    Path keys = Files.createDirectories(root.resolve("var/lib/bind/croft/keys"));
    Files.writeString(keys.resolve("Kalice.example.+013+01234.private"), "secret");
    Backups.write(root, file);
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(first.resolve("state/croft.db.copy")).doesNotExist();
    assertThat(Backups.problem(root, file)).contains("exists");

    // What the copy does not know: other generations, other serials, another certificate.
    for (String text : new String[] {"two", "three", "four"}) {
      lost.expect(
          lost.apply("alice", "a", "domain \"alice.example\" with plaque \"" + text + "\" end\n"));
    }
    lost.settle();
    long served = serial(lost);
    long live = generation(lost, "main");
    lost.clock.advance(Duration.ofDays(6));
    TestAgent dynamic = lost.agent("dynamic");
    dynamic.stop();
    TestAgent newer = renewed(lost, dynamic);
    assertThat(newer.post("/agent/work", Wire.write(new Agents.State(0, live, 0))).status())
        .isEqualTo(200);
    lost.close();

    Path second = directory.resolve("second");
    Path fresh = root("fresh", second);
    Files.writeString(second.resolve("state/croft.db"), "of a package that was just installed");
    Backups.restore(fresh, file);
    assertThat(fresh.resolve("etc/croft/controller.conf")).hasContent("port = 8443");
    assertThat(fresh.resolve("var/lib/bind/croft/keys/Kalice.example.+013+01234.private"))
        .hasContent("secret");
    assertThat(second.resolve("state/before-restore/croft.db")).exists();

    Town town = new Town(second);
    try {
      for (Map.Entry<String, TestAgent> e : lost.agents.entrySet()) {
        TestAgent agent = e.getKey().equals("dynamic") ? newer : e.getValue();
        TestAgent again = agent.at(town.controller.port(), town.authority());
        town.agents.put(e.getKey(), again);
        again.start();
      }
      town.settle();
      assertThat(town.agent("dynamic").files.toString()).contains("one").doesNotContain("four");
      assertThat(serial(town)).isGreaterThan(served);
      long jumped = generation(town, "main");
      assertThat(jumped).isGreaterThan(live);
      // The certificate from before the renewal is the older one of two.
      assertThat(
              dynamic
                  .at(town.controller.port(), town.authority())
                  .post("/agent/work", Wire.write(new Agents.State(0, 0, 0)))
                  .status())
          .isEqualTo(403);
      town.expect(town.apply("alice", "a", "domain \"alice.example\" with plaque \"five\" end\n"));
      town.settle();
      assertThat(town.agent("dynamic").files.toString()).contains("five");
      assertThat(town.expect(town.admin("audit")).text()).contains("restore").contains("backup");
      town.reboot();
      town.settle();
      assertThat(generation(town, "main")).isBetween(jumped, jumped + 100);
      assertThat(Backups.problem(fresh, file)).contains("exists");
      assertThat(Backups.restoreProblem(fresh, file)).contains("systemctl stop croft-controller");
    } finally {
      town.close();
    }
  }
}
