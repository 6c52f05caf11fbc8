package coop.croft.cli.offline;

import coop.croft.cli.terminal.Trouble;
import coop.croft.core.manifest.Fragment;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * What each host would get, as files: {@code DIR/<host>/<service>/<path on the host>}. Writes below
 * its directory only, and replaces only what it wrote itself: a note beside the hosts' directories
 * says which those are.
 */
final class RenderedTree {
  private static final String NOTE = ".croft-render";
  private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  private final Path directory;
  private final Set<Path> made = ConcurrentHashMap.newKeySet();

  RenderedTree(Path directory) {
    this.directory = directory;
  }

  /** Replaces what an earlier rendering left with these files. */
  void write(Map<String, List<Fragment>> byHost) throws Trouble {
    try {
      clear(byHost.keySet());
      byHost.values().stream().flatMap(List::stream).parallel().forEach(this::writeOne);
    } catch (UncheckedIOException e) {
      throw unwritable(Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private void clear(Set<String> hosts) throws IOException, Trouble {
    Path note = directory.resolve(NOTE);
    Set<String> ours = new TreeSet<>();
    if (Files.isRegularFile(note, LinkOption.NOFOLLOW_LINKS)) {
      Files.readAllLines(note).stream().filter(l -> WORD.matcher(l).matches()).forEach(ours::add);
    }
    for (String host : hosts) {
      Path there = directory.resolve(host);
      if (!ours.contains(host) && Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
        throw Trouble.failed(
            there + " is there already and no earlier render wrote it",
            "Name a directory that is empty or not there yet.");
      }
    }
    for (String host : ours) {
      Deletion.of(directory.resolve(host));
    }
    Files.createDirectories(directory);
    Files.deleteIfExists(note);
    Files.write(note, new TreeSet<>(hosts), StandardOpenOption.CREATE_NEW);
  }

  private void writeOne(Fragment fragment) {
    Path file = place(fragment);
    Path parent = file.getParent();
    try {
      if (parent != null && made.add(parent)) {
        Files.createDirectories(parent);
      }
      // Never through a link: the file must not be there yet.
      try (OutputStream out =
          Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        out.write(fragment.content());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The place of a fragment; one that would lie elsewhere is a bug of a service. */
  private Path place(Fragment fragment) {
    Path live = Path.of(fragment.path());
    if (!WORD.matcher(fragment.host()).matches()
        || !WORD.matcher(fragment.service()).matches()
        || !live.isAbsolute()
        || !live.normalize().toString().equals(fragment.path())) {
      throw new IllegalStateException("no place for the file " + fragment.path());
    }
    return directory
        .resolve(fragment.host())
        .resolve(fragment.service())
        .resolve(fragment.path().substring(1));
  }

  private Trouble unwritable(IOException e) {
    return Trouble.failed("nothing can be written below " + directory + ": " + Skeleton.reason(e));
  }
}
