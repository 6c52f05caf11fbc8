package coop.croft.services.dns;

import java.util.Optional;

/** Where the files of this service lie on a name server. */
final class Places {
  /** The main file of named, chosen by the unit's drop-in. */
  static final String MAIN = "/etc/bind/croft.conf";

  private static final String OWN = "/etc/bind/croft/";

  /** Keys of the zone transfers. */
  static final String TRANSFER_KEYS = OWN + "transfer.keys";

  /** Key of named's control channel; for root and named alone. */
  static final String CONTROL_KEY = OWN + "control.key";

  /** Key with which root changes (on the primary) and lists the catalog, over loopback. */
  static final String CATALOG_KEY = OWN + "catalog.key";

  /** The catalog as it is before the first zone. */
  static final String CATALOG_SEED = OWN + "catalog.seed";

  /** The site's name servers, one a line, for the driver. */
  static final String PEERS = OWN + "peers";

  /** Statements and texts of zones that are not signed; root's. */
  static final String ZONES = OWN + "zones/";

  /** What named itself writes. */
  static final String STATE = "/var/lib/bind/croft/";

  /** Texts of signed zones; named keeps the signed form beside them. */
  static final String SIGNED_ZONES = STATE + "zones/";

  static final String KEYS = STATE + "keys";
  static final String COPIES = STATE + "copies";
  static final String CATALOG_FILE = STATE + "catalog.db";

  private static final String STATEMENT = ".conf";
  private static final String TEXT = ".db";

  private Places() {}

  static String statement(String zone) {
    return ZONES + zone + STATEMENT;
  }

  static String text(String zone, boolean signed) {
    return (signed ? SIGNED_ZONES : ZONES) + zone + TEXT;
  }

  static String copy(String zone) {
    return COPIES + "/" + zone + TEXT;
  }

  /** The zone whose statement a path holds. */
  static Optional<String> zoneOfStatement(String path) {
    return inner(path, ZONES, STATEMENT);
  }

  /** The zone whose text a path holds. */
  static Optional<String> zoneOfText(String path) {
    return inner(path, ZONES, TEXT).or(() -> inner(path, SIGNED_ZONES, TEXT));
  }

  private static Optional<String> inner(String path, String start, String end) {
    return path.startsWith(start) && path.endsWith(end)
        ? Optional.of(path.substring(start.length(), path.length() - end.length()))
        : Optional.empty();
  }
}
