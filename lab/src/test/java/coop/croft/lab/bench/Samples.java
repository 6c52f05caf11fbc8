package coop.croft.lab.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Measured times of one thing, in milliseconds. */
final class Samples {
  private final List<Double> millis = new ArrayList<>();

  void add(double one) {
    millis.add(one);
  }

  int size() {
    return millis.size();
  }

  /** The value below which {@code share} of the samples lie; with few of them the slowest one. */
  double at(double share) {
    List<Double> sorted = new ArrayList<>(millis);
    Collections.sort(sorted);
    int index = (int) Math.ceil(share * sorted.size()) - 1;
    return sorted.isEmpty() ? Double.NaN : sorted.get(Math.max(0, index));
  }

  double median() {
    return at(0.5);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "p50 %5.0f ms, p99 %5.0f, quickest %5.0f, %d samples, number %d the slowest",
        median(),
        at(0.99),
        at(0),
        size(),
        millis.indexOf(at(1)) + 1);
  }
}
