package coop.croft.cli.repl;

import coop.croft.lang.check.Library;
import coop.croft.lang.study.Study;
import coop.croft.lang.syntax.Declaration;
import coop.croft.lang.syntax.Kind;
import coop.croft.lang.syntax.Source;
import coop.croft.lang.syntax.Stmt;
import coop.croft.lang.syntax.Tokens;
import coop.croft.lang.syntax.Tree;
import coop.croft.lang.types.Symbol;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Pieces as one program that means the same: all declarations, then all statements. In it a name is
 * declared once only, so those that were declared again since get other names if something uses
 * them, and are left out else.
 */
final class ProgramText {
  private final List<Piece> pieces;
  private final Library library;
  private final Map<Symbol, String> renamed = new HashMap<>();
  private final Set<Symbol> unused = new HashSet<>();
  private final Set<Source> sources = new HashSet<>();
  private final StringBuilder out = new StringBuilder();

  private ProgramText(List<Piece> pieces, Library library) {
    this.pieces = pieces;
    this.library = library;
    pieces.forEach(p -> sources.add(p.study().source()));
  }

  static String of(List<Piece> pieces, Library library) {
    ProgramText text = new ProgramText(pieces, library);
    text.rename();
    for (int i = 0; i < pieces.size(); i++) {
      text.declarations(pieces.get(i), i == 0);
    }
    pieces.forEach(text::statements);
    return text.out.toString();
  }

  /** A name in one of the two name spaces that a member adds to. */
  private record Place(Symbol.Kind space, String name) {
    static Place of(Symbol symbol) {
      return new Place(symbol.kind(), symbol.name());
    }
  }

  private void rename() {
    Set<String> taken = new HashSet<>(library.values().keySet());
    taken.addAll(library.variables().keySet());
    Set<Symbol> used = new HashSet<>();
    Map<Place, Symbol> newest = new HashMap<>();
    for (Piece piece : pieces) {
      for (Study.Named named : piece.study().names()) {
        taken.add(named.symbol().name());
        if (!isDeclaration(named, piece.study().source())) {
          used.add(named.symbol());
        }
      }
      piece.declared().forEach(s -> newest.put(Place.of(s), s));
    }
    Set<Place> ofLibrary = new HashSet<>();
    for (Piece piece : pieces) {
      for (Symbol symbol : piece.declared()) {
        boolean last = symbol.equals(newest.get(Place.of(symbol)));
        if (!last && !used.contains(symbol)) {
          unused.add(symbol);
        } else if (!last || ofLibrary.contains(Place.of(symbol))) {
          renamed.put(symbol, fresh(symbol.name(), taken));
        }
      }
      // Statements stand behind all declarations, also behind those that came later.
      int body = piece.study().tree().body().start();
      piece.study().names().stream()
          .filter(n -> n.start() >= body && isOfLibrary(n.symbol()))
          .forEach(n -> ofLibrary.add(Place.of(n.symbol())));
    }
  }

  private static String fresh(String name, Set<String> taken) {
    int number = 1;
    while (!taken.add(name + "_" + number)) {
      number++;
    }
    return name + "_" + number;
  }

  @SuppressWarnings("ReferenceEquality") // a source has identity
  private static boolean isDeclaration(Study.Named named, Source source) {
    return named.symbol().source() == source && named.symbol().start() == named.start();
  }

  private boolean isOfLibrary(Symbol symbol) {
    return !symbol.kind().isLocal() && !sources.contains(symbol.source());
  }

  private void declarations(Piece piece, boolean first) {
    Study study = piece.study();
    Tree tree = study.tree();
    int end = tree.body().start();
    List<Declaration> declarations = tree.declarations();
    int start = declarations.isEmpty() ? end : declarations.getFirst().start();
    // A doc string of a later file would become that of the declaration in front.
    if (first || tree.doc().isEmpty()) {
      slice(study, 0, start);
    }
    for (int i = 0; i < declarations.size(); i++) {
      int next = i + 1 < declarations.size() ? declarations.get(i + 1).start() : end;
      if (!unused.contains(piece.declared().get(i))) {
        slice(study, declarations.get(i).start(), next);
      }
    }
    newLine();
  }

  private void statements(Piece piece) {
    Study study = piece.study();
    List<Stmt> statements = study.tree().body().statements();
    if (statements.isEmpty() || piece.form() == Piece.Form.VALUE) {
      return;
    }
    // What a statement binds is bound in its own piece alone.
    boolean binds = statements.stream().anyMatch(s -> s instanceof Stmt.Bind);
    if (binds) {
      out.append("begin\n");
    }
    if (piece.form() == Piece.Form.SUPERSEDED) {
      for (Stmt statement : statements) {
        if (statement instanceof Stmt.Assign || statement instanceof Stmt.Bind) {
          slice(study, statement.start(), statement.end());
          out.append(";\n");
        }
      }
    } else {
      slice(study, study.tree().body().start(), study.source().text().length());
      newLine();
      if (!endsInSemicolon(study.source())) {
        out.append(";\n");
      }
    }
    if (binds) {
      out.append("end;\n");
    }
  }

  private static boolean endsInSemicolon(Source source) {
    Tokens tokens = Tokens.of(source);
    int last = tokens.size() - 1;
    while (last >= 0 && tokens.kind(last) == Kind.COMMENT) {
      last--;
    }
    return last >= 0 && tokens.kind(last) == Kind.SEMICOLON;
  }

  private void newLine() {
    if (!out.isEmpty() && out.charAt(out.length() - 1) != '\n') {
      out.append('\n');
    }
  }

  /** A part of a piece in which names are replaced by what they are called now. */
  private void slice(Study study, int from, int to) {
    String text = study.source().text();
    int at = from;
    List<Study.Named> names = study.names();
    for (int i = first(names, from); i < names.size() && names.get(i).end() <= to; i++) {
      Study.Named named = names.get(i);
      String name = renamed.get(named.symbol());
      if (name != null) {
        out.append(text, at, named.start()).append(name);
        at = named.end();
      }
    }
    out.append(text, at, to);
  }

  /** Number of the first name that does not begin before a place. */
  private static int first(List<Study.Named> names, int from) {
    int low = 0;
    int high = names.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (names.get(middle).start() < from) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
