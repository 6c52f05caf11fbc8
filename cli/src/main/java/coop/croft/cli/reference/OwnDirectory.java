package coop.croft.cli.reference;

import coop.croft.cli.offline.Deletion;
import coop.croft.cli.offline.Skeleton;
import coop.croft.cli.terminal.Trouble;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A directory that holds what was written here and nothing else: a note in it names the files. One
 * that holds anything besides is refused, links above all, so nothing of others' is ever changed.
 * All files are written beside their places before the first one is put there.
 */
final class OwnDirectory {
  private static final String NOTE = ".croft-doc";
  private static final String FIRST_LINE = "written by croft doc: ";
  private static final String NEW = ".croft-doc-new";

  /** Of a run that goes on, or was ended midway. */
  private static final Pattern BESIDE = Pattern.compile("\\.croft-doc-new\\d+");

  /** In the directory of a run, which holds a lock on it as long as it goes on. */
  private static final String RUN = ".croft-doc-run";

  /** Names that croft doc itself makes. */
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)?");

  private final Path directory;
  private final String content;

  /**
   * @param content what it holds, in a word; a directory of another content is refused
   */
  OwnDirectory(Path directory, String content) {
    this.directory = directory;
    this.content = content;
  }

  /**
   * Makes the directory hold these files and no others.
   *
   * @param files content by name; a name has at most one directory in front
   */
  void write(Map<String, byte[]> files) throws Trouble {
    try {
      boolean made = !Files.exists(directory, LinkOption.NOFOLLOW_LINKS);
      Set<String> old = made ? Set.of() : ownFiles();
      Files.createDirectories(directory);
      Path beside = Files.createTempDirectory(directory, NEW);
      try (FileChannel run =
          FileChannel.open(
              beside.resolve(RUN), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        run.lock();
        put(new TreeMap<>(files), beside);
        replace(files.keySet(), old, beside);
      } finally {
        Deletion.of(beside);
      }
    } catch (IOException e) {
      throw Trouble.failed(directory + " cannot be written: " + Skeleton.reason(e));
    }
  }

  /** The files that are there, all of them written here. */
  private Set<String> ownFiles() throws IOException, Trouble {
    if (Files.isSymbolicLink(directory)) {
      throw Trouble.failed(
          directory + " is a link, and is not written through", "Name the directory itself.");
    }
    if (!Files.isDirectory(directory)) {
      throw Trouble.failed(directory + " is not a directory", "Name one, or a new name.");
    }
    Set<String> noted = noted();
    Set<String> found = new TreeSet<>();
    List<Path> strange = new ArrayList<>();
    List<Path> leftOver = new ArrayList<>();
    Path top = directory.toRealPath();
    Files.walkFileTree(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes)
              throws IOException {
            String name = top.relativize(dir).toString();
            if (BESIDE.matcher(name).matches() && isOfARun(dir)) {
              leftOver.add(dir);
              return FileVisitResult.SKIP_SUBTREE;
            }
            boolean known =
                name.isEmpty() || noted.stream().anyMatch(file -> file.startsWith(name + "/"));
            if (!known) {
              strange.add(dir);
            }
            return known ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = top.relativize(file).toString();
            if (name.equals(NOTE) && attributes.isRegularFile()) {
              return FileVisitResult.CONTINUE;
            }
            if (!noted.contains(name) || !attributes.isRegularFile()) {
              strange.add(file);
              return FileVisitResult.TERMINATE;
            }
            found.add(name);
            return FileVisitResult.CONTINUE;
          }
        });
    for (Path dir : strange.isEmpty() ? leftOver : List.<Path>of()) {
      if (goesOn(dir)) {
        throw Trouble.failed(
            "another croft doc writes to " + directory + " just now", "Wait until it has ended.");
      }
      Deletion.of(dir);
    }
    if (!strange.isEmpty()) {
      Path first = directory.resolve(top.relativize(strange.getFirst()));
      throw notOurs(first);
    }
    return found;
  }

  /** One that was ended at once left nothing in it. */
  private static boolean isOfARun(Path dir) throws IOException {
    if (Files.isRegularFile(dir.resolve(RUN), LinkOption.NOFOLLOW_LINKS)) {
      return true;
    }
    try (Stream<Path> files = Files.list(dir)) {
      return files.findAny().isEmpty();
    }
  }

  private static boolean goesOn(Path dir) throws IOException {
    Path run = dir.resolve(RUN);
    if (!Files.exists(run, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(run, StandardOpenOption.WRITE)) {
      // Closing the channel gives the lock back.
      return channel.tryLock() == null;
    } catch (OverlappingFileLockException e) {
      return true;
    }
  }

  private static Trouble notOurs(Path place) {
    return Trouble.failed(
        place + " was not written by croft doc, so it stays as it is",
        "Name a directory that is empty or not there yet.");
  }

  private Set<String> noted() throws IOException, Trouble {
    Path note = directory.resolve(NOTE);
    if (!Files.isRegularFile(note, LinkOption.NOFOLLOW_LINKS)) {
      return Set.of();
    }
    List<String> lines = Files.readAllLines(note, StandardCharsets.ISO_8859_1);
    String first = lines.isEmpty() ? "" : lines.getFirst();
    if (!first.startsWith(FIRST_LINE)) {
      throw notOurs(note);
    }
    if (!first.equals(FIRST_LINE + content)) {
      throw Trouble.failed(
          directory + " holds " + first.substring(FIRST_LINE.length()) + " of croft doc",
          "Name another directory for " + content + ".");
    }
    Set<String> names = new TreeSet<>();
    lines.stream().skip(1).filter(l -> NAME.matcher(l).matches()).forEach(names::add);
    return names;
  }

  private static void put(Map<String, byte[]> files, Path into) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      if (!NAME.matcher(file.getKey()).matches()) {
        throw new IllegalStateException("no name for a page: " + file.getKey());
      }
      Path place = into.resolve(file.getKey());
      Files.createDirectories(Objects.requireNonNull(place.getParent(), "it is below"));
      Files.write(place, file.getValue(), StandardOpenOption.CREATE_NEW);
    }
  }

  /** By renaming alone; whatever ends it midway, the note names all that is there. */
  private void replace(Set<String> files, Set<String> old, Path beside) throws IOException {
    Set<String> all = new TreeSet<>(old);
    all.addAll(files);
    note(all, beside);
    for (String file : files) {
      Path place = directory.resolve(file);
      Files.createDirectories(Objects.requireNonNull(place.getParent(), "it is below"));
      Files.move(beside.resolve(file), place, StandardCopyOption.ATOMIC_MOVE);
    }
    for (String file : old) {
      if (!files.contains(file)) {
        Files.delete(directory.resolve(file));
      }
    }
    note(files, beside);
  }

  private void note(Set<String> files, Path beside) throws IOException {
    List<String> lines = new ArrayList<>(List.of(FIRST_LINE + content));
    lines.addAll(new TreeSet<>(files));
    Path note = Files.write(beside.resolve(NOTE), lines);
    Files.move(note, directory.resolve(NOTE), StandardCopyOption.ATOMIC_MOVE);
  }
}
