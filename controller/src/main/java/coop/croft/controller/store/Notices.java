package coop.croft.controller.store;

import coop.croft.core.model.SourceId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * What a program's owner has to know about something that happened without a call of the owner:
 * kept until the owner changes the program.
 */
public final class Notices {
  private Notices() {}

  public static void put(Handle h, SourceId id, Instant now, String text) {
    h.createUpdate(
            "INSERT INTO notices (member, name, time, text) VALUES (:member, :name, :time, :text)"
                + " ON CONFLICT (member, name) DO UPDATE"
                + " SET time = excluded.time, text = excluded.text")
        .bind("member", id.member())
        .bind("name", id.name())
        .bind("time", now.getEpochSecond())
        .bind("text", text)
        .execute();
  }

  public static SortedMap<SourceId, String> all(Handle h) {
    SortedMap<SourceId, String> out = new TreeMap<>();
    h.createQuery("SELECT member, name, text FROM notices")
        .map(
            (rs, ctx) ->
                java.util.Map.entry(
                    new SourceId(rs.getString(1), rs.getString(2)), rs.getString(3)))
        .forEach(e -> out.put(e.getKey(), e.getValue()));
    return out;
  }

  public static void forget(Handle h, Collection<SourceId> ids) {
    for (SourceId id : List.copyOf(ids)) {
      h.createUpdate("DELETE FROM notices WHERE member = :member AND name = :name")
          .bind("member", id.member())
          .bind("name", id.name())
          .execute();
    }
  }
}
