package coop.croft.services.dns;

import coop.croft.core.manifest.Fragment;
import coop.croft.core.manifest.LineMap;
import coop.croft.core.model.Host;
import coop.croft.services.Facts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a name server has whatever the members' programs say. The main file never changes when zones
 * come and go: those live in named's own store of added zones, and reach the secondaries by the
 * catalog.
 */
final class HostConfig {
  /** RFC 9432, section 6: a name that nobody outside can resolve. */
  static final String CATALOG = "catalog.croft.invalid";

  private static final String CONTROL = "control";
  private static final String CATALOG_KEY = "catalog";
  private static final String CATALOG_FILE = "catalog.copy";

  private final Host host;
  private final NameServers servers;
  private final Facts facts;
  private final List<Fragment> fragments = new ArrayList<>();

  private HostConfig(Host host, NameServers servers, Facts facts) {
    this.host = host;
    this.servers = servers;
    this.facts = facts;
  }

  static List<Fragment> of(Host host, NameServers servers, Facts facts) {
    HostConfig config = new HostConfig(host, servers, facts);
    if (servers.isPrimary(host)) {
      config.shared(servers.secondaries());
      config.file(Places.MAIN, config.primary());
      config.file(Places.CATALOG_SEED, seed());
    } else if (servers.isSecondary(host) && servers.primary().isPresent()) {
      config.shared(List.of(host));
      config.file(Places.MAIN, config.secondary(servers.primary().get()));
    }
    return config.fragments;
  }

  private void shared(List<Host> transferring) {
    file(Places.PEERS, peers());
    secret(Places.CONTROL_KEY, key(CONTROL, "dns/control/" + host.name()).text());
    secret(Places.CATALOG_KEY, key(CATALOG_KEY, "dns/catalog/" + host.name()).text());
    StringBuilder keys = new StringBuilder();
    transferring.forEach(h -> keys.append(key(transferKey(h), "dns/transfer/" + h.name()).text()));
    secret(Places.TRANSFER_KEYS, keys.toString());
  }

  private NamedWriter key(String name, String secret) {
    return new NamedWriter()
        .block(
            "key " + NamedWriter.quote(name),
            k -> k.plain("algorithm", "hmac-sha256").quoted("secret", facts.secret(secret)));
  }

  private static String transferKey(Host secondary) {
    return "transfer-" + secondary.name();
  }

  private static String keyed(String name) {
    return "key " + NamedWriter.quote(name);
  }

  private String primary() {
    List<String> readers = servers.secondaries().stream().map(h -> keyed(transferKey(h))).toList();
    List<String> told =
        servers.secondaries().stream()
            .map(h -> NameServers.address(h) + " " + keyed(transferKey(h)))
            .toList();
    NamedWriter w = head();
    w.block(
        "options",
        o -> {
          common(o);
          o.plain("allow-new-zones", "yes");
          o.list("allow-transfer", readers.isEmpty() ? List.of("none") : readers);
          o.plain("notify", "explicit");
          if (!told.isEmpty()) {
            o.list("also-notify", told);
          }
          // The defaults hold a second change of a zone back for five seconds, and every change
          // for half a second.
          o.plain("notify-delay", "0").plain("notify-rate", "1000");
          o.plain("startup-notify-rate", "1000").plain("transfers-out", "1000");
          fromMembers(o);
        });
    w.blank();
    List<String> catalogReaders = new ArrayList<>(readers);
    catalogReaders.add(keyed(CATALOG_KEY));
    w.block(
        "zone " + NamedWriter.quote(CATALOG),
        z -> {
          z.plain("type", "primary").quoted("file", Places.CATALOG_FILE);
          // Whoever changes the catalog can drop every zone: only over loopback, whatever the key.
          z.list("allow-update", List.of("!{ !localhost; any; }", keyed(CATALOG_KEY)));
          z.list("allow-query", catalogReaders).list("allow-transfer", catalogReaders);
        });
    return w.text();
  }

  /**
   * Members' own primaries may be silent, and many. By default ten of them keep every other zone
   * from being fetched for two hours (decision 0191).
   */
  private static void fromMembers(NamedWriter o) {
    o.plain("transfers-in", "1000").plain("transfers-per-ns", "2");
    o.plain("max-transfer-time-in", "10");
    // Else an address from which nothing comes takes one of these places, too, to be tried by TCP.
    o.plain("try-tcp-refresh", "no");
  }

