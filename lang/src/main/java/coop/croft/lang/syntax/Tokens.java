package coop.croft.lang.syntax;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The tokens of a file in parallel arrays; the last one is {@link Kind#EOF}. */
public final class Tokens {
  private Kind[] kinds = new Kind[256];
  private int[] starts = new int[256];
  private int[] ends = new int[256];
  private @Nullable String[] texts = new @Nullable String[256];
  private int size;

  void add(Kind kind, int start, int end, @Nullable String text) {
    if (size == kinds.length) {
      int wider = size * 2;
      kinds = Arrays.copyOf(kinds, wider);
      starts = Arrays.copyOf(starts, wider);
      ends = Arrays.copyOf(ends, wider);
      texts = Arrays.copyOf(texts, wider);
    }
    kinds[size] = kind;
    starts[size] = start;
    ends[size] = end;
    texts[size++] = text;
  }

  public int size() {
    return size;
  }

  public Kind kind(int i) {
    return kinds[i];
  }

  public int start(int i) {
    return starts[i];
  }

  public int end(int i) {
    return ends[i];
  }

  /** Names as written, strings and doc strings decoded, numbers as digits; empty for the others. */
  public String text(int i) {
    String text = texts[i];
    return text == null ? "" : text;
  }
}
