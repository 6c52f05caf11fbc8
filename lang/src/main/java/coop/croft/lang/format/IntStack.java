package coop.croft.lang.format;

import java.util.Arrays;

/** Numbers of which the last one in is the first one out. */
final class IntStack {
  private int[] values = new int[32];
  private int size;

  void push(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
  }

  int pop() {
    return values[--size];
  }

  int top() {
    return values[size - 1];
  }

  int at(int i) {
    return values[i];
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }
}
