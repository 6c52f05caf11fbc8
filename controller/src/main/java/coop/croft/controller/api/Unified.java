package coop.croft.controller.api;

import coop.croft.controller.engine.FileDifference;
import coop.croft.controller.engine.History;
import java.util.ArrayList;
import java.util.List;

/** Two texts as one with marks: {@code -} went, {@code +} came, three lines around. */
final class Unified {
  private static final int AROUND = 3;

  /** Beyond this many pairs of lines the middle is shown as replaced. */
  private static final long WORK = 4_000_000;

  private Unified() {}

  private record Line(char mark, String text) {}

  static void show(FileDifference d, Reply reply) {
    reply.text(d.host() + ":" + d.path());
    if (d.hidden()) {
      reply.text("  its content is not shown");
    } else {
      of(d.before(), d.after()).forEach(reply::text);
    }
  }

  static void show(History.TextDifference d, Reply reply) {
    List<String> lines = of(d.before(), d.after());
    reply.row(d.name() + "\n" + String.join("\n", lines), "name", d.name(), "diff", lines);
  }

  static List<String> of(String before, String after) {
    List<Line> lines = compare(before.lines().toList(), after.lines().toList());
    List<String> out = new ArrayList<>();
    int shown = -1;
    for (int i = 0; i < lines.size(); i++) {
      if (near(lines, i)) {
        if (shown >= 0 && shown != i - 1) {
          out.add("@@");
        }
        out.add(lines.get(i).mark() + lines.get(i).text());
        shown = i;
      }
    }
    return out;
  }

  private static boolean near(List<Line> lines, int at) {
    int from = Math.max(0, at - AROUND);
    int to = Math.min(lines.size(), at + AROUND + 1);
    return lines.subList(from, to).stream().anyMatch(l -> l.mark() != ' ');
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
