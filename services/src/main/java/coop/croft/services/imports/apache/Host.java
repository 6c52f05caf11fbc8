package coop.croft.services.imports.apache;

import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One {@code <VirtualHost>} section.
 *
 * @param nodes what stands in it, sections for certain modules taken apart
 * @param names all names that lead to it, its own first; as they are written, but for case
 * @param address {@code *}, or an address that is reached from everywhere; else empty
 * @param port 80, or 443 with TLS; else 0
 */
record Host(
    Node.Section node, List<Node> nodes, Set<String> names, Optional<String> address, int port) {

  static Host of(Node.Section node) {
    List<Node> nodes = Modules.flat(node.body());
    Set<String> names = new LinkedHashSet<>();
    all(nodes, "servername").forEach(n -> n.words().forEach(w -> names.add(bare(w))));
    for (Node alias : all(nodes, "serveralias")) {
      alias.words().forEach(w -> names.add(w.toLowerCase(Locale.ROOT)));
    }
    String listens = node.words().size() == 1 ? node.words().getFirst() : "";
    int colon = listens.lastIndexOf(':');
    String port = listens.substring(colon + 1);
    List<Node> engines = all(nodes, "sslengine");
    boolean certbot = nodes.stream().anyMatch(Silent::isOfCertbot);
    boolean on = engines.isEmpty() ? certbot : engines.size() == 1 && isOn(engines.getFirst());
    boolean off = !certbot && engines.stream().allMatch(n -> n.lower(0).equals("off"));
    boolean known = (port.equals("80") && off) || (port.equals("443") && on);
    String address = listens.substring(0, Math.max(0, colon));
    return new Host(
        node,
        nodes,
        names,
        isPublic(address)
            ? Optional.of(address.equals("_default_") ? "*" : address)
            : Optional.empty(),
        known ? Integer.parseInt(port) : 0);
  }

  static List<Node> all(List<Node> nodes, String key) {
    return nodes.stream().filter(n -> n.key().equals(key)).toList();
  }

  private static String bare(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    int colon = lower.lastIndexOf(':');
    return colon > 0 && Plain.number(lower.substring(colon + 1))
        ? lower.substring(0, colon)
        : lower;
  }

  /** Every address, or one of IPv4 that is nobody's private one (RFC 6890). */
  private static boolean isPublic(String address) {
    List<String> octets = List.of(address.split("\\.", -1));
    if (octets.size() != 4 || !octets.stream().allMatch(Host::isOctet)) {
      return address.equals("*") || address.equals("_default_");
    }
    InetAddress a = InetAddress.ofLiteral(address);
    boolean shared = address.startsWith("100.");
    return !shared
        && !a.isAnyLocalAddress()
        && !a.isLoopbackAddress()
        && !a.isLinkLocalAddress()
        && !a.isSiteLocalAddress()
        && !a.isMulticastAddress();
  }

  private static boolean isOctet(String text) {
    return Plain.number(text)
        && Integer.toString(Integer.parseInt(text)).equals(text)
        && Integer.parseInt(text) < 256;
  }

  private static boolean isOn(Node engine) {
    return engine.lower(0).equals("on");
  }

  boolean tls() {
    return port == 443 || nodes.stream().anyMatch(n -> n.key().equals("sslengine") && isOn(n));
  }

  /** Its own name, if one is said. */
  Optional<String> name() {
    return all(nodes, "servername").isEmpty() ? Optional.empty() : names.stream().findFirst();
  }

  /** Where its files are, if that is said once. */
  Optional<String> root() {
    List<Node> roots = all(nodes, "documentroot");
    return roots.size() == 1 && roots.getFirst().words().size() == 1
        ? Optional.of(Plain.bare(roots.getFirst().words().getFirst()))
        : Optional.empty();
  }

  /** Whether it does nothing but send everybody to https, as a certificate does by itself. */
  boolean onlySendsToHttps() {
    List<Node> more =
        nodes.stream()
            .filter(n -> Silent.of(n).isEmpty())
            .filter(
                n ->
                    !Set.of("servername", "serveralias", "documentroot", "serveradmin", "directory")
                        .contains(n.key()))
            .toList();
    boolean redirected =
        more.size() == 1
            && Set.of("redirect", "redirectpermanent").contains(more.getFirst().key())
            && Redirection.of(more.getFirst())
                .filter(r -> r.from().equals("/") && names.stream().anyMatch(n -> isAt(r.to(), n)))
                .isPresent();
    return port == 80
        && (redirected
            || (more.stream().allMatch(Rewriting::isRewriting)
                && Rewriting.sendsToHttps(more, names)));
  }

  private static boolean isAt(String address, String name) {
    String lower = address.toLowerCase(Locale.ROOT);
    return lower.equals("https://" + name + "/") || lower.equals("https://" + name);
  }
}
