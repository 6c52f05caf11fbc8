package coop.croft.controller.engine;

import coop.croft.controller.audit.Audit;
import coop.croft.controller.audit.Concerns;
import coop.croft.controller.store.Generations;
import coop.croft.controller.store.KeptFiles;
import coop.croft.controller.store.Members;
import coop.croft.controller.store.Past;
import coop.croft.controller.store.Secrets;
import coop.croft.controller.store.Sources;
import coop.croft.core.manifest.Hash;
import coop.croft.core.manifest.SignedManifest;
import coop.croft.core.model.Right;
import coop.croft.core.model.Rights;
import coop.croft.core.model.SourceId;
import coop.croft.services.Unit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * The one record that decides. Before it is durable nothing has happened, after it everything will.
 *
 * @param generation 0 if neither a program nor a host is concerned
 * @param before empty before the first site
 * @param manifests of the hosts whose files change, with their waves
 * @param checked those that have checked them
 * @param files that change, of members' programs
 */
record Commit(
    long generation,
    long epoch,
    Instant now,
    Rights rightsBefore,
    java.util.Optional<Wanted> before,
    Wanted after,
    Map<SignedManifest, Integer> manifests,
    Set<String> checked,
    Map<Hash, byte[]> blobs,
    PublishedFacts facts,
    List<Kept> kept,
    List<Act> audit,
    Set<Past.ChangedFile> files) {

  /** An entry of the audit log, and what it concerns. */
  record Act(Audit.Entry entry, Concerns concerns) {}

  void write(Handle h) {
    if (generation != 0) {
      Audit.Entry first = audit.getFirst().entry();
      Generations.add(h, generation, epoch, now, first.actor(), first.verb() + " " + first.about());
    }
    rights(h);
    programs(h);
    if (before.map(b -> !b.siteFiles().equals(after.siteFiles())).orElse(true)) {
      Sources.putSite(h, after.siteFiles(), generation);
    }
    claims(h);
    after.issued().write(h, before.map(Wanted::issued).orElse(Issued.NOTHING));
    Generations.putBlobs(h, blobs);
    manifests.forEach((m, wave) -> Generations.putManifest(h, m, wave, checked.contains(m.host())));
    KeptFiles.replace(h, kept.stream().map(Kept::row).toList());
    Generations.putZones(h, facts.newZones());
    Secrets.put(h, facts.newSecrets());
    List<Long> entries = new ArrayList<>();
    audit.forEach(act -> entries.add(Audit.append(h, now, act.entry(), act.concerns())));
    if (generation != 0) {
      Past.put(h, generation, entries, files);
    }
  }

  private void rights(Handle h) {
    Rights next = after.rights();
    for (String member : next.members()) {
      if (!rightsBefore.members().contains(member)) {
        Members.add(h, member, now);
      }
      Set<Right> old = rightsBefore.granted(member);
      Set<Right> held = next.granted(member);
      held.stream().filter(r -> !old.contains(r)).forEach(r -> Members.grant(h, member, r));
      old.stream().filter(r -> !held.contains(r)).forEach(r -> Members.revoke(h, member, r));
    }
  }

  private void programs(Handle h) {
    Map<SourceId, Wanted.Held> old =
        before.<Map<SourceId, Wanted.Held>>map(Wanted::sources).orElse(Map.of());
    after
        .sources()
        .forEach(
            (id, held) -> {
              Wanted.Held was = old.get(id);
              if (was == null || !was.text().equals(held.text())) {
                Sources.put(h, id, held.text(), generation);
              }
            });
    old.keySet().stream()
        .filter(id -> !after.sources().containsKey(id))
        .forEach(id -> Sources.end(h, id, generation));
  }

  private void claims(Handle h) {
    Map<String, Unit> old = before.<Map<String, Unit>>map(Wanted::units).orElse(Map.of());
    Map<String, SourceId> gained = new HashMap<>();
    after
        .units()
        .forEach(
            (domain, unit) -> {
              Unit was = old.get(domain);
              if (was == null || !was.source().equals(unit.source())) {
                gained.put(domain, unit.source());
              }
            });
    Generations.claim(h, gained, generation);
    Set<String> gone = new HashSet<>(old.keySet());
    gone.removeAll(after.units().keySet());
    Generations.unclaim(h, gone);
  }
}