  private String secondary(Host primary) {
    String from = NameServers.address(primary) + " " + keyed(transferKey(host));
    NamedWriter w = head();
    w.block(
        "options",
        o -> {
          common(o);
          o.list("allow-transfer", List.of("none"));
          o.list("allow-notify", List.of(keyed(transferKey(host))));
          o.plain("notify", "no");
          o.plain("transfers-in", "200").plain("transfers-per-ns", "200");
          // The net below the notifications, for a server that was away.
          o.plain("max-refresh-time", "300").plain("max-retry-time", "300");
          // A primary that does not answer by UDP would be tried by TCP, and after two failures
          // named
          // takes nothing from it for ten minutes, though it is back and notifies.
          o.plain("try-tcp-refresh", "no");
          o.block(
              "catalog-zones",
              c ->
                  c.line(
                      "zone "
                          + NamedWriter.quote(CATALOG)
                          + " default-primaries "
                          + NamedWriter.braces(List.of(from))
                          + " zone-directory "
                          + NamedWriter.quote(Places.COPIES)
                          + " min-update-interval 0;"));
        });
    w.blank();
    w.block(
        "zone " + NamedWriter.quote(CATALOG),
        z -> {
          z.plain("type", "secondary").quoted("file", Places.STATE + CATALOG_FILE);
          z.list("primaries", List.of(from));
          // A zone that came while this server was away is in no copy whose serial could be
          // compared.
          z.plain("min-refresh-time", "20").plain("max-refresh-time", "30");
          z.plain("min-retry-time", "5").plain("max-retry-time", "30");
          z.list("allow-query", List.of(keyed(CATALOG_KEY)));
          z.list("allow-transfer", List.of("!{ !localhost; any; }", keyed(CATALOG_KEY)));
        });
    return w.text();
  }

  private static NamedWriter head() {
    NamedWriter w = new NamedWriter();
    w.comment("Written by Croft, which undoes changes made here.");
    w.quoted("include", Places.CONTROL_KEY);
    w.quoted("include", Places.CATALOG_KEY);
    w.quoted("include", Places.TRANSFER_KEYS);
    w.blank();
    w.block(
        "controls",
        c ->
            c.line(
                "inet 127.0.0.1 port 953 allow { localhost; } keys { "
                    + NamedWriter.quote(CONTROL)
                    + "; };"));
    return w.blank();
  }

  /** What both kinds of servers have. */
  private static void common(NamedWriter o) {
    o.quoted("directory", "/var/cache/bind");
    o.list("listen-on", List.of("any")).list("listen-on-v6", List.of("any"));
    o.plain("recursion", "no").plain("dnssec-validation", "no");
    o.plain("minimal-responses", "yes").plain("version", "none");
    // Members may hold reverse zones; built-in empty ones would stand in their way.
    o.plain("empty-zones-enable", "no");
    // Which names make sense is decided by the types of the language.
    o.plain("check-names", "primary ignore").plain("check-names", "secondary ignore");
    // Minutes. A server that is lost in the middle of a transfer holds its place for an hour else.
    o.plain("max-transfer-idle-in", "1");
    o.plain("serial-query-rate", "1000").plain("tcp-clients", "1000");
    // Secondaries that find the queue full forget their primary for ten minutes; ten are usual.
    o.plain("tcp-listen-queue", "1000");
  }

  private static String seed() {
    return CATALOG
        + ". 3600 IN SOA invalid. invalid. 1 3600 600 2419200 300\n"
        + CATALOG
        + ". 3600 IN NS invalid.\n"
        + "version."
        + CATALOG
        + ". 3600 IN TXT \"2\"\n";
  }

  /** {@code primary ADDRESS HOST} or {@code secondary ADDRESS HOST}. */
  private String peers() {
    StringBuilder text = new StringBuilder();
    servers
        .primary()
        .ifPresent(
            p ->
                text.append("primary ")
                    .append(NameServers.address(p))
                    .append(' ')
                    .append(p.name())
                    .append('\n'));
    for (Host s : servers.secondaries()) {
      text.append("secondary ")
          .append(NameServers.address(s))
          .append(' ')
          .append(s.name())
          .append('\n');
    }
    return text.toString();
  }

  private void file(String path, String text) {
    add(path, text, false);
  }

  private void secret(String path, String text) {
    add(path, text, true);
  }

  private void add(String path, String text, boolean secret) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    fragments.add(new Fragment(host.name(), "dns", path, bytes, secret, LineMap.EMPTY));
  }
}
