package coop.croft.controller.engine;

import coop.croft.controller.store.IssuedCertificates;
import coop.croft.core.manifest.Hash;
import coop.croft.services.Certificate;
import coop.croft.services.Facts;
import coop.croft.services.Proof;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * What certificate authorities gave, and what they want to see. Immutable. It is decided in
 * generations like everything else: one that goes back takes its certificates along.
 *
 * @param certificates by the names of the sites
 */
record Issued(SortedMap<String, Certificate> certificates, Set<Proof> proofs) {
  static final Issued NOTHING = new Issued(new TreeMap<>(), Set.of());

  static Issued read(Handle h) {
    return new Issued(IssuedCertificates.all(h), IssuedCertificates.proofs(h));
  }

  Issued with(Change.Certify c) {
    SortedMap<String, Certificate> next = new TreeMap<>(certificates);
    c.certificates()
        .forEach(
            (site, given) ->
                given.ifPresentOrElse(x -> next.put(site, x), () -> next.remove(site)));
    Set<Proof> shown = new TreeSet<>(Comparator.comparing(Proof::toString));
    shown.addAll(proofs);
    shown.addAll(c.shown());
    shown.removeAll(c.withdrawn());
    return new Issued(next, shown);
  }

  /** Writes down what differs from before; mostly nothing does, however many there are. */
  void write(Handle h, Issued before) {
    if (equals(before)) {
      return;
    }
    certificates.forEach(
        (site, c) -> {
          if (!c.equals(before.certificates.get(site))) {
            IssuedCertificates.put(h, site, c);
          }
        });
    before.certificates.keySet().stream()
        .filter(site -> !certificates.containsKey(site))
        .forEach(site -> IssuedCertificates.remove(h, site));
    if (!proofs.equals(before.proofs)) {
      IssuedCertificates.replaceProofs(h, proofs);
    }
  }

  /** Other facts, and these. */
  Facts over(Facts others) {
    return new Facts() {
      @Override
      public long serial(String zone, Hash content) {
        return others.serial(zone, content);
      }

      @Override
      public String secret(String name) {
        return others.secret(name);
      }

      @Override
      public Optional<Certificate> certificate(String site) {
        return Optional.ofNullable(certificates.get(site)).filter(c -> now().isBefore(c.until()));
      }

      @Override
      public Instant now() {
        return others.now();
      }

      @Override
      public List<Proof> proofs(String domain) {
        return proofs.stream().filter(a -> a.domain().equals(domain)).toList();
      }
    };
  }
}
