package coop.croft.controller.store;

import coop.croft.core.model.Right;
import coop.croft.core.model.Rights;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Members and what they hold. */
public final class Members {
  private Members() {}

  public static void add(Handle h, String name, Instant now) {
    h.createUpdate("INSERT INTO members (name, since) VALUES (:name, :since)")
        .bind("name", name)
        .bind("since", now.getEpochSecond())
        .execute();
  }

  /** The rights of the whole site; a member who holds nothing is in it, too. */
  public static Rights rights(Handle h) {
    Map<String, List<Right>> byMember = new TreeMap<>();
    h.createQuery("SELECT name FROM members")
        .mapTo(String.class)
        .forEach(m -> byMember.put(m, new ArrayList<>()));
    h.createQuery("SELECT member, kind, value FROM rights")
        .map((rs, ctx) -> Map.entry(rs.getString(1), right(rs.getString(2), rs.getString(3))))
        .forEach(e -> byMember.getOrDefault(e.getKey(), new ArrayList<>()).add(e.getValue()));
    return new Rights(byMember);
  }

  private static Right right(String kind, String value) {
    return new Right(
        Right.Kind.of(kind).orElseThrow(() -> new IllegalStateException("no such right: " + kind)),
        value);
  }

  public static void grant(Handle h, String member, Right right) {
    h.createUpdate(
            "INSERT INTO rights (member, kind, value) VALUES (:member, :kind, :value)"
                + " ON CONFLICT DO NOTHING")
        .bind("member", member)
        .bind("kind", right.kind().label())
        .bind("value", right.value())
        .execute();
  }

  public static void revoke(Handle h, String member, Right right) {
    h.createUpdate("DELETE FROM rights WHERE member = :member AND kind = :kind AND value = :value")
        .bind("member", member)
        .bind("kind", right.kind().label())
        .bind("value", right.value())
        .execute();
  }
}
