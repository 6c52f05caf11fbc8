package coop.croft.services.imports.apache;

import static coop.croft.services.imports.ProgramText.constant;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a section says of who is let in, if it is one of the few shapes that a program says exactly.
 *
 * @param statements for a restriction, what says it
 */
record Access(Kind kind, List<Part> statements) {
  enum Kind {
    /** Nothing, or that nobody is kept out by mod_access_compat. */
    SILENT,
    /** {@code Require all granted}. */
    GRANTED,
    RESTRICTED,
    UNKNOWN
  }

  private static final Set<String> NAMES =
      Set.of(
          "require",
          "order",
          "allow",
          "deny",
          "authtype",
          "authname",
          "authuserfile",
          "authbasicprovider");

  /** What lets nobody in: not even programs of others on the serving host. */
  static final String CLOSED = "denyFrom [\"0.0.0.0/1\", \"128.0.0.0/1\", \"::/1\", \"8000::/1\"]";

  private static final Access UNKNOWN = new Access(Kind.UNKNOWN, List.of());

  static boolean isAccess(Node node) {
    return NAMES.contains(node.key());
  }

  static Access of(List<Node> section) {
    Map<String, Node> said = new HashMap<>();
    for (Node node : section) {
      // Twice the same word: which one counts, or whether both do, is not asked.
      if (isAccess(node) && (said.put(node.key(), node) != null || Audit.hasVariable(node))) {
        return UNKNOWN;
      }
    }
    if (said.isEmpty()) {
      return new Access(Kind.SILENT, List.of());
    }
    Node require = said.get("require");
    if (said.containsKey("order") || said.containsKey("allow")) {
      boolean granted = require != null && is(require, "all", "granted");
      return isOpen(said.get("order"), said.get("allow")) && said.size() == (granted ? 3 : 2)
          ? new Access(granted ? Kind.GRANTED : Kind.SILENT, List.of())
          : UNKNOWN;
    }
    if (require == null || require.words().isEmpty()) {
      return UNKNOWN;
    }
    return said.size() > 1 ? withPassword(said, require) : require(require);
  }

  private static boolean is(Node node, String... words) {
    boolean all = node.words().size() == words.length;
    for (int i = 0; i < words.length; i++) {
      all &= node.lower(i).equals(words[i]);
    }
    return all;
  }

  private static boolean isOpen(@Nullable Node order, @Nullable Node allow) {
    return order != null
        && allow != null
        && (is(order, "allow,deny") || is(order, "deny,allow"))
        && is(allow, "from", "all");
  }

  private static Access require(Node require) {
    List<String> words = require.words();
    if (is(require, "all", "granted")) {
      return new Access(Kind.GRANTED, List.of());
    }
    if (is(require, "all", "denied")) {
      return restricted(Part.statement(require, CLOSED));
    }
    List<String> prefixes = words.subList(Math.min(1, words.size()), words.size());
    return require.lower(0).equals("ip")
            && !prefixes.isEmpty()
            && prefixes.stream().allMatch(Access::isPrefix)
        ? restricted(Part.statement(require, "allowFrom " + list(prefixes)))
        : UNKNOWN;
  }

  /** An address or a prefix in full: Apache takes {@code 10.1} for all that begin so. */
  private static boolean isPrefix(String word) {
    int slash = word.indexOf('/');
    String address = slash < 0 ? word : word.substring(0, slash);
    return (address.indexOf(':') >= 0 || address.chars().filter(c -> c == '.').count() == 3)
        && (slash < 0 || Plain.number(word.substring(slash + 1)));
  }

  /** Basic authentication with all that it needs, and nothing else. */
  private static Access withPassword(Map<String, Node> said, Node require) {
    Node type = said.get("authtype");
    Node realm = said.get("authname");
    Node file = said.get("authuserfile");
    Node provider = said.get("authbasicprovider");
    List<String> names = require.words().subList(1, require.words().size());
    boolean user = require.lower(0).equals("user") && names.stream().allMatch(Plain::file);
    if (type == null
        || realm == null
        || file == null
        || said.size() > (provider == null ? 4 : 5)
        || !is(type, "basic")
        || realm.words().size() != 1
        || (provider != null && !is(provider, "file"))
        || file.words().size() != 1
        || !file.words().getFirst().startsWith("/")
        || !(is(require, "valid-user") || (user && !names.isEmpty()))) {
      return UNKNOWN;
    }
    return restricted(
        Part.statement(
            file,
            "authBasic "
                + constant(realm.words().getFirst())
                + " "
                + constant(file.words().getFirst())),
        Part.statement(require, user ? "requireUser " + list(names) : "requireValidUser"));
  }

  private static Access restricted(Part... statements) {
    return new Access(Kind.RESTRICTED, List.of(statements));
  }

  static String list(List<String> words) {
    return words.stream().map(w -> constant(w)).collect(Collectors.joining(", ", "[", "]"));
  }
}
