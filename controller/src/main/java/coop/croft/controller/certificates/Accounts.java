package coop.croft.controller.certificates;

import coop.croft.controller.store.Database;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The keys under which authorities know this site. */
final class Accounts {
  private record Stored(String key, String publicKey) {}

  private Accounts() {}

  /** The key for the authority of that directory, made when asked for the first time. */
  static KeyPair of(Database db, String directory) throws GeneralSecurityException {
    Optional<Stored> kept = db.read(h -> find(h, directory));
    if (kept.isEmpty()) {
      KeyPair fresh = Ordering.freshKey();
      kept =
          db.write(
              h -> {
                h.createUpdate(
                        "INSERT INTO authority_accounts (directory, key, public_key)"
                            + " VALUES (:directory, :key, :public) ON CONFLICT DO NOTHING")
                    .bind("directory", directory)
                    .bind("key", base64(fresh.getPrivate().getEncoded()))
                    .bind("public", base64(fresh.getPublic().getEncoded()))
                    .execute();
                return find(h, directory);
              });
    }
    Stored stored = kept.orElseThrow();
    KeyFactory factory = KeyFactory.getInstance("EC");
    return new KeyPair(
        factory.generatePublic(
            new X509EncodedKeySpec(Base64.getDecoder().decode(stored.publicKey()))),
        factory.generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(stored.key()))));
  }

  private static Optional<Stored> find(Handle h, String directory) {
    return h.createQuery(
            "SELECT key, public_key FROM authority_accounts WHERE directory = :directory")
        .bind("directory", directory)
        .map((rs, ctx) -> new Stored(rs.getString(1), rs.getString(2)))
        .findOne();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
