package coop.croft.lang.types;

import coop.croft.lang.syntax.Source;

/**
 * A name and what it stands for, with the place that gave it its meaning. One object for each
 * declaration and each binding; equality is identity.
 */
public final class Symbol {
  /** What gave a name its meaning. */
  public enum Kind {
    /** {@code val x} or {@code extern val}. */
    VALUE,
    /** {@code val X}: an environment variable. */
    VARIABLE,
    /** {@code extern type}, or a type that is built in. */
    TYPE,
    CONTEXT,
    /** {@code \x}. */
    PARAMETER,
    /** {@code \\x}. */
    BLOCK,
    /** {@code for x in}. */
    ELEMENT,
    /** {@code x <- X}. */
    READ;

    /** Whether the name is seen in a part of one expression or sequence only. */
    public boolean isLocal() {
      return switch (this) {
        case VALUE, VARIABLE, TYPE, CONTEXT -> false;
        case PARAMETER, BLOCK, ELEMENT, READ -> true;
      };
    }
  }

  private final Kind kind;
  private final String name;
  private final Type type;
  private final Source source;
  private final int start;
  private final String doc;

  /**
   * @param type of the value or variable; of a type itself; {@link Type.Faulty} for a context
   * @param source the file in which it is declared or bound; an empty one for what is built in
   * @param start offset of the name there
   * @param doc doc string, or empty
   */
  public Symbol(Kind kind, String name, Type type, Source source, int start, String doc) {
    this.kind = kind;
    this.name = name;
    this.type = type;
    this.source = source;
    this.start = start;
    this.doc = doc;
  }

  public Kind kind() {
    return kind;
  }

  public String name() {
    return name;
  }

  public Type type() {
    return type;
  }

  public Source source() {
    return source;
  }

  /** Offset of the name in its file. */
  public int start() {
    return start;
  }

  /** Offset just behind the name. */
  public int end() {
    return start + name.length();
  }

  public String doc() {
    return doc;
  }

  /** Whether no file declares it. */
  public boolean isBuiltIn() {
    return source.text().isEmpty();
  }

  @Override
  public String toString() {
    return kind + " " + name + " of " + source.file();
  }
}
