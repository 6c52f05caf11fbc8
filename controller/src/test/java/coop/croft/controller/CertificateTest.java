package coop.croft.controller;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.controller.rights.Actor;
import coop.croft.core.wire.Agents;
import coop.croft.core.wire.Calls.Call;
import coop.croft.core.wire.Wire;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a host may speak, and how it stops. */
class CertificateTest {
  private static final String STATE = Wire.write(new Agents.State(0, 0, 0));

  @TempDir private Path directory;
  private Town town;

  @BeforeEach
  void found() throws Exception {
    town = Town.founded(directory, Duration.ofDays(5));
  }

  @AfterEach
  void leave() throws Exception {
    town.close();
  }

  private TestAgent quiet(String host) throws Exception {
    TestAgent agent = town.agent(host);
    agent.stop();
    return agent;
  }

  private static Agents.Work work(TestAgent agent) throws Exception {
    TestAgent.Response response = agent.post("/agent/work", STATE);
    assertThat(response.status()).as(response.body()).isEqualTo(200);
    return Wire.read(Agents.Work.class, response.body());
  }

  private static TestAgent.Response renew(TestAgent agent, KeyPair keys) throws Exception {
    return agent.post(
        "/agent/renew",
        Wire.write(
            new Agents.Renew(Base64.getEncoder().encodeToString(keys.getPublic().getEncoded()))));
  }

  private TestAgent renewed(TestAgent agent) throws Exception {
    KeyPair keys = TestAgent.newKeys();
    TestAgent.Response response = renew(agent, keys);
    assertThat(response.status()).as(response.body()).isEqualTo(200);
    return agent.with(
        keys,
        TestAgent.certificate(Wire.read(Agents.Renewed.class, response.body()).certificate()),
        town.authority());
  }

  @Test
  void aHostIsToldToRenewAfterTwoThirdsOfItsCertificatesLifeAndNotBefore() throws Exception {
    TestAgent shell = quiet("shell");
    town.clock.advance(Duration.ofDays(4));
    assertThat(work(shell).order()).isNotEqualTo(Agents.Order.RENEW);
    assertThat(renew(shell, TestAgent.newKeys()).status()).isEqualTo(409);
    town.clock.advance(Duration.ofHours(24));
    assertThat(work(shell).order()).isEqualTo(Agents.Order.RENEW);
    // What it is to run does not wait for a host that does not renew; it is reminded later.
    assertThat(work(shell).order()).isNotEqualTo(Agents.Order.RENEW);
    town.clock.advance(Duration.ofHours(4));
    assertThat(work(shell).order()).isEqualTo(Agents.Order.RENEW);
  }

