package coop.croft.lang.predicate;

import java.util.List;

/**
 * A predicate over stacks of contexts. Made by {@link Predicates} only, so that within one table
 * equal predicates are the same object; equality is identity.
 */
public final class Pred {
  /** The form of a predicate. */
  public enum Form {
    /** The stack is empty. */
    ROOT,
    /** {@link Pred#name} is on top. */
    CONTEXT,
    /** Some outer part of the stack, the whole included, satisfies the one part. */
    SOMEWHERE,
    NOT,
    /** All parts hold. */
    ALL,
    /**
     * Stands for a predicate that could not be read: fits everywhere, so that one fault is one
     * message.
     */
    FAULTY
  }

  private static final int LONGEST = 150;

  private final Form form;
  private final String name;
  private final List<Pred> parts;
  private final int hash;

  Pred(Form form, String name, List<Pred> parts) {
    this.form = form;
    this.name = name;
    this.parts = parts;
    int mixed = form.name().hashCode() * 31 + name.hashCode();
    for (Pred part : parts) {
      mixed = mixed * 31 + part.hash;
    }
    this.hash = mixed;
  }

  public Form form() {
    return form;
  }

  /** Name of the context; empty unless {@link Form#CONTEXT}. */
  public String name() {
    return name;
  }

  public List<Pred> parts() {
    return parts;
  }

  int structuralHash() {
    return hash;
  }

  /** The conjuncts of a conjunction, or the predicate alone. */
  public List<Pred> conjuncts() {
    return form == Form.ALL ? parts : List.of(this);
  }

  /** As it is written in programs; cut off where it gets long. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    write(out);
    return out.toString();
  }

  private void write(StringBuilder out) {
    if (out.length() > LONGEST) {
      if (out.charAt(out.length() - 1) != '…') {
        out.append('…');
      }
      return;
    }
    switch (form) {
      case ROOT -> out.append("Root");
      case CONTEXT -> out.append(name);
      case SOMEWHERE -> parts.getFirst().atom(out.append('^'));
      case NOT -> parts.getFirst().atom(out.append('!'));
      case ALL -> {
        String separator = "";
        for (Pred part : parts) {
          part.atom(out.append(separator));
          separator = " & ";
          if (out.length() > LONGEST) {
            out.append('…');
            return;
          }
        }
      }
      case FAULTY -> out.append('?');
    }
  }

  private void atom(StringBuilder out) {
    if (form == Form.ALL) {
      out.append('(');
      write(out);
      out.append(')');
    } else {
      write(out);
    }
  }
}
