package coop.croft.services.web;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.core.model.Right;
import coop.croft.core.model.Rights;
import coop.croft.services.base.PortRange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whose requests are counted together; that nft(8) reads it so is a test of the laboratory's. */
class WaitingRulesTest {
  private static final Pattern ELEMENT = Pattern.compile("[{,] ([0-9-]+) : ([0-9]+)(?=[, ])");

  private static Rights rights(Map<String, List<String>> ports) {
    Map<String, List<Right>> granted = new TreeMap<>();
    ports.forEach(
        (m, all) -> granted.put(m, all.stream().map(p -> new Right(Right.Kind.PORT, p)).toList()));
    return new Rights(granted);
  }

  private static String text(Map<String, List<String>> ports) {
    byte[] text = WaitingRules.text(WaitingRules.owned(rights(ports)), 37);
    return new String(text, StandardCharsets.US_ASCII);
  }

  @Test
  void whatSeveralHoldIsCountedApart() {
    assertThat(
            WaitingRules.owned(
                rights(
                    Map.of(
                        "alice", List.of("8000-8009", "8020"), "mallory", List.of("8005-8012")))))
        .containsExactly(
            new WaitingRules.Owned(8000, 8004, 8000),
            new WaitingRules.Owned(8005, 8009, 8005),
            new WaitingRules.Owned(8010, 8012, 8010),
            new WaitingRules.Owned(8020, 8020, 8000));
  }

  /** Read back: each port once, and two ports together if the same members hold them. */
  @Test
  void everyPortIsThereOnce() {
    Random random = new Random(5);
    for (int round = 0; round < 200; round++) {
      Map<String, List<String>> ports = new TreeMap<>();
      Map<Integer, Set<String>> holders = new TreeMap<>();
      for (String member : List.of("alice", "bob", "chidi", "mallory")) {
        List<String> all = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          int first = random.nextInt(8) == 0 ? 65_500 : 1 + random.nextInt(60);
          int last = Math.min(65_535, first + random.nextInt(40));
          all.add(first == last ? "" + first : first + "-" + last);
        }
        ports.put(member, all);
        all.stream()
            .map(PortRange::of)
            .forEach(
                r -> {
                  for (int p = r.first(); p <= r.last(); p++) {
                    holders.computeIfAbsent(p, k -> new TreeSet<>()).add(member);
                  }
                });
      }
      Map<Integer, Integer> read = new TreeMap<>();
      Matcher element = ELEMENT.matcher(text(ports));
      while (element.find()) {
        PortRange range = PortRange.of(element.group(1));
        for (int p = range.first(); p <= range.last(); p++) {
          assertThat(read.put(p, Integer.parseInt(element.group(2)))).as("twice: " + p).isNull();
        }
      }
      assertThat(read.keySet()).isEqualTo(holders.keySet());
      Map<Integer, Set<String>> byOwner = new HashMap<>();
      Set<Set<String>> groups = new java.util.HashSet<>(holders.values());
      read.forEach(
          (port, owner) ->
              assertThat(byOwner.computeIfAbsent(owner, o -> holders.get(port)))
                  .isEqualTo(holders.get(port)));
      assertThat(byOwner).hasSameSizeAs(groups);
    }
  }

  @Test
  void anotherMapIsAnotherState() {
    String one = text(Map.of("alice", List.of("8000")));
    String other = text(Map.of("alice", List.of("8001")));
    assertThat(WaitingRules.state(one)).hasSize(32).isNotEqualTo(WaitingRules.state(other));
    assertThat(WaitingRules.state("Error: No such file or directory")).isEmpty();
  }
}
