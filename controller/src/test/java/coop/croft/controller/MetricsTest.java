package coop.croft.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import coop.croft.core.wire.Agents.Refusal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures as Prometheus reads them. */
class MetricsTest {
  @TempDir private Path directory;
  private Town town;

  @BeforeEach
  void found() throws Exception {
    town = Town.founded(directory);
  }

  @AfterEach
  void leave() throws Exception {
    town.close();
  }

  private HttpResponse<String> get(String path) throws Exception {
    int port = town.controller.metricsPort().orElseThrow();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  /** The value of a line of the answer. */
  private double figure(String name) throws Exception {
    return get("/metrics")
        .body()
        .lines()
        .filter(l -> l.startsWith(name + " "))
        .map(l -> Double.parseDouble(l.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  /** The answer is there a moment before it is counted. */
  private void awaitOutcome(String outcome, double count) {
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () ->
                assertThat(figure("croft_submissions_total{outcome=\"" + outcome + "\"}"))
                    .isEqualTo(count));
  }

  @Test
  void figuresFollowWhatHappens() throws Exception {
    double generation = figure("croft_generation");
    double done = figure("croft_submissions_total{outcome=\"done\"}");
    double live = figure("croft_step_seconds_count{step=\"live\"}");
    town.expect(town.apply("alice", "a", "domain \"alice.example\" with plaque \"x\" end\n"));
    assertThat(figure("croft_generation")).isEqualTo(generation + 1);
    awaitOutcome("done", done + 1);
    assertThat(figure("croft_step_seconds_count{step=\"live\"}")).isEqualTo(live + 1);
    for (String step : List.of("draft", "prepare", "commit", "live")) {
      assertThat(figure("croft_step_seconds_sum{step=\"" + step + "\"}")).as(step).isPositive();
    }
    assertThat(figure("croft_queue_length")).isZero();
    assertThat(figure("croft_host_generation{host=\"dynamic\"}"))
        .isEqualTo(figure("croft_host_wanted_generation{host=\"dynamic\"}"));
    assertThat(figure("croft_host_reachable{host=\"dynamic\"}")).isEqualTo(1);
    assertThat(figure("croft_host_silent_seconds{host=\"dynamic\"}")).isBetween(0.0, 10.0);
  }

  @Test
  void refusedAndRolledBackChangesAreCounted() throws Exception {
    town.apply("alice", "a", "domain \"bank.example\" with end\n");
    awaitOutcome("refused", 1);
    assertThat(figure("croft_submissions_total{outcome=\"undone\"}")).isZero();
    town.agent("dynamic").probe =
        files -> List.of(new Refusal("plaque", "/etc/plaque/alice.example", 1, "no"));
    town.apply("alice", "a", "domain \"alice.example\" with plaque \"x\" end\n");
    awaitOutcome("undone", 1);
  }

  @Test
  void noMemberAndNoDomainIsNamed() throws Exception {
    town.expect(town.apply("alice", "a", "domain \"alice.example\" with plaque \"x\" end\n"));
    HttpResponse<String> answer = get("/metrics");
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(t -> assertThat(t).startsWith("text/plain; version=0.0.4"));
    assertThat(answer.body())
        .containsPattern("croft_build_info\\{java=\"25[^\"]*\",version=\"[0-9][^\"]*\"} 1")
        .doesNotContain("alice", "bob", "example");
    assertThat(get("/").statusCode()).isEqualTo(404);
  }

  @Test
  void figuresAreForThisHostAloneAndCanBeLeftOut() throws Exception {
    assertThat(read("").metrics()).hasValue(at("127.0.0.1", 9446));
    assertThat(read("metrics = [::1]:9000").metrics()).hasValue(at("::1", 9000));
    assertThat(read("metrics = off").metrics()).isEmpty();
    for (String bad :
        List.of("0.0.0.0:9446", "192.0.2.11:9446", "9446", "127.0.0.1:70000", "127.0.0.300:80")) {
      assertThatThrownBy(() -> read("metrics = " + bad))
          .isInstanceOf(Configuration.Faults.class)
          .hasMessageContaining("metrics: " + bad);
    }
  }

  private static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }

  private Configuration read(String line) throws Exception {
    Path file = Files.writeString(directory.resolve("controller.conf"), line + "\n");
    return Configuration.read(
        file,
        Map.of(
            "STATE_DIRECTORY", directory.resolve("state").toString(),
            "RUNTIME_DIRECTORY", directory.resolve("run").toString()));
  }
}
