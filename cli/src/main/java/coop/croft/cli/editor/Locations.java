package coop.croft.cli.editor;

import coop.croft.cli.offline.Deletion;
import coop.croft.lang.syntax.Source;
import coop.croft.lang.types.Symbol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.Range;
import org.jspecify.annotations.Nullable;

/**
 * Where declarations are that no open document holds. The library lies in the program itself, and
 * no editor looks in there: its files are laid, when somebody wants to see them, into a directory
 * that is the member's alone and goes with the server. They are read only.
 */
final class Locations implements AutoCloseable {
  /** A site that is read anew brings its library anew, and that has not changed. */
  private record Laid(String file, String text) {}

  private final Map<Laid, String> uris = new HashMap<>();
  private boolean closed;
  private @Nullable Path directory;
  private @Nullable Thread atTheEnd;

  /** Empty for what is built in, or if the file cannot be laid out. */
  Optional<Location> of(Symbol symbol) {
    if (symbol.isBuiltIn()) {
      return Optional.empty();
    }
    Range range = new Text(symbol.source().text()).range(symbol.start(), symbol.end());
    return uri(symbol.source()).map(uri -> new Location(uri, range));
  }

  private synchronized Optional<String> uri(Source source) {
    if (closed) {
      return Optional.empty();
    }
    Laid laid = new Laid(source.file(), source.text());
    String known = uris.get(laid);
    if (known != null) {
      return Optional.of(known);
    }
    try {
      String uri = file(source).toUri().toString();
      uris.put(laid, uri);
      return Optional.of(uri);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Path file(Source source) throws IOException {
    Path real = Path.of(source.file());
    if (real.getNameCount() > 1 && Files.isRegularFile(real)) {
      return real.toAbsolutePath();
    }
    Path made = directory;
    if (made == null) {
      made =
          Files.createTempDirectory(
              "croft-library-",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      directory = made;
      goesWithTheProcess();
    }
    Path name = real.getFileName();
    Path file = made.resolve(name == null ? "library.dtl" : name.toString());
    if (Files.exists(file)) {
      file = Files.createTempDirectory(made, "").resolve(made.relativize(file));
    }
    Files.writeString(file, source.text(), StandardCharsets.UTF_8);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
    return file;
  }

  /** Editors end their servers with a signal, too; the directory goes all the same. */
  private synchronized void goesWithTheProcess() throws IOException {
    Thread last = new Thread(this::takeAway, "croft-lsp-end");
    try {
      Runtime.getRuntime().addShutdownHook(last);
      atTheEnd = last;
    } catch (IllegalStateException e) {
      takeAway();
      throw new IOException("the server is ending", e);
    }
  }

  /** Whether a document is a file of the library, or of the site. */
  synchronized boolean holds(String uri) {
    Path laid = directory;
    return uris.containsValue(uri) || (laid != null && uri.startsWith(laid.toUri().toString()));
  }

  /** Whether a document is a file of that directory itself. */
  static boolean isIn(String uri, Path directory) {
    if (!uri.startsWith("file:")) {
      return false;
    }
    try {
      Path parent = Path.of(URI.create(uri)).normalize().getParent();
      return directory.toAbsolutePath().normalize().equals(parent);
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      return false;
    }
  }

  /** Characters of a URI that are written with percent signs; what makes no sense stays. */
  static String decoded(String part) {
    try {
      String path = URI.create("file:///" + part).getPath();
      return path == null ? part : path.substring(1);
    } catch (IllegalArgumentException e) {
      return part;
    }
  }

  @Override
  public synchronized void close() {
    // First of all: without the thread, a signal that comes now would end the process before.
    takeAway();
    Thread last = atTheEnd;
    if (last != null) {
      atTheEnd = null;
      try {
        Runtime.getRuntime().removeShutdownHook(last);
      } catch (IllegalStateException e) {
        // The process is ending, and that thread finds nothing left to do.
      }
    }
  }

  private synchronized void takeAway() {
    closed = true;
    Path laid = directory;
    if (laid != null) {
      directory = null;
      try {
        Deletion.of(laid);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
