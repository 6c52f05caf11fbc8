package coop.croft.controller.store;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** Single facts about this controller. */
public final class Meta {
  private static final String EPOCH = "epoch";
  private static final int LOTS = 1_000;
  private static final SecureRandom LOT = new SecureRandom();

  private Meta() {}

  public static Optional<String> get(Handle h, String name) {
    return h.createQuery("SELECT value FROM meta WHERE name = :name")
        .bind("name", name)
        .mapTo(String.class)
        .findOne();
  }

  public static void put(Handle h, String name, String value) {
    h.createUpdate(
            "INSERT INTO meta (name, value) VALUES (:name, :value)"
                + " ON CONFLICT (name) DO UPDATE SET value = excluded.value")
        .bind("name", name)
        .bind("value", value)
        .execute();
  }

  /** The value of that name, made when asked for the first time. */
  public static String once(Handle h, String name, Supplier<String> make) {
    return get(h, name)
        .orElseGet(
            () -> {
              String value = make.get();
              put(h, name, value);
              return value;
            });
  }

  /** Epochs given from now on are higher than that one. */
  public static void liftEpoch(Handle h, long above) {
    long epoch = get(h, EPOCH).map(Long::parseLong).orElse(0L);
    put(h, EPOCH, Long.toString(Math.max(epoch, above)));
  }

  /**
   * A number higher than every one given before: agents obey no controller with a lower one. Its
   * last digits are drawn by lot, so that two controllers that begin with copies of one store do
   * not have the same one, and hosts obey but one of them.
   */
  public static long raiseEpoch(Handle h) {
    long before = get(h, EPOCH).map(Long::parseLong).orElse(0L);
    long epoch = (before / LOTS + 1) * LOTS + LOT.nextInt(LOTS);
    put(h, EPOCH, Long.toString(epoch));
    return epoch;
  }
}
