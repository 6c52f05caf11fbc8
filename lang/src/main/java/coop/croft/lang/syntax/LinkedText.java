package coop.croft.lang.syntax;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Text of which some stretches are parts of programs, most of them names.
 *
 * @param stretches in their order, none inside another
 */
public record LinkedText(String text, List<Stretch> stretches) {
  /**
   * Characters of a program inside the text; offsets count UTF-16 units.
   *
   * @param name what they name; null if that is nothing that could be looked up
   */
  public record Stretch(int start, int end, Uses.@Nullable Name name) {}

  public static LinkedText plain(String text) {
    return new LinkedText(text, List.of());
  }

  /** Puts such a text together. */
  public static final class Writer {
    private final StringBuilder out = new StringBuilder();
    private final List<Stretch> stretches = new ArrayList<>();

    public Writer text(String text) {
      out.append(text);
      return this;
    }

    public Writer name(Uses.Space space, String name) {
      return code(name, new Uses.Name(space, name));
    }

    public Writer code(String text, Uses.@Nullable Name name) {
      int start = out.length();
      out.append(text);
      stretches.add(new Stretch(start, out.length(), name));
      return this;
    }

    public int length() {
      return out.length();
    }

    /** The last character; 0 if there is none yet. */
    public char last() {
      return out.isEmpty() ? 0 : out.charAt(out.length() - 1);
    }

    public LinkedText done() {
      return new LinkedText(out.toString(), List.copyOf(stretches));
    }
  }
}
