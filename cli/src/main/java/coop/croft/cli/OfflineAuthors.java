package coop.croft.cli;

import coop.croft.cli.editor.Author;
import coop.croft.cli.editor.Authors;
import coop.croft.cli.offline.Findings;
import coop.croft.cli.offline.Premises;
import coop.croft.cli.terminal.Screen;
import coop.croft.cli.terminal.Trouble;
import coop.croft.core.model.Rights;
import coop.croft.services.Compiler;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A member of the site in a directory, read anew when its files or those of the rights change. */
final class OfflineAuthors implements Authors {
  private final Offline offline;
  private final Screen screen;
  private Author author;
  private Map<Path, FileTime> seen;

  private OfflineAuthors(Offline offline, Screen screen, Author author, Map<Path, FileTime> seen) {
    this.offline = offline;
    this.screen = screen;
    this.author = author;
    this.seen = seen;
  }

  /**
   * @throws Trouble if site or rights cannot be read, or have errors; these have been shown then
   */
  static OfflineAuthors of(Offline offline, Screen screen) throws Trouble {
    Map<Path, FileTime> seen = times(offline);
    Author author =
        read(offline, screen)
            .orElseThrow(
                () ->
                    Trouble.failed(
                        "the site or the rights have errors, so nothing can be said of programs"));
    if (author.rights().of(offline.member()).isEmpty()) {
      screen.remark("croft: note: " + offline.member() + " holds nothing in " + offline.rights());
    }
    return new OfflineAuthors(offline, screen, author, seen);
  }

  private static Optional<Author> read(Offline offline, Screen screen) throws Trouble {
    Findings findings = new Findings(screen, false);
    Optional<Compiler> compiler = Premises.site(offline.site(), findings);
    Optional<Rights> rights = Premises.rights(offline.rights(), findings);
    return compiler.flatMap(c -> rights.map(r -> new Author(c, r.in(c.site()), offline.member())));
  }

  @Override
  public synchronized Author current() {
    Map<Path, FileTime> now = times(offline);
    if (!now.equals(seen)) {
      seen = now;
      try {
        // While they have errors, what was right before holds.
        read(offline, screen).ifPresent(a -> author = a);
      } catch (Trouble trouble) {
        screen.trouble(trouble);
      }
    }
    return author;
  }

  @Override
  public Optional<Path> site() {
    return Optional.of(offline.site());
  }

  /** When each of the files was written last. */
  private static Map<Path, FileTime> times(Offline offline) {
    Map<Path, FileTime> times = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(offline.site(), "*.dtl")) {
      for (Path file : files) {
        times.put(file, Files.getLastModifiedTime(file));
      }
      times.put(offline.rights(), Files.getLastModifiedTime(offline.rights()));
    } catch (IOException | DirectoryIteratorException e) {
      // It is being written, or gone; what was read before holds until it is there again.
      return Map.of();
    }
    return times;
  }
}