  @Test
  void oldAndNewCountUntilTheNewOneWasShown() throws Exception {
    TestAgent old = quiet("shell");
    town.clock.advance(Duration.ofDays(5));
    TestAgent lost = renewed(old);
    TestAgent fresh = renewed(old);
    work(old);
    // An answer that never reached the host gave a certificate that counts no longer.
    assertThat(lost.post("/agent/work", STATE).status()).isEqualTo(403);
    work(fresh);
    TestAgent.Response refused = old.post("/agent/work", STATE);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.body()).contains("croft host add shell").contains("croft-agent join TOKEN");
    assertThat(town.expect(town.admin("audit")).text()).contains("renew");
    town.restart();
    TestAgent again = fresh.at(town.controller.port(), town.authority());
    work(again);
    town.agents.put("shell", again);
  }

  @Test
  void aCertificateThatEndedIsRefusedAlsoOnAConnectionThatIsOpen() throws Exception {
    TestAgent shell = quiet("shell");
    work(shell);
    town.clock.advance(Duration.ofDays(7));
    TestAgent.Response refused = shell.post("/agent/work", STATE);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.body())
        .contains("shell has a certificate that ended")
        .contains("croft host add shell");
    assertThat(town.admin("host-list").text()).contains("certificate ended");
    assertThat(renew(shell, TestAgent.newKeys()).status()).isEqualTo(403);
    assertThat(town.join("shell").epochAtJoin).isPositive();
  }

  @Test
  void theServersOwnCertificateIsMadeAnewWhileItRuns() throws Exception {
    X509Certificate before = served();
    town.clock.advance(Duration.ofDays(5));
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(served().getNotAfter()).isAfter(before.getNotAfter()));
  }

  @Test
  void aClockThatRanAheadAndCameBackLeavesNoServerWithACertificateOfTheFuture() throws Exception {
    town.clock.advance(Duration.ofDays(400));
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !isTrusted());
    town.clock.advance(Duration.ofDays(-400));
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(this::isTrusted);
  }

  /** By the clock of this machine. */
  private boolean isTrusted() throws Exception {
    try {
      served();
      return true;
    } catch (java.io.IOException e) {
      return false;
    }
  }

  private X509Certificate served() throws Exception {
    HttpClient stranger =
        HttpClient.newBuilder().sslContext(TestAgent.strangers(town.authority())).build();
    HttpResponse<Void> response =
        stranger.send(
            HttpRequest.newBuilder(
                    URI.create("https://127.0.0.1:" + town.controller.port() + "/agent/work"))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build(),
            HttpResponse.BodyHandlers.discarding());
    return (X509Certificate) response.sslSession().orElseThrow().getPeerCertificates()[0];
  }

  @Test
  void aRevokedHostIsCutOffInTheMiddleOfWhatItDoes() throws Exception {
    TestAgent shell = quiet("shell");
    town.expect(town.apply("alice", "a", "domain \"alice.example\" with plaque \"one\" end\n"));
    work(shell);
    CompletableFuture<TestAgent.Response> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return shell.post("/agent/work", STATE);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    Thread.sleep(300);
    String token = town.token("shell");
    assertThat(waiting).isNotDone();
    town.expect(town.admin("host-revoke", "shell"));
    assertThat(waiting.get(1, TimeUnit.SECONDS).status()).isEqualTo(403);
    for (String path :
        List.of(
            "/agent/work", "/agent/receipt", "/agent/relay", "/agent/renew", "/agent/question")) {
      TestAgent.Response refused = shell.post(path, "{}");
      assertThat(refused.status()).as(path).isEqualTo(403);
      assertThat(refused.body()).as(path).contains("shell was revoked");
    }
    assertThat(shell.blobs("0".repeat(64)).statusCode()).isEqualTo(403);
    // Nor is a token of any use that was made before.
    TestAgent.Token read = TestAgent.Token.of(token);
    assertThat(
            TestAgent.askToJoin(
                    town.controller.port(),
                    town.authority(),
                    TestAgent.request(read, TestAgent.newKeys()))
                .status())
        .isEqualTo(403);
    assertThat(town.admin("host-list").text()).containsPattern("shell  login  revoked 20");
    assertThat(town.admin("host-revoke", "shell").exit()).isEqualTo(1);
    assertThat(town.admin("host-revoke", "nowhere").exit()).isEqualTo(1);
    town.restart();
    assertThat(
            shell.at(town.controller.port(), town.authority()).post("/agent/work", STATE).status())
        .isEqualTo(403);
    TestAgent again = town.join("shell");
    work(again);
    assertThat(town.admin("host-list").text()).doesNotContain("revoked");
  }

  @Test
  void whatARevokedHostKnewIsMadeAnew() throws Exception {
    String known = town.agent("main").files.get("/etc/register.key");
    town.expect(town.admin("host-revoke", "dynamic"));
    assertThat(town.agent("main").files.get("/etc/register.key")).isEqualTo(known);
    town.expect(town.admin("host-revoke", "main"));
    TestAgent again = town.join("main");
    again.start();
    Awaitility.await()
        .untilAsserted(
            () -> assertThat(again.files.get("/etc/register.key")).isNotNull().isNotEqualTo(known));
  }

  @Test
  void whatARevokedHostHandedInAndWaitsItsTurnIsNotDone() throws Exception {
    // A host that checks slowly keeps the engine busy.
    java.util.concurrent.CountDownLatch checking = new java.util.concurrent.CountDownLatch(1);
    java.util.concurrent.CountDownLatch revoked = new java.util.concurrent.CountDownLatch(1);
    town.agent("dynamic").checker =
        files -> {
          checking.countDown();
          try {
            if (!revoked.await(4, TimeUnit.SECONDS)) {
              return List.of();
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return List.of();
        };
    Thread first =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    town.apply("bob", "b", "domain \"bob.example\" with plaque \"one\" end\n");
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    checking.await();
    TestAgent shell = quiet("shell");
    CompletableFuture<String> relayed =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return shell
                    .post(
                        "/agent/relay?uid=1001&user=alice&call=1&since=1",
                        Wire.write(
                            new Call(
                                "apply",
                                List.of(),
                                List.of(
                                    new coop.croft.core.wire.Calls.Program(
                                        "a",
                                        "a.dtl",
                                        "domain \"alice.example\" with plaque \"x\" end\n")),
                                Map.of("yes", "true"))))
                    .body();
              } catch (Exception e) {
                return "cut off";
              }
            });
    Thread.sleep(500);
    town.expect(town.admin("host-revoke", "shell"));
    revoked.countDown();
    first.join();
    assertThat(relayed.get(5, TimeUnit.SECONDS)).doesNotContain("\"exit\":0");
    town.expect(
        town.call(
            new Actor.Administrator(),
            new Call(
                "apply",
                List.of(),
                List.of(
                    new coop.croft.core.wire.Calls.Program(
                        "b", "b.dtl", "domain \"bob.example\" with plaque \"two\" end\n")),
                Map.of("yes", "true", "as", "bob"))));
    assertThat(town.agent("dynamic").files.toString()).contains("two").doesNotContain("alice");
  }

  /** A call is let in, the host is revoked, and only then does the call come to its turn. */
  @Test
  void whatARevokedHostHandedInAndIsJustCheckedIsNotDone() throws Exception {
    town.expect(town.admin("host-revoke", "shell"));
    Town.Said late = town.apply("alice", "a", "domain \"alice.example\" with plaque \"x\" end\n");
    assertThat(late.exit()).isEqualTo(1);
    assertThat(late.problems()).contains("shell may not speak any more", "nothing was changed");
    assertThat(town.agent("dynamic").files.toString()).doesNotContain("alice");
  }
}
