package coop.croft.controller.store;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** The site's secrets by name: 32 random bytes each, in Base64. */
public final class Secrets {
  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Secrets() {}

  public static Map<String, String> all(Handle h) {
    Map<String, String> out = new TreeMap<>();
    h.createQuery("SELECT name, value FROM secrets")
        .map((rs, ctx) -> Map.entry(rs.getString(1), rs.getString(2)))
        .forEach(e -> out.put(e.getKey(), e.getValue()));
    return out;
  }

  /** A value that nobody knows; it counts once it was {@link #put}. */
  public static String fresh() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  public static void put(Handle h, Map<String, String> secrets) {
    secrets.forEach(
        (name, value) ->
            h.createUpdate(
                    "INSERT INTO secrets (name, value) VALUES (:name, :value)"
                        + " ON CONFLICT DO NOTHING")
                .bind("name", name)
                .bind("value", value)
                .execute());
  }
}
