package coop.croft.lab;

import static coop.croft.lab.Lab.MAIN;
import static coop.croft.lab.Lab.digAll;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What was, who did it, and back to it, with the daemons answering. */
@Tag("lab")
class HistoryTest {
  private static final Pattern GENERATION = Pattern.compile("^\\{\"generation\":(\\d+),");

  @AfterEach
  void asItWas() {
    root("grant", "mallory", "domain", "moor.example").expectSuccess();
    Lab.remove("mallory", "moor");
  }

  private static Lab.Ran root(String... words) {
    List<String> argv = new java.util.ArrayList<>(List.of("croft"));
    argv.addAll(List.of(words));
    return Lab.on("main", argv.toArray(String[]::new));
  }

  private static Lab.Ran mallory(String... words) {
    List<String> argv = new java.util.ArrayList<>(List.of("croft"));
    argv.addAll(List.of(words));
    return Lab.as("mallory", argv.toArray(String[]::new));
  }

  /** Applies a program with one address; gives the generation. */
  private static String address(String ip) {
    Lab.apply(
            "mallory",
            "moor",
            "domain \"moor.example\" with dns (dnsA \"heath\" \"" + ip + "\") end\n")
        .expectSuccess();
    return latest();
  }

  private static String latest() {
    Lab.Ran ran = mallory("history", "--json", "--last", "1", "moor").expectSuccess();
    Matcher m = GENERATION.matcher(ran.out());
    assertThat(m.find()).as(ran.out()).isTrue();
    return m.group(1);
  }

  @Test
  void aMemberGoesBackToWhatWas() {
    String one = address("203.0.113.1");
    String two = address("203.0.113.2");
    assertThat(digAll("heath.moor.example", "A")).isEqualTo("203.0.113.2");
    long serial = Lab.serial(MAIN, "moor.example");
    assertThat(mallory("history", "moor").expectSuccess().out().lines().limit(2).toList())
        .satisfiesExactly(
            l -> assertThat(l).startsWith(two + "  ").endsWith("mallory  apply moor of mallory"),
            l -> assertThat(l).startsWith(one + "  ").endsWith("mallory  apply moor of mallory"));
    assertThat(mallory("diff", one, two).expectSuccess().out())
        .contains("-domain \"moor.example\" with dns (dnsA \"heath\" \"203.0.113.1\") end")
        .contains("+domain \"moor.example\" with dns (dnsA \"heath\" \"203.0.113.2\") end")
        .contains("moor.example")
        .contains("~ main: ");
    mallory("rollback", "moor", one).expectSuccess();
    assertThat(digAll("heath.moor.example", "A")).isEqualTo("203.0.113.1");
    assertThat(Lab.serial(MAIN, "moor.example")).isGreaterThan(serial);
    assertThat(Long.parseLong(latest())).isGreaterThan(Long.parseLong(two));
    assertThat(mallory("rollback", "moor", one).expectSuccess().out()).contains("nothing");
  }

  @Test
  void anAdministratorTakesEverythingBackAndRightsStay() {
    String then = address("203.0.113.1");
    address("203.0.113.2");
    Lab.remove("mallory", "moor").expectSuccess();
    Lab.Ran unasked = root("rollback", "1");
    assertThat(unasked.exit()).as(unasked.all()).isEqualTo(1);
    assertThat(unasked.err()).contains("--yes");
    root("rollback", "--yes", then).expectSuccess();
    assertThat(digAll("heath.moor.example", "A")).isEqualTo("203.0.113.1");
    root("revoke", "--yes", "mallory", "domain", "moor.example").expectSuccess();
    Lab.Ran gone = root("rollback", "--yes", then);
    assertThat(gone.exit()).isEqualTo(1);
    assertThat(gone.err())
        .contains("error[not-held]: you do not hold the domain moor.example")
        .contains("is not right any more");
    Lab.Ran own = mallory("rollback", "--yes", "moor", then);
    assertThat(own.exit()).isEqualTo(1);
    assertThat(own.err()).contains("not-held");
    assertThat(Lab.on("client", "dig", "@" + MAIN, "moor.example", "SOA").out())
        .contains("REFUSED");
  }

  @Test
  void theLogTellsWhoDidWhatAndIsWhole() {
    String head = head(root("audit", "--verify").expectSuccess());
    address("203.0.113.3");
    root("revoke", "--yes", "mallory", "domain", "moor.example").expectSuccess();
    List<String> about =
        root("audit", "--about", "moor.example", "--last", "2")
            .expectSuccess()
            .out()
            .lines()
            .toList();
    assertThat(about.get(0)).contains("root  revoke mallory domain moor.example: generation ");
    assertThat(about.get(1)).contains("mallory on shell  apply moor of mallory: generation ");
    assertThat(mallory("audit").expectSuccess().out())
        .contains("revoke mallory domain moor.example")
        .doesNotContain("of alice", "of bob");
    Lab.Ran kept = root("audit", "--verify", "--head", head).expectSuccess();
    assertThat(kept.out()).contains("2 have followed", "the audit log is whole");
    assertThat(head(kept)).isNotEqualTo(head);
    assertThat(root("audit", "--head", "0".repeat(64)).exit()).isEqualTo(1);
    assertThat(mallory("audit", "--verify").exit()).isEqualTo(1);
    assertThat(Lab.on("main", "journalctl", "-u", "croft-controller", "-o", "cat").out())
        .containsPattern("audit log: [0-9]+ entries, head [0-9a-f]{64}");
  }

  @Test
  void thePrometheusOfTheControllersHostReadsFigures() {
    address("203.0.113.4");
    String figures =
        Lab.on("main", "curl", "-sf", "http://127.0.0.1:9446/metrics").expectSuccess().out();
    assertThat(figures)
        .contains("# TYPE croft_step_seconds histogram")
        .containsPattern("croft_host_generation\\{host=\"main\"} [1-9]")
        .containsPattern("croft_host_silent_seconds\\{host=\"offsite\"} [0-9]")
        .containsPattern("croft_build_info\\{.*version=\"[0-9]")
        .doesNotContain("mallory", "alice", "moor.example");
    for (String step : List.of("draft", "prepare", "commit", "live")) {
      assertThat(figures)
          .containsPattern("croft_step_seconds_count\\{step=\"" + step + "\"} [1-9]");
    }
    assertThat(Lab.on("dynamic", "curl", "-s", "http://" + MAIN + ":9446/metrics").exit())
        .isNotZero();
  }

  private static String head(Lab.Ran verified) {
    return verified.out().strip().replaceFirst("(?s).* head ", "");
  }
}
