package coop.croft.services.imports;

import coop.croft.lang.Span;

/**
 * Something of a text from elsewhere that a program says differently, or not at all.
 *
 * @param place where it stands in that text
 * @param what it is, without a full stop: {@code HTTPS record of www.moor.example}
 * @param why it is so, and what to do where that helps
 */
public record Remark(Span place, Kind kind, String what, String why) {
  /** How much of it the program has. */
  public enum Kind {
    /** Nothing. */
    LEFT_OUT("left out"),
    /** The program says it differently. */
    CHANGED("changed"),
    /** Nothing is lost: the site does it by itself, or the program says the same otherwise. */
    NOTE("note");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }

    /** Whether what the program configures is less than, or other than, what the text did. */
    public boolean isLoss() {
      return this != NOTE;
    }
  }

  public boolean isLeftOut() {
    return kind == Kind.LEFT_OUT;
  }

  /** The same of something of which the program has more, or less. */
  public Remark as(Kind other) {
    return new Remark(place, other, what, why);
  }

  /** One line, as messages have it. */
  @Override
  public String toString() {
    return place + ": " + kind.label() + ": " + what + ": " + why;
  }
}
