package coop.croft.services.web;

import coop.croft.services.Driver.Hands;
import coop.croft.services.Driver.Ran;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * The log of one site on one host: a file for each day and kind, {@code access-2026-11-26.log}, by
 * the days of UTC. A mark is a day and a place in its file: {@code 2026-11-26 81920}.
 */
final class SiteLog {
  /** What a question about a log is about. */
  static final String ABOUT = "log";

  /** Bytes that are read at a time; as {@code log-read} of the privileges file reads. */
  private static final int PIECE = 262_144;

  private final String site;
  private final String kind;
  private final Hands hands;

  private SiteLog(String site, String kind, Hands hands) {
    this.site = site;
    this.kind = kind;
    this.hands = hands;
  }

  /** A place in the log. */
  private record Mark(LocalDate day, long place) {
    static Mark of(String text) {
      String[] words = text.split(" ");
      return new Mark(LocalDate.parse(words[0]), Long.parseLong(words[1]));
    }

    @Override
    public String toString() {
      return day + " " + place;
    }
  }

  /** The first words of a question. */
  static List<String> words(String site, boolean errors) {
    return List.of(site, errors ? "error" : "access");
  }

  /**
   * Answers a question.
   *
   * @param words site, kind, mark or nothing, number of lines
   * @return a new mark, then lines
   */
  static List<String> answer(List<String> words, Hands hands) {
    SiteLog log = new SiteLog(words.get(0), words.get(1), hands);
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    return words.get(2).isEmpty()
        ? log.last(today, Integer.parseInt(words.get(3)))
        : log.since(Mark.of(words.get(2)), today);
  }

  private String file(LocalDate day) {
    return kind + "-" + day + ".log";
  }

  /** Bytes of a day's file; 0 if there is none. */
  private long size(LocalDate day) {
    Ran ran = hands.asRoot("log-size", List.of(site, file(day)));
    return ran.exit() == 0 ? Long.parseLong(ran.output().strip()) : 0;
  }

  private String read(LocalDate day, long from) {
    return hands.asRoot("log-read", List.of(site, file(day), Long.toString(from))).output();
  }

  private List<String> last(LocalDate today, int count) {
    long size = size(today);
    List<String> lines = new ArrayList<>(tail(today, size));
    if (lines.size() < count) {
      LocalDate before = today.minusDays(1);
      lines.addAll(0, tail(before, size(before)));
    }
    List<String> answer = new ArrayList<>();
    answer.add(new Mark(today, size).toString());
    answer.addAll(lines.subList(Math.max(0, lines.size() - count), lines.size()));
    return answer;
  }

  private List<String> tail(LocalDate day, long size) {
    if (size == 0) {
      return List.of();
    }
    long from = Math.max(0, size - PIECE);
    List<String> lines = read(day, from).lines().toList();
    // Begun in the middle of a line.
    return from > 0 && !lines.isEmpty() ? lines.subList(1, lines.size()) : lines;
  }

  private List<String> since(Mark mark, LocalDate today) {
    long size = size(mark.day);
    if (size <= mark.place) {
      LocalDate next = mark.day.isBefore(today) ? today : mark.day;
      return List.of(new Mark(next, next.equals(mark.day) ? size : 0).toString());
    }
    String text = read(mark.day, mark.place);
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    int end = text.lastIndexOf('\n') + 1;
    long come = Math.min(PIECE, size - mark.place);
    List<String> answer = new ArrayList<>();
    if (bytes < come || text.indexOf('\uFFFD') >= 0) {
      // Not text throughout: how many bytes a line was cannot be told.
      end = text.length();
      answer.add(new Mark(mark.day, mark.place + come).toString());
    } else {
      int whole = text.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
      answer.add(new Mark(mark.day, mark.place + whole).toString());
    }
    answer.addAll(text.substring(0, end).lines().toList());
    return answer;
  }
}
