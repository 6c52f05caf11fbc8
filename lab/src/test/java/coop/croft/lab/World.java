package coop.croft.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * The rest of the world, on the client outside: at its IPv6 address the name server of the zone
 * {@code example}, at the other one a resolver, which is also the name server of the company where
 * moor.example was before.
 */
final class World {
  /** The site's name servers, as the zone {@code example} knows them. */
  static final List<String> ALL = List.of("ns1.croft", "ns2.croft", "ns3.croft");

  private static final String NAMED = "/etc/bind/named.conf";
  private static final String KEPT = "/root/named.conf";
  private static final String ZONE = "/var/cache/bind/example";

  private static final String CONFIGURATION =
      """
      options {
        directory "/var/cache/bind";
        dnssec-validation no;
        listen-on { any; };
        listen-on-v6 { any; };
        allow-transfer { none; };
        notify explicit;
      };
      view "above" {
        match-destinations { 2001:db8::99; };
        recursion no;
        zone "example" { type primary; file "example"; };
      };
      view "resolver" {
        recursion yes;
        allow-recursion { any; };
        max-cache-ttl 0;
        max-ncache-ttl 0;
        zone "example" { type static-stub; server-addresses { 2001:db8::99; }; };
        zone "moor.example" { type primary; file "moor.example"; };
        zone "delta.example" {
          type primary;
          file "/etc/bind/zones/delta.example";
          allow-transfer { 192.0.2.11; };
          also-notify { 192.0.2.11; };
        };
      };
      """;

  private static final String OLD =
      """
      $TTL 60
      @ SOA ns.old.example. hostmaster.old.example. 1 600 120 86400 60
      @ NS ns.old.example.
      www A 203.0.113.9
      """;

  private static final String SERVERS =
      """
      @ NS ns
      ns AAAA 2001:db8::99
      ns.old A 192.0.2.99
      ns.delta A 192.0.2.99
      """;

  private int serial;

  /** Also lets the site look names up there. */
  void begin() {
    Lab.on("client", "cp", NAMED, KEPT).expectSuccess();
    Lab.feed("client", OLD, "tee", "/var/cache/bind/moor.example").expectSuccess();
    write(ALL);
    Lab.feed("client", CONFIGURATION, "tee", NAMED).expectSuccess();
    Lab.on("client", "systemctl", "restart", "named").expectSuccess();
    Lab.on("main", "mkdir", "-p", "/root/world").expectSuccess();
    String site = Lab.on("main", "cat", "/etc/croft/site/site.dtl").out();
    String looking =
        site.replace(
            "\"none\";",
            "\"none\"; val Resolvers : [ip] = [\"192.0.2.99\"];"
                + " val PreviewDomain : domain = \"preview.example\";");
    Lab.feed("main", looking, "tee", "/root/world/site.dtl").expectSuccess();
    Lab.on("main", "croft", "apply", "--yes", "--site", "/root/world").expectSuccess();
    await("greenhouse.example", "ns1.croft.example.");
  }

  void end() {
    Lab.on("client", "mv", KEPT, NAMED);
    Lab.on("client", "systemctl", "restart", "named");
    Lab.on("main", "croft", "apply", "--yes", "--site", "/etc/croft/site").expectSuccess();
  }

  /** Names the servers of moor.example, relative to {@code example}. */
  void delegates(String... servers) {
    delegates(List.of(servers));
  }

  void delegates(List<String> servers, String... ds) {
    write(servers, ds);
    Lab.on("client", "systemctl", "kill", "-s", "HUP", "named").expectSuccess();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(
            () ->
                assertThat(Lab.dig("2001:db8::99", "example", "SOA")).contains(" " + serial + " "));
  }

  private static void await(String zone, String server) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> assertThat(Lab.dig("192.0.2.99", zone, "NS")).contains(server));
  }

  private void write(List<String> servers, String... ds) {
    serial++;
    StringBuilder zone = new StringBuilder("$TTL 60\n");
    zone.append("@ SOA ns hostmaster %d 600 120 86400 60\n".formatted(serial)).append(SERVERS);
    for (String line :
        List.of("ns1 11", "ns2 12", "ns3 14", "main 11", "dynamic 12", "offsite 14")) {
      String[] word = line.split(" ");
      zone.append("%s.croft A 192.0.2.%s\n".formatted(word[0], word[1]));
      zone.append("%s.croft AAAA 2001:db8::%s\n".formatted(word[0], word[1]));
    }
    for (String domain : List.of("greenhouse", "forge", "anvil", "press", "archive", "mirror")) {
      ALL.forEach(server -> zone.append("%s NS %s\n".formatted(domain, server)));
    }
    for (String server : List.of("ns.delta", "main.croft", "dynamic.croft", "offsite.croft")) {
      zone.append("delta NS %s\n".formatted(server));
    }
    servers.forEach(server -> zone.append("moor NS %s\n".formatted(server)));
    for (String record : ds) {
      zone.append("moor DS %s\n".formatted(record));
    }
    Lab.feed("client", zone.toString(), "tee", ZONE).expectSuccess();
  }
}
