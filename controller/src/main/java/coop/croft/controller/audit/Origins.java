package coop.croft.controller.audit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** The acts from which generations came. */
public final class Origins {
  private Origins() {}

  /**
   * An act.
   *
   * @param members whom it concerns
   */
  public record Act(Audit.Row row, List<String> members) {}

  /** By generation, in the order of the log. */
  public static Map<Long, List<Act>> of(Handle h, Collection<Long> generations) {
    Map<Long, List<Act>> out = new TreeMap<>();
    for (long generation : generations) {
      List<Act> acts = new ArrayList<>();
      h.createQuery(
              "SELECT "
                  + Audit.COLUMNS
                  + " FROM audit WHERE number IN"
                  + " (SELECT entry FROM generation_acts WHERE generation = :generation)"
                  + " ORDER BY number")
          .bind("generation", generation)
          .map((rs, ctx) -> Audit.row(rs))
          .forEach(row -> acts.add(new Act(row, members(h, row.number()))));
      out.put(generation, acts);
    }
    return out;
  }

  private static List<String> members(Handle h, long entry) {
    return h.createQuery("SELECT name FROM audit_index WHERE kind = 'member' AND entry = :entry")
        .bind("entry", entry)
        .mapTo(String.class)
        .list();
  }
}
