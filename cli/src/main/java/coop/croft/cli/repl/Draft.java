package coop.croft.cli.repl;

import coop.croft.cli.editor.Author;
import coop.croft.core.model.SourceId;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.SourceText;
import coop.croft.lang.Toplevel;
import coop.croft.lang.study.Gap;
import coop.croft.lang.study.Study;
import coop.croft.lang.types.Symbol;
import coop.croft.services.Compiler;
import coop.croft.services.ResourceText;
import coop.croft.services.Subject;
import coop.croft.services.Unit;
import coop.croft.services.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/**
 * The program that was entered so far. A domain that is opened again is configured anew: all that
 * the piece which opened it configured goes, its declarations stay.
 */
final class Draft {
  /** In place of what was refused. */
  private static final SourceText NOTHING = new SourceText("", new byte[0]);

  private final Author author;
  private final SourceId id;
  private final Toplevel<Subject> toplevel;
  private final List<Piece> pieces = new ArrayList<>();
  private final Map<String, Integer> openers = new HashMap<>();
  private final TreeMap<String, Unit> units = new TreeMap<>();

  /** What was entered, in its order, by the names that its places have. */
  private final Map<String, SourceText> texts = new LinkedHashMap<>();

  /**
   * @param name of the program, in messages about two that configure one domain
   */
  Draft(Author author, String name) {
    this.author = author;
    this.id = new SourceId(author.member(), name);
    this.toplevel = author.compiler().toplevel(author.member(), author.rights());
  }

  /** What became of a piece. */
  sealed interface Outcome {}

  /**
   * @param faults piece by piece, in the order in which these were entered; the last piece is the
   *     one that was refused, unless all faults stand in others
   * @param earlier whether faults stand in pieces that were entered before
   */
  record Refused(List<FaultyPiece> faults, boolean earlier) implements Outcome {}

  /**
   * @param text that the errors are about
   */
  record FaultyPiece(List<Diagnostic> diagnostics, SourceText text) {}

  /**
   * @param units that it configures
   * @param anew domains that were configured before, and are so by this piece now
   * @param gone domains that were configured together with those, and are not any more
   */
  record Taken(Toplevel.Entered entered, List<Unit> units, Set<String> anew, Set<String> gone)
      implements Outcome {}

  /**
   * Adds a piece to the program, unless something is wrong with it.
   *
   * @param cancelled whether nobody wants to know any more
   * @throws java.util.concurrent.CancellationException if so
   */
  Outcome enter(SourceText text, BooleanSupplier cancelled) {
    // Pieces may have one name, and their places must be told apart all the same.
    String name = text.file() + '\n' + texts.size();
    texts.put(name, text);
    Outcome outcome =
        switch (toplevel.enter(new SourceText(name, text.bytes()), cancelled)) {
          case Toplevel.Refused refused -> refused(name, refused.diagnostics());
          case Toplevel.Entered entered -> add(entered, name);
        };
    if (outcome instanceof Refused) {
      texts.put(name, NOTHING);
    }
    return outcome;
  }

  private Refused refused(String piece, List<Diagnostic> diagnostics) {
    Map<String, List<Diagnostic>> byPiece = new LinkedHashMap<>();
    for (String entered : texts.keySet()) {
      byPiece.put(entered, new ArrayList<>());
    }
    diagnostics.forEach(
        d -> byPiece.computeIfAbsent(d.span().file(), file -> new ArrayList<>()).add(d));
    List<FaultyPiece> faults = new ArrayList<>();
    byPiece.forEach(
        (name, found) -> {
          if (!found.isEmpty()) {
            SourceText text = Objects.requireNonNull(texts.get(name), name);
            faults.add(new FaultyPiece(found.stream().map(d -> d.in(text.file())).toList(), text));
          }
        });
    return new Refused(faults, diagnostics.stream().anyMatch(d -> !d.span().file().equals(piece)));
  }

  private Outcome add(Toplevel.Entered entered, String name) {
    List<Unit> made = author.compiler().units(id, entered.resources());
    Set<Integer> superseded = new LinkedHashSet<>();
    Set<String> opened = new TreeSet<>();
    for (Unit unit : made) {
      opened.add(unit.domain());
      Integer opener = openers.get(unit.domain());
      if (opener != null) {
        superseded.add(opener);
      }
    }
    Map<String, Unit> before = new HashMap<>();
    for (int piece : superseded) {
      for (String domain : pieces.get(piece).domains()) {
        before.put(domain, units.remove(domain));
      }
    }
    made.forEach(u -> units.put(u.domain(), u));
    List<Diagnostic> faults =
        author.compiler().faults(id, new Compiler.Compiled.Units(made), world());
    if (!faults.isEmpty()) {
      opened.forEach(units::remove);
      units.putAll(before);
      return refused(name, faults);
    }
    toplevel.keep(entered);
    for (int piece : superseded) {
      pieces.get(piece).domains().forEach(openers::remove);
      pieces.set(piece, pieces.get(piece).asSuperseded());
    }
    opened.forEach(d -> openers.put(d, pieces.size()));
    Piece.Form form = entered.type().isPresent() ? Piece.Form.VALUE : Piece.Form.STATEMENTS;
    pieces.add(new Piece(entered.study(), entered.declared(), opened, form));
    Set<String> anew = new TreeSet<>(before.keySet());
    anew.retainAll(opened);
    Set<String> gone = new TreeSet<>(before.keySet());
    gone.removeAll(opened);
    return new Taken(entered, made, anew, gone);
  }

  /** The type of an expression. */
  Toplevel.Answer typeOf(SourceText text, BooleanSupplier cancelled) {
    return toplevel.typeOf(text, cancelled);
  }

  /**
   * What the checker makes of a piece that is being written.
   *
   * @param question whether its type is asked for
   */
  Study study(Gap gap, boolean question) {
    return toplevel.study(gap, question, () -> false);
  }

  /** The newest declaration of each name. */
  List<Symbol> declared() {
    return toplevel.declared();
  }

  boolean isEmpty() {
    return pieces.isEmpty();
  }

  Author author() {
    return author;
  }

  /** All that it configures, in the order of the domains. */
  List<Unit> units() {
    return List.copyOf(units.values());
  }

  World world() {
    return new World(author.compiler().site(), author.rights(), units);
  }

  /**
   * What comes of a program of this member that is all there is.
   *
   * @param faults that it has
   * @param same whether it configures what was entered
   */
  record Whole(List<Diagnostic> faults, boolean same) {}

  /**
   * Checks and runs a program beside the pieces.
   *
   * @param cancelled whether nobody wants to know any more
   * @throws java.util.concurrent.CancellationException if so
   */
  Whole whole(SourceText program, BooleanSupplier cancelled) {
    Compiler compiler = author.compiler();
    Compiler.Compiled compiled = compiler.compile(id, program, author.rights(), cancelled);
    List<Unit> made = unitsOf(compiled);
    return new Whole(
        compiler.faults(id, compiled, compiler.world(author.rights(), made)),
        ResourceText.of(made).equals(ResourceText.of(units())));
  }

  private static List<Unit> unitsOf(Compiler.Compiled compiled) {
    return switch (compiled) {
      case Compiler.Compiled.Units(List<Unit> units) -> units;
      case Compiler.Compiled.Refused refused -> List.of();
    };
  }

  /** The program in one text. */
  String text() {
    return ProgramText.of(pieces, author.compiler().declared());
  }
}
