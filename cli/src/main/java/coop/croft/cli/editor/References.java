package coop.croft.cli.editor;

import coop.croft.cli.program.ProgramFile;
import coop.croft.cli.program.SiteDirectory;
import coop.croft.cli.terminal.Trouble;
import coop.croft.lang.study.Study;
import coop.croft.lang.syntax.Source;
import coop.croft.lang.types.Symbol;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.eclipse.lsp4j.Location;
import org.jspecify.annotations.Nullable;

/**
 * All uses of a name. A program does not see another one's names, but all see the library's, and
 * the files of a site see each other's: uses of these are looked for in the files that are not
 * open, too, as they are saved.
 */
final class References {
  private final Documents documents;
  private final @Nullable Path site;

  /**
   * @param site the directory of the site's own files, if they are here
   */
  References(Documents documents, Optional<Path> site) {
    this.documents = documents;
    this.site = site.map(References::whole).orElse(null);
  }

  private static Path whole(Path path) {
    return path.toAbsolutePath().normalize();
  }

  /**
   * @param symbol as the study of that document has it
   * @param declaration whether the place where it is declared is wanted too
   */
  List<Location> of(Symbol symbol, Snapshot asked, boolean declaration, BooleanSupplier cancelled) {
    Study study = asked.study(cancelled);
    Path home = home(symbol, asked, study);
    List<Snapshot> all = new ArrayList<>(documents.all());
    if (home != null) {
      all.addAll(saved(asked, all));
    }
    List<Location> found = new ArrayList<>();
    for (Snapshot document : all) {
      Study other = document.study(cancelled);
      for (Study.Named place : other.names()) {
        boolean use =
            home == null
                ? isSame(symbol, study, place.symbol(), other)
                : isSame(symbol, place.symbol())
                    && home.equals(home(place.symbol(), document, other));
        if (use && (declaration || !declares(place, other))) {
          found.add(
              new Location(document.uri(), document.text().range(place.start(), place.end())));
        }
      }
    }
    return found;
  }

  private static boolean declares(Study.Named place, Study study) {
    return place.start() == place.symbol().start()
        && place.symbol().source().equals(study.source());
  }

  /**
   * The file of the site whose other files see the name; null if they do not.
   *
   * @param document in whose study it is found
   */
  @Nullable Path home(Symbol symbol, Snapshot document, Study study) {
    if (site == null || symbol.kind().isLocal()) {
      return null;
    }
    Path file = isOf(symbol, study) ? fileOf(document.uri()) : fileOf(symbol.source());
    return file != null && site.equals(file.getParent()) ? file : null;
  }

  private static @Nullable Path fileOf(String uri) {
    try {
      return uri.startsWith("file:") ? whole(Path.of(URI.create(uri))) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The library's own files are no paths. */
  private static @Nullable Path fileOf(Source source) {
    try {
      Path file = Path.of(source.file());
      return file.getNameCount() > 1 ? whole(file) : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /** Files of the site that no editor has open. */
  private List<Snapshot> saved(Snapshot asked, List<Snapshot> open) {
    List<Snapshot> saved = new ArrayList<>();
    if (site == null) {
      return saved;
    }
    List<Path> known = open.stream().flatMap(d -> Stream.ofNullable(fileOf(d.uri()))).toList();
    try {
      for (ProgramFile file : SiteDirectory.read(site)) {
        Path path = whole(Path.of(file.text().file()));
        if (!known.contains(path)) {
          String text = new String(file.text().bytes(), StandardCharsets.UTF_8);
          saved.add(new Snapshot(path.toUri().toString(), 0, new Text(text), asked.author()));
        }
      }
    } catch (Trouble unreadable) {
      // What is open is answered for all the same.
      return saved;
    }
    return saved;
  }

  /** Each name of that kind is declared once in a site; an editor's text may be ahead of it. */
  private static boolean isSame(Symbol a, Symbol b) {
    return a.kind() == b.kind() && a.name().equals(b.name());
  }

  @SuppressWarnings("ReferenceEquality") // one source for each text
  private static boolean isOf(Symbol symbol, Study study) {
    return symbol.source() == study.source();
  }

  /**
   * A library that was read anew has symbols of its own for the same declarations, and documents
   * that were not touched since have those of before.
   */
  private static boolean isSame(Symbol symbol, Study asked, Symbol other, Study study) {
    if (symbol.equals(other)) {
      return true;
    }
    return !isOf(symbol, asked)
        && !isOf(other, study)
        && isSame(symbol, other)
        && symbol.start() == other.start()
        && symbol.source().file().equals(other.source().file());
  }
}
