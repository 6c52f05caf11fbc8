package coop.croft.services.dns;

import coop.croft.core.model.Host;
import coop.croft.core.model.Site;
import coop.croft.services.Finding;
import coop.croft.services.Inquiry;
import coop.croft.services.dns.SoaClient.Answer;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether all name servers of the site give the same of a zone, as another host sees them. */
final class ZoneExamination {
  static final String OUTSIDE = "outside";

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration CATCHING_UP = Duration.ofMillis(1500);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(150);
  private static final int PORT = 53;

  private ZoneExamination() {}

  /** Whom to ask about every address of a name server. */
  static List<Inquiry> of(String zone, Site site) {
    List<String> words = new ArrayList<>(List.of(zone));
    for (Host h : site.hosts()) {
      if (h.nameServer().isPresent()) {
        Stream.concat(h.ipv4().stream(), h.ipv6().stream())
            .forEach(a -> words.add(h.name() + " " + a));
      }
    }
    return Inquiry.outsider(site, h -> !h.has("dns-primary"))
        .map(host -> List.of(new Inquiry("dns", List.of(host), OUTSIDE, words)))
        .orElse(List.of());
  }

  /**
   * Answers a question.
   *
   * @param words the zone, then a host and an address of it each
   */
  static List<String> answer(List<String> words) {
    String zone = words.getFirst();
    List<String> servers = words.subList(1, words.size());
    Map<String, Answer> answers = ask(zone, servers);
    long end = System.nanoTime() + CATCHING_UP.toNanos();
    // The secondaries follow the primary, and a change may come between two questions.
    while (serials(answers).size() > 1 && System.nanoTime() < end && Pause.of(BETWEEN_LOOKS)) {
      answers = ask(zone, servers);
    }
    List<Finding> findings = new ArrayList<>();
    answers.forEach(
        (server, answer) -> {
          switch (answer) {
            case Answer.Serial _ -> {}
            case Answer.NotServed _ ->
                findings.add(
                    new Finding(
                        "the name server " + server + " does not know " + zone,
                        "croft status says whether the host is behind"));
            case Answer.Silence _ ->
                findings.add(
                    new Finding(
                        "the name server " + server + " does not answer for " + zone,
                        "croft status says whether the host is there; the others go on answering"));
          }
        });
    Map<Long, List<String>> serials = serials(answers);
    if (serials.size() > 1) {
      findings.add(
          new Finding(
              "the name servers differ about "
                  + zone
                  + ": "
                  + serials.entrySet().stream()
                      .map(e -> String.join(" and ", e.getValue()) + " give serial " + e.getKey())
                      .collect(Collectors.joining("; ")),
              "wait a minute; if they still differ, tell the administrators"));
    }
    return findings.stream().map(Finding::line).toList();
  }

  private static Map<Long, List<String>> serials(Map<String, Answer> answers) {
    Map<Long, List<String>> serials = new TreeMap<>();
    answers.forEach(
        (server, answer) -> {
          if (answer instanceof Answer.Serial(long serial)) {
            serials.computeIfAbsent(serial, s -> new ArrayList<>()).add(server);
          }
        });
    return serials;
  }

  /** All at once: a server that is silent costs its time once. */
  private static Map<String, Answer> ask(String zone, List<String> servers) {
    Map<String, Answer> answers = new ConcurrentSkipListMap<>();
    try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String server : servers) {
        all.execute(() -> answers.put(server, ask(zone, server)));
      }
    }
    return answers;
  }

  private static Answer ask(String zone, String server) {
    InetAddress address = InetAddress.ofLiteral(server.substring(server.indexOf(' ') + 1));
    try {
      return SoaClient.ask(new InetSocketAddress(address, PORT), List.of(zone), PATIENCE)
          .getOrDefault(zone, new Answer.Silence());
    } catch (UncheckedIOException e) {
      // No way leads there.
      return new Answer.Silence();
    }
  }
}
