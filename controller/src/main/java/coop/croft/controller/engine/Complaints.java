package coop.croft.controller.engine;

import coop.croft.lang.Diagnostic;
import java.util.ArrayList;
import java.util.List;

/**
 * Complaints as they are found, as many as somebody may read; the rest is counted. What is wrong
 * with one program is bounded, what is wrong with all of a submission is not: whoever finds more
 * looks at no further program when these are full.
 */
public final class Complaints {
  /** How many are kept. */
  static final int MOST = 100;

  /** Characters of all that are kept, of which the last may have more. */
  static final int MOST_CHARACTERS = 1_000_000;

  private final List<Complaint> kept = new ArrayList<>();
  private long characters;
  private long more;
  private boolean unread;

  /** The same, as much of it as somebody may read. */
  public static List<Complaint> some(List<Complaint> all) {
    Complaints some = new Complaints();
    all.forEach(some::add);
    return some.list();
  }

  void add(Complaint complaint) {
    switch (complaint) {
      case Complaint.More(long errors, boolean rest) -> {
        more += errors;
        unread |= rest;
      }
      case Complaint.Plain(String sentence) -> keep(complaint, sentence.length());
      case Complaint.AtPlace(var _, Diagnostic d) -> keep(complaint, length(d));
    }
  }

  private void keep(Complaint complaint, long length) {
    if (isFull()) {
      more++;
    } else {
      kept.add(complaint);
      characters += length;
    }
  }

  private static long length(Diagnostic d) {
    return (long) d.message().length()
        + d.found().map(String::length).orElse(0)
        + d.hint().map(String::length).orElse(0);
  }

  /** Something was not looked at, because these were full. */
  void leaveRest() {
    unread = true;
  }

  boolean isFull() {
    return kept.size() >= MOST || characters >= MOST_CHARACTERS;
  }

  boolean isEmpty() {
    return kept.isEmpty();
  }

  /** At most {@link #MOST}, and behind them what is not among them. */
  List<Complaint> list() {
    List<Complaint> all = new ArrayList<>(kept);
    if (more > 0 || unread) {
      all.add(new Complaint.More(more, unread));
    }
    return List.copyOf(all);
  }
}
