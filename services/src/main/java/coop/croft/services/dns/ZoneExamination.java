package coop.croft.services.dns;

import coop.croft.core.model.Host;
import coop.croft.core.model.Site;
import coop.croft.services.Finding;
import coop.croft.services.Inquiry;
import coop.croft.services.dns.SoaClient.Answer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Whether all name servers of the site give the same of a zone, as another host sees them. */
final class ZoneExamination {
  static final String OUTSIDE = "outside";

  private static final Duration PATIENCE = Duration.ofSeconds(3);
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
    List<Finding> findings = new ArrayList<>();
    Map<String, Long> serials = new TreeMap<>();
    for (String server : words.subList(1, words.size())) {
      InetAddress address = InetAddress.ofLiteral(server.substring(server.indexOf(' ') + 1));
      Answer answer =
          SoaClient.ask(new InetSocketAddress(address, PORT), List.of(zone), PATIENCE)
              .getOrDefault(zone, new Answer.Silence());
      switch (answer) {
        case Answer.Serial(long serial) -> serials.put(server, serial);
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
    }
    if (serials.values().stream().distinct().count() > 1) {
      findings.add(
          new Finding(
              "the name servers differ about " + zone + ": " + serials,
              "wait a minute; if they still differ, tell the administrators"));
    }
    return findings.stream().map(Finding::line).toList();
  }
}
