package coop.croft.core.difference;

import java.util.ArrayList;
import java.util.List;

/**
 * A place where two texts differ, with the lines around it; places that are near each other are
 * one.
 *
 * @param before how many lines of the text before stand in front of it
 * @param after how many lines of the text after do
 */
public record Hunk(int before, int after, List<Line> lines) {
  private static final int AROUND = 3;

  /** Beyond this many pairs of lines the middle is shown as replaced. */
  private static final long WORK = 4_000_000;

  /**
   * @param mark {@code -} if the line went, {@code +} if it came, a blank if it is in both texts
   */
  public record Line(char mark, String text) {
    @Override
    public String toString() {
      return mark + text;
    }
  }

  /** {@code @@ -3,7 +3,9 @@}: the first line and how many there are, before and after. */
  public String header() {
    return "@@ -" + range(before, count('-')) + " +" + range(after, count('+')) + " @@";
  }

  /** Lines of the text before, or after, whose own mark that is. */
  private int count(char mark) {
    return (int) lines.stream().filter(l -> l.mark() == mark || l.mark() == ' ').count();
  }

  /** Where there are no lines, the one in front is named. */
  private static String range(int inFront, int count) {
    return (count == 0 ? inFront : inFront + 1) + "," + count;
  }

  /** The differences of two texts, given as lines, in their order. */
  public static List<Hunk> between(List<String> before, List<String> after) {
    List<Line> lines = compare(before, after);
    List<Hunk> hunks = new ArrayList<>();
    int at = 0;
    int beforeHere = 0;
    int afterHere = 0;
    for (int change = changeAt(lines, 0); change < lines.size(); ) {
      int start = Math.max(at, change - AROUND);
      int end = change + 1;
      change = changeAt(lines, end);
      while (change < lines.size() && change - end <= 2 * AROUND) {
        end = change + 1;
        change = changeAt(lines, end);
      }
      end = Math.min(lines.size(), end + AROUND);
      beforeHere += start - at;
      afterHere += start - at;
      Hunk hunk = new Hunk(beforeHere, afterHere, List.copyOf(lines.subList(start, end)));
      hunks.add(hunk);
      beforeHere += hunk.count('-');
      afterHere += hunk.count('+');
      at = end;
    }
    return hunks;
  }

  /** The first line from there on that is not in both texts; the end if there is none. */
  private static int changeAt(List<Line> lines, int from) {
    int at = from;
    while (at < lines.size() && lines.get(at).mark() == ' ') {
      at++;
    }
    return at;
  }

  private static List<Line> compare(List<String> a, List<String> b) {
    int head = 0;
    while (head < a.size() && head < b.size() && a.get(head).equals(b.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < a.size() - head
        && tail < b.size() - head
        && a.get(a.size() - 1 - tail).equals(b.get(b.size() - 1 - tail))) {
      tail++;
    }
    List<Line> out = new ArrayList<>();
    a.subList(0, head).forEach(l -> out.add(new Line(' ', l)));
    middle(a.subList(head, a.size() - tail), b.subList(head, b.size() - tail), out);
    a.subList(a.size() - tail, a.size()).forEach(l -> out.add(new Line(' ', l)));
    return out;
  }

  /** By the longest common subsequence. */
  private static void middle(List<String> a, List<String> b, List<Line> out) {
    if ((long) a.size() * b.size() > WORK) {
      a.forEach(l -> out.add(new Line('-', l)));
      b.forEach(l -> out.add(new Line('+', l)));
      return;
    }
    int[][] common = new int[a.size() + 1][b.size() + 1];
    for (int i = a.size() - 1; i >= 0; i--) {
      for (int j = b.size() - 1; j >= 0; j--) {
        common[i][j] =
            a.get(i).equals(b.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    int i = 0;
    int j = 0;
    while (i < a.size() || j < b.size()) {
      if (i < a.size() && j < b.size() && a.get(i).equals(b.get(j))) {
        out.add(new Line(' ', a.get(i)));
        i++;
        j++;
      } else if (i < a.size() && (j == b.size() || common[i + 1][j] >= common[i][j + 1])) {
        out.add(new Line('-', a.get(i++)));
      } else {
        out.add(new Line('+', b.get(j++)));
      }
    }
  }
}
