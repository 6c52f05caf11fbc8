package coop.croft.controller.store;

import coop.croft.services.Certificate;
import coop.croft.services.Proof;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** What certificate authorities gave for sites, and what they want to see. */
public final class IssuedCertificates {
  private IssuedCertificates() {}

  public static SortedMap<String, Certificate> all(Handle h) {
    SortedMap<String, Certificate> out = new TreeMap<>();
    h.createQuery("SELECT site, names, pem, since, until, asks FROM certificates")
        .map(
            (rs, ctx) ->
                java.util.Map.entry(
                    rs.getString(1),
                    new Certificate(
                        List.copyOf(Arrays.asList(rs.getString(2).split(" ", -1))),
                        rs.getString(3),
                        Instant.ofEpochSecond(rs.getLong(4)),
                        Instant.ofEpochSecond(rs.getLong(5)),
                        rs.getBoolean(6))))
        .forEach(e -> out.put(e.getKey(), e.getValue()));
    return out;
  }

  public static void put(Handle h, String site, Certificate c) {
    h.createUpdate(
            "INSERT INTO certificates (site, names, pem, since, until, asks)"
                + " VALUES (:site, :names, :pem, :since, :until, :asks)"
                + " ON CONFLICT (site) DO UPDATE SET names = excluded.names, pem = excluded.pem,"
                + " since = excluded.since, until = excluded.until, asks = excluded.asks")
        .bind("site", site)
        .bind("names", String.join(" ", c.names()))
        .bind("pem", c.pem())
        .bind("since", c.since().getEpochSecond())
        .bind("until", c.until().getEpochSecond())
        .bind("asks", c.asks())
        .execute();
  }

  public static void remove(Handle h, String site) {
    h.createUpdate("DELETE FROM certificates WHERE site = :site").bind("site", site).execute();
  }

  public static Set<Proof> proofs(Handle h) {
    Set<Proof> out = new TreeSet<>(Comparator.comparing(Proof::toString));
    out.addAll(
        h.createQuery("SELECT domain, way, name, token, text FROM proofs")
            .map(
                (rs, ctx) ->
                    new Proof(
                        rs.getString(1),
                        Proof.Way.valueOf(rs.getString(2)),
                        rs.getString(3),
                        rs.getString(4),
                        rs.getString(5)))
            .list());
    return out;
  }

  /** These, and no others any more. */
  public static void replaceProofs(Handle h, Collection<Proof> proofs) {
    h.createUpdate("DELETE FROM proofs").execute();
    for (Proof a : List.copyOf(proofs)) {
      h.createUpdate(
              "INSERT INTO proofs (domain, way, name, token, text)"
                  + " VALUES (:domain, :way, :name, :token, :text)")
          .bind("domain", a.domain())
          .bind("way", a.way().name())
          .bind("name", a.name())
          .bind("token", a.token())
          .bind("text", a.text())
          .execute();
    }
  }
}
