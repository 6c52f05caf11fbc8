package coop.croft.lang.predicate;

import coop.croft.lang.syntax.LinkedText;
import coop.croft.lang.syntax.Uses.Space;
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
    LinkedText.Writer out = new LinkedText.Writer();
    write(out);
    return out.done().text();
  }

  /** The same, behind what is there already; names of contexts are links. */
  public void write(LinkedText.Writer out) {
    write(out, out.length() + LONGEST);
  }

  private void write(LinkedText.Writer out, int most) {
    if (out.length() > most) {
      if (out.last() != '…') {
        out.text("…");
      }
      return;
    }
    switch (form) {
      case ROOT -> out.text("Root");
      case CONTEXT -> out.name(Space.CONTEXT, name);
      case SOMEWHERE -> parts.getFirst().atom(out.text("^"), most);
      case NOT -> parts.getFirst().atom(out.text("!"), most);
      case ALL -> {
        String separator = "";
        for (Pred part : parts) {
          part.atom(out.text(separator), most);
          separator = " & ";
          if (out.length() > most) {
            out.text("…");
            return;
          }
        }
      }
      case FAULTY -> out.text("?");
    }
  }

  private void atom(LinkedText.Writer out, int most) {
    if (form == Form.ALL) {
      out.text("(");
      write(out, most);
      out.text(")");
    } else {
      write(out, most);
    }
  }
}
