package coop.croft.controller.backup;

import coop.croft.core.os.UnixStream;
import coop.croft.core.wire.Calls;
import coop.croft.core.wire.Wire;
import coop.croft.services.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * The back-up of this host: the controller's state and configuration, and what daemons keep here
 * and nobody can make anew. The copy of the database knows that it is one (see {@code
 * engine.Restoration}), so that a controller which begins with it lowers no number that a host or a
 * name server has seen.
 *
 * @param root {@code /}
 */
record Backup(Path root) {
  private static final String STATE = "var/lib/croft/controller";
  private static final String AUTHORITY = STATE + "/ca";
  private static final String COPY = STATE + "/croft.db.copy";
  private static final String DATABASE = STATE + "/croft.db";
  private static final String CONFIGURATION = "etc/croft";
  private static final String SOCKET = "run/croft/controller.sock";
  private static final int LINE_BYTES = 1 << 20;

  /** Why it cannot be, for an administrator. */
  static final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    Failure(String sentence) {
      super(sentence);
    }
  }

  /** What daemons keep, relative to the root. */
  private static List<String> kept() {
    return ServiceLoader.load(Service.class).stream()
        .flatMap(s -> s.get().state().stream())
        .map(p -> p.replaceFirst("^/", ""))
        .toList();
  }

  /** Writes a back-up while everything runs. */
  void write(Path file) throws IOException, InterruptedException, Failure {
    if (Files.exists(file)) {
      throw new Failure(file + " exists; name another file, or move that one away");
    }
    copyDatabase();
    try {
      List<String> paths = new ArrayList<>(List.of(COPY, AUTHORITY, CONFIGURATION));
      kept().stream().filter(p -> Files.exists(root.resolve(p))).forEach(paths::add);
      new Archive(file.toAbsolutePath(), root).write(paths);
    } finally {
      Files.deleteIfExists(root.resolve(COPY));
    }
  }

  /** The controller writes the copy itself: nobody else knows what is decided and what is not. */
  private void copyDatabase() throws IOException, Failure {
    try (UnixStream stream = UnixStream.connect(root.resolve(SOCKET))) {
      Calls.Call call = new Calls.Call("backup", List.of(), List.of(), Map.of());
      stream.writeLine(Wire.write(call));
      String problem = "";
      Optional<String> line = stream.readLine(LINE_BYTES);
      while (line.isPresent()) {
        Calls.Event event = Wire.read(Calls.Event.class, line.get());
        if (event.kind() == Calls.Kind.PROBLEM) {
          problem = event.text();
        }
        Integer exit = event.exit();
        if (exit != null && exit == 0) {
          return;
        }
        line = stream.readLine(LINE_BYTES);
      }
      throw new Failure("the controller makes no copy of its state: " + problem);
    } catch (java.net.SocketException | java.nio.file.NoSuchFileException e) {
      throw new Failure("the controller does not run: systemctl start croft-controller");
    }
  }

  /** Puts a back-up in place of what is here; a controller that runs is in the way. */
  void restore(Path file) throws IOException, InterruptedException, Failure {
    if (isRunning()) {
      throw new Failure("the controller runs: systemctl stop croft-controller");
    }
    Archive archive = new Archive(file.toAbsolutePath(), root);
    List<String> paths = archive.paths();
    if (!paths.contains(COPY) || paths.stream().noneMatch(p -> p.startsWith(AUTHORITY + "/"))) {
      throw new Failure(file + " is no back-up of a controller");
    }
    setAside();
    List<String> wanted = new ArrayList<>(List.of(COPY, AUTHORITY, CONFIGURATION));
    kept().stream().filter(k -> paths.stream().anyMatch(p -> p.startsWith(k))).forEach(wanted::add);
    archive.extract(wanted);
    // Last: a controller that starts before this begins with nothing, and says so.
    Files.move(root.resolve(COPY), root.resolve(DATABASE), StandardCopyOption.ATOMIC_MOVE);
  }

  private boolean isRunning() {
    try {
      UnixStream.connect(root.resolve(SOCKET)).close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * What a controller had here is not thrown away: a fresh one's is worth nothing, but who knows.
   */
  private void setAside() throws IOException, Failure {
    Path state = root.resolve(STATE);
    Path aside = state.resolve("before-restore");
    if (Files.exists(aside)) {
      throw new Failure(aside + " is there from an earlier restore; move it away first");
    }
    List<Path> there;
    try (Stream<Path> files = Files.list(state)) {
      there =
          files
              .filter(
                  f -> f.endsWith("ca") || String.valueOf(f.getFileName()).startsWith("croft.db"))
              .toList();
    }
    if (!there.isEmpty()) {
      Files.createDirectory(
          aside,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      for (Path f : there) {
        Files.move(f, aside.resolve(String.valueOf(f.getFileName())));
      }
    }
  }
}
