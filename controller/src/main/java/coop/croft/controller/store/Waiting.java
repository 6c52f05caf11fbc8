package coop.croft.controller.store;

import coop.croft.core.model.SourceId;
import coop.croft.lang.SourceText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Changes that wait for a host. */
public final class Waiting {
  private Waiting() {}

  /**
   * Programs that go into force together when a host is back.
   *
   * @param actor who asked for it, {@code via} which host, with which {@code verb}: for the log
   */
  public record Change(
      long number,
      String actor,
      String via,
      String verb,
      String about,
      String host,
      Instant since,
      NavigableMap<SourceId, SourceText> programs) {}

  /** All, the oldest first. */
  public static List<Change> all(Handle h) {
    return h
        .createQuery(
            "SELECT number, actor, via, verb, about, host, since FROM waiting ORDER BY number")
        .map(
            (rs, ctx) ->
                new Change(
                    rs.getLong(1),
                    rs.getString(2),
                    rs.getString(3),
                    rs.getString(4),
                    rs.getString(5),
                    rs.getString(6),
                    Instant.ofEpochSecond(rs.getLong(7)),
                    new TreeMap<>()))
        .list()
        .stream()
        .peek(c -> c.programs().putAll(programs(h, c.number())))
        .toList();
  }

  private static NavigableMap<SourceId, SourceText> programs(Handle h, long number) {
    NavigableMap<SourceId, SourceText> out = new TreeMap<>();
    h.createQuery("SELECT member, name, file, text FROM waiting_programs WHERE waiting = :number")
        .bind("number", number)
        .map(
            (rs, ctx) ->
                java.util.Map.entry(
                    new SourceId(rs.getString(1), rs.getString(2)),
                    new SourceText(rs.getString(3), rs.getBytes(4))))
        .forEach(e -> out.put(e.getKey(), e.getValue()));
    return out;
  }

  /** Keeps a change; its number is not the one that it comes with. */
  public static long add(Handle h, Change c) {
    forget(h, c.programs().keySet());
    long number =
        h.createQuery("SELECT coalesce(max(number), 0) + 1 FROM waiting").mapTo(Long.class).one();
    h.createUpdate(
            "INSERT INTO waiting (number, actor, via, verb, about, host, since)"
                + " VALUES (:number, :actor, :via, :verb, :about, :host, :since)")
        .bind("number", number)
        .bind("actor", c.actor())
        .bind("via", c.via())
        .bind("verb", c.verb())
        .bind("about", c.about())
        .bind("host", c.host())
        .bind("since", c.since().getEpochSecond())
        .execute();
    c.programs()
        .forEach(
            (id, text) ->
                h.createUpdate(
                        "INSERT INTO waiting_programs (waiting, member, name, file, text)"
                            + " VALUES (:waiting, :member, :name, :file, :text)")
                    .bind("waiting", number)
                    .bind("member", id.member())
                    .bind("name", id.name())
                    .bind("file", text.file())
                    .bind("text", text.bytes())
                    .execute());
    return number;
  }

  /** It waits for another host from now on. */
  public static void awaits(Handle h, long number, String host) {
    h.createUpdate("UPDATE waiting SET host = :host WHERE number = :number")
        .bind("host", host)
        .bind("number", number)
        .execute();
  }

  /** Gives up what waits of any of those programs, with all that would come with it. */
  public static void forget(Handle h, Collection<SourceId> ids) {
    for (SourceId id : new ArrayList<>(ids)) {
      h.createUpdate(
              "DELETE FROM waiting WHERE number IN (SELECT waiting FROM waiting_programs"
                  + " WHERE member = :member AND name = :name)")
          .bind("member", id.member())
          .bind("name", id.name())
          .execute();
    }
  }
}
