package coop.croft.cli.editor;

import coop.croft.lang.Code;
import coop.croft.lang.SourceText;
import coop.croft.lang.study.Study;
import coop.croft.lang.syntax.Kind;
import coop.croft.lang.syntax.Source;
import coop.croft.lang.syntax.Tokens;
import coop.croft.lang.types.Symbol;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;

/**
 * Gives a name of the program another spelling. The text that would come of it is checked: all
 * names must mean there what they mean now.
 */
final class Renaming {
  private Renaming() {}

  /**
   * The name that would be renamed.
   *
   * @param uses tells which names other files of a site see
   * @throws ResponseErrorException if it cannot be
   */
  static Study.Named nameAt(
      Snapshot document, References uses, Position position, BooleanSupplier cancelled) {
    Study study = document.study(cancelled);
    if (study.diagnostics().stream().anyMatch(d -> d.code() == Code.SYNTAX)) {
      throw refused("parts of this file cannot be read; put its errors of syntax right first");
    }
    Study.Named name =
        study
            .nameAt(document.text().offset(position))
            .orElseThrow(() -> refused("there is no name here that means something"));
    if (uses.home(name.symbol(), document, study) != null) {
      throw refused(
          "'"
              + name.symbol().name()
              + "' is the site's: its other files and members' programs may use it;"
              + " rename it by hand wherever it stands, and look with croft test");
    }
    if (!isOwn(name.symbol(), study)) {
      throw refused("'" + name.symbol().name() + "' is the library's; a program cannot rename it");
    }
    return name;
  }

  @SuppressWarnings("ReferenceEquality") // one source for each text
  private static boolean isOwn(Symbol symbol, Study study) {
    return symbol.source() == study.source();
  }

  /**
   * @throws ResponseErrorException if some name would mean something else
   */
  static List<TextEdit> edits(
      Snapshot document,
      References uses,
      Position position,
      String name,
      BooleanSupplier cancelled) {
    Symbol symbol = nameAt(document, uses, position, cancelled).symbol();
    requireName(symbol, name);
    Study before = document.study(cancelled);
    List<Study.Named> places = before.placesOf(symbol);
    StringBuilder text = new StringBuilder();
    int from = 0;
    for (Study.Named place : places) {
      text.append(before.source().text(), from, place.start()).append(name);
      from = place.end();
    }
    text.append(before.source().text().substring(from));
    Study after =
        document
            .author()
            .compiler()
            .study(
                new SourceText(
                    before.source().file(), text.toString().getBytes(StandardCharsets.UTF_8)),
                document.author().member(),
                document.author().rights(),
                cancelled);
    requireSame(before, after, new Shift(places, name.length() - symbol.name().length()), name);
    List<TextEdit> edits = new ArrayList<>();
    for (Study.Named place : places) {
      edits.add(new TextEdit(document.text().range(place.start(), place.end()), name));
    }
    return edits;
  }

  private static void requireName(Symbol symbol, String name) {
    Tokens tokens = Tokens.of(new Source("", name));
    Kind wanted = symbol.kind() == Symbol.Kind.VARIABLE ? Kind.CSYMBOL : Kind.SYMBOL;
    boolean fits =
        tokens.size() == 1
            && tokens.kind(0) == wanted
            && tokens.start(0) == 0
            && tokens.end(0) == name.length();
    if (!fits) {
      throw refused(
          wanted == Kind.SYMBOL
              ? "a name begins with a small letter; letters, digits and _ follow; it is no keyword"
              : "the name of a variable begins with a capital; letters, digits and _ follow");
    }
  }

  /** Where an offset comes to, when each of these places grows. */
  private record Shift(List<Study.Named> places, int by) {
    int of(int offset) {
      int low = 0;
      int high = places.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (places.get(middle).start() < offset) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return offset + low * by;
    }
  }

  private static void requireSame(Study before, Study after, Shift shift, String name) {
    List<Study.Named> old = before.names();
    List<Study.Named> now = after.names();
    boolean same = old.size() == now.size() && conflicts(before) == conflicts(after);
    for (int i = 0; same && i < old.size(); i++) {
      same =
          shift.of(old.get(i).start()) == now.get(i).start()
              && isSame(old.get(i).symbol(), now.get(i).symbol(), before, after, shift);
    }
    if (!same) {
      throw refused(
          "'" + name + "' means something else in this program already; choose another name");
    }
  }

  @SuppressWarnings("ReferenceEquality") // a symbol of the library is one object
  private static boolean isSame(Symbol old, Symbol now, Study before, Study after, Shift shift) {
    return isOwn(old, before)
        ? isOwn(now, after) && shift.of(old.start()) == now.start()
        : old == now;
  }

  private static long conflicts(Study study) {
    return study.diagnostics().stream().filter(d -> d.code() == Code.CONFLICT).count();
  }

  private static ResponseErrorException refused(String why) {
    return new ResponseErrorException(
        new ResponseError(ResponseErrorCode.RequestFailed, why, null));
  }
}
