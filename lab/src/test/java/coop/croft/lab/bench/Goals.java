package coop.croft.lab.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is wanted beside what was seen; the summary at the end. */
final class Goals {
  private final List<String> lines = new ArrayList<>();
  private int missed;

  /** Something that must not be above a bound. */
  void atMost(String what, double seen, double bound, String unit) {
    boolean met = seen <= bound;
    missed += met ? 0 : 1;
    lines.add(
        String.format(
            Locale.ROOT,
            "  %-6s %-62s %8.2f %-5s goal %8.2f",
            met ? "met" : "MISSED",
            what,
            seen,
            unit,
            bound));
  }

  void print() {
    System.out.println("summary");
    lines.forEach(System.out::println);
    System.out.printf("  %d met, %d missed%n", lines.size() - missed, missed);
  }
}
