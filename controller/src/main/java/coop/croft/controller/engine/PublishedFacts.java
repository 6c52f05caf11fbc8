package coop.croft.controller.engine;

import coop.croft.controller.store.Generations.Published;
import coop.croft.controller.store.Secrets;
import coop.croft.core.manifest.Hash;
import coop.croft.services.Certificate;
import coop.croft.services.Facts;
import coop.croft.services.Proof;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Facts for one round: what was published and kept, and beside it what this round would add. What
 * it adds counts once it was committed; a round that is given up leaves nothing behind, not even a
 * serial.
 */
final class PublishedFacts implements Facts {
  private final Function<String, Optional<Published>> zones;
  private final Map<String, String> secrets;
  private final long now;
  private final Map<String, Published> newZones = new ConcurrentHashMap<>();
  private final Map<String, String> newSecrets = new ConcurrentHashMap<>();

  /**
   * @param zones how a zone was last published
   */
  PublishedFacts(
      Function<String, Optional<Published>> zones, Map<String, String> secrets, Instant now) {
    this.zones = zones;
    this.secrets = secrets;
    this.now = now.getEpochSecond();
  }

  /**
   * max(now, last + 1) if the content differs from what was published last, else the last serial.
   */
  @Override
  public long serial(String zone, Hash content) {
    Published last = zones.apply(zone).orElse(null);
    if (last != null && last.content().equals(content)) {
      newZones.remove(zone);
      return last.serial();
    }
    long serial = last == null ? now : Math.max(now, last.serial() + 1);
    newZones.put(zone, new Published(content, serial));
    return serial;
  }

  @Override
  public String secret(String name) {
    String kept = secrets.get(name);
    return kept != null ? kept : newSecrets.computeIfAbsent(name, n -> Secrets.fresh());
  }

  /** Certificates are decided with the programs: {@link Issued#over} knows them. */
  @Override
  public Optional<Certificate> certificate(String site) {
    return Optional.empty();
  }

  @Override
  public List<Proof> proofs(String domain) {
    return List.of();
  }

  @Override
  public Instant now() {
    return Instant.ofEpochSecond(now);
  }

  Map<String, Published> newZones() {
    return new TreeMap<>(newZones);
  }

  Map<String, String> newSecrets() {
    return new TreeMap<>(newSecrets);
  }
}
