package coop.croft.services.imports.apache;

import coop.croft.services.imports.Remark;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Directives that cannot decide who is let in, whatever words they have, and why a program does not
 * say them. The list is closed: what does not stand here is not known to be silent.
 */
final class Silent {
  /** How much is lost, and why. */
  record Reason(Remark.Kind kind, String why) {}

  private static final Reason OF_LOGS =
      new Reason(Remark.Kind.NOTE, "the site has its logs by itself: croft logs shows them");
  private static final Reason OF_TLS =
      new Reason(Remark.Kind.NOTE, "the site gets a certificate, and says how TLS is spoken");
  private static final Reason OF_PROXIES =
      new Reason(Remark.Kind.NOTE, "the program sees the name that was asked for, as it is");
  private static final Reason OF_SERVER =
      new Reason(Remark.Kind.LEFT_OUT, "it is set by the site for all of its server");
  private static final Reason OF_HEADERS =
      new Reason(
          Remark.Kind.LEFT_OUT, "setHeader, and addType with a charset, say it in a location");

  private static final Map<String, Reason> BY_NAME = new HashMap<>();

  /** Sections that say for what their lines hold, and nothing else. */
  private static final Set<String> SECTIONS =
      Set.of("ifmodule", "if", "files", "filesmatch", "location", "locationmatch", "directory");

  static {
    add(OF_LOGS, "errorlog customlog transferlog loglevel logformat errorlogformat");
    add(OF_TLS, "sslcertificatefile sslcertificatekeyfile sslcertificatechainfile sslprotocol");
    add(OF_TLS, "sslciphersuite sslhonorcipherorder sslsessiontickets sslusestapling");
    add(OF_PROXIES, "proxypassreverse");
    add(OF_SERVER, "timeout keepalive keepalivetimeout maxkeepaliverequests serversignature");
    add(OF_SERVER, "servertokens protocols hostnamelookups loadmodule");
    add(OF_HEADERS, "expiresactive expiresdefault expiresbytype adddefaultcharset addcharset");
  }

  private Silent() {}

  private static void add(Reason reason, String names) {
    for (String name : names.split(" ")) {
      BY_NAME.put(name, reason);
    }
  }

  /** Certbot's settings of TLS, by the name that it gives them; they begin with SSLEngine on. */
  static boolean isOfCertbot(Node node) {
    return node.key().equals("include")
        && node.words().equals(List.of("/etc/letsencrypt/options-ssl-apache.conf"));
  }

  /** Why a directive may be left out; empty if it might decide who is let in. */
  static Optional<Reason> of(Node node) {
    boolean ofScripts =
        node.key().equals("ssloptions") && node.words().equals(List.of("+StdEnvVars"));
    if (ofScripts || isOfCertbot(node)) {
      return Optional.of(OF_TLS);
    }
    return node instanceof Node.Directive
        ? Optional.ofNullable(BY_NAME.get(node.key()))
        : Optional.empty();
  }

  /** The same of a section with lines of this list alone: when they hold does not matter then. */
  static Optional<Reason> ofSection(Node.Section section) {
    return SECTIONS.contains(section.key())
            && section.body().stream().allMatch(n -> of(n).isPresent())
        ? Optional.of(new Reason(Remark.Kind.LEFT_OUT, "nothing in it is a site's to say"))
        : Optional.empty();
  }
}
