package coop.croft.services.web;

import coop.croft.lang.Code;
import coop.croft.lang.Fault;
import coop.croft.services.base.Text;
import java.util.Optional;

/** Names of the web service's files on a host. */
final class SiteNames {
  static final String ROOT = "/etc/apache2/croft/";
  static final String SITES = ROOT + "sites/";

  /** Where requests for a site's PHP wait; read before all sites. */
  static final String WORKERS = ROOT + "workers/";

  /** Sites under names for all others, a file for each such name; they are read last. */
  static final String WILD = ROOT + "wild/";

  static final String PASSWORDS = ROOT + "adopted/passwords/";
  static final String CERTIFICATES = ROOT + "adopted/certificates/";
  static final String WANT = ".want";
  static final String CONF = ".conf";

  /** Where the helper keeps its copies of members' files. */
  static final String COPIES = "/var/lib/croft/adopted/web/";

  static final String PASSWORD_COPIES = COPIES + "passwords/";
  static final String CERTIFICATE_COPIES = COPIES + "certificates/";

  /** Certificates that an authority gave, with their keys. */
  static final String ISSUED = ROOT + "certificates/";

  static final String PEM = ".pem";

  /** What an authority wants to see, one file for each token. */
  static final String CHALLENGES = "/var/lib/croft/acme/";

  /** Path of URLs below which a site says what it is; see {@link SiteWriter}. */
  static final String STATE = "/.well-known/croft/";

  private static final int LONGEST_NAME = 253;

  private SiteNames() {}

  static String site(String name) {
    return SITES + name + CONF;
  }

  static String workers(String name) {
    return WORKERS + name + CONF;
  }

  /**
   * Apache takes the first match: longer wildcards, which cover less, come first. So what one holds
   * back for somebody else stands behind all that they have below it.
   *
   * @param wildcard with its asterisk
   */
  static String wild(String wildcard) {
    String base = wildcard.substring(2);
    return WILD + String.format("%03d-%s%s", LONGEST_NAME - base.length(), base, CONF);
  }

  /** No name of a site has an underscore, which stands for the asterisk of a wildcard. */
  static String issued(String certificate) {
    return ISSUED + certificate.replace('*', '_') + PEM;
  }

  /** The name of the certificate that a file holds; empty for other files. */
  static Optional<String> issuedFor(String path) {
    return path.startsWith(ISSUED) && path.endsWith(PEM)
        ? Optional.of(
            path.substring(ISSUED.length(), path.length() - PEM.length()).replace('_', '*'))
        : Optional.empty();
  }

  /** The site's name in the path of one of its files; empty for other files. */
  static Optional<String> nameIn(String path) {
    if (!path.endsWith(CONF)) {
      return Optional.empty();
    }
    if (path.startsWith(SITES)) {
      return Optional.of(path.substring(SITES.length(), path.length() - CONF.length()));
    }
    return Optional.empty();
  }

  /** What the helper takes for a path ({@code Disk.isPlain}). */
  private static final int LONGEST_COPIED = 1_000;

  /**
   * The path of a member's file, of which the server has a copy.
   *
   * @param what it is, for messages
   * @throws Fault {@code invalid-value} if no copy could be made of it
   */
  static String copied(String path, String what) {
    if (path.endsWith("/")) {
      throw new Fault(
          Code.INVALID_VALUE, Text.shown(path) + ": " + what + " is a file, not a directory");
    }
    if (path.length() > LONGEST_COPIED) {
      throw new Fault(
          Code.INVALID_VALUE,
          Text.shown(path) + ": the path of " + what + " has at most 1,000 characters here");
    }
    return path;
  }
}
