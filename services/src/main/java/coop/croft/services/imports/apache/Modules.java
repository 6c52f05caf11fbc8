package coop.croft.services.imports.apache;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code <IfModule>} around lines that the module itself gave meaning to: without it, the server
 * would have done less. Other such sections stay what they are.
 */
final class Modules {
  private static final Map<String, String> BEGINNINGS =
      Map.of("mod_rewrite.c", "rewrite", "mod_headers.c", "header", "mod_dir.c", "directoryindex");

  private Modules() {}

  /** The nodes of a section, those for a module's own directives among them. */
  static List<Node> flat(List<Node> nodes) {
    return nodes.stream()
        .flatMap(
            n -> n instanceof Node.Section s && isCertain(s) ? s.body().stream() : Stream.of(n))
        .toList();
  }

  private static boolean isCertain(Node.Section s) {
    String own = s.key().equals("ifmodule") ? BEGINNINGS.get(s.lower(0)) : null;
    return own != null
        && s.body().stream().allMatch(n -> n instanceof Node.Directive && n.key().startsWith(own));
  }

  /** {@code <IfModule mod_ssl.c>} around hosts with TLS, which nobody speaks without it. */
  static Stream<Node> hosts(Node node) {
    return node instanceof Node.Section s
            && s.key().equals("ifmodule")
            && s.lower(0).equals("mod_ssl.c")
            && s.body().stream()
                .allMatch(n -> n.key().equals("virtualhost") && n.lower(0).endsWith(":443"))
        ? s.body().stream()
        : Stream.of(node);
  }
}
