package coop.croft.lang.types;

/**
 * A literal of a program. Its value is what was written, until the type that its first use settles
 * has tested it: then it is the normal form.
 */
public final class Constant {
  private final int start;
  private final int end;
  private Object value;

  public Constant(int start, int end, Object value) {
    this.start = start;
    this.end = end;
    this.value = value;
  }

  public int start() {
    return start;
  }

  public int end() {
    return end;
  }

  /** A {@code String} or a {@code Long}. */
  public Object value() {
    return value;
  }

  public void normalise(Object normal) {
    value = normal;
  }
}
