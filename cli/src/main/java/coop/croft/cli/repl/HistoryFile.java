package coop.croft.cli.repl;

import coop.croft.cli.terminal.Trouble;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What was entered in earlier sessions, one entry a line with line breaks and backslashes escaped,
 * for nobody else to read: {@code croft/repl-history} in the user's state directory (XDG Base
 * Directory Specification 0.8: {@code $XDG_STATE_HOME}, else {@code ~/.local/state}). Nothing is
 * written through a link, nor into a directory of somebody else, as root might who still has
 * another user's home.
 */
final class HistoryFile {
  private static final FileAttribute<Set<PosixFilePermission>> OWN_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final Set<PosixFilePermission> OWN_FILE =
      PosixFilePermissions.fromString("rw-------");
  private static final int MOST_ENTRIES = 1000;
  private static final int LONGEST_ENTRY = 64 << 10;

  /** What is more than that goes, the oldest first. */
  private static final int MOST_BYTES = 1 << 20;

  private final Path file;

  private HistoryFile(Path file) {
    this.file = file;
  }

  /**
   * @throws Trouble why no history can be kept
   */
  static HistoryFile of(Map<String, String> environment) throws Trouble {
    Path directory = stateDirectory(environment).resolve("croft");
    Path file = directory.resolve("repl-history");
    try {
      Path there = directory;
      while (!Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
        there = Objects.requireNonNull(there.getParent(), "the root directory is there");
      }
      requireOwn(there);
      Files.createDirectories(Objects.requireNonNull(directory.getParent(), "it has a parent"));
      if (!there.equals(directory)) {
        Files.createDirectory(directory, OWN_DIRECTORY);
      }
      if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        throw Trouble.failed(directory + " is not a directory");
      }
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        requireOwn(file);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          throw Trouble.failed(file + " is not a regular file");
        }
        Files.setPosixFilePermissions(file, OWN_FILE);
      }
      HistoryFile history = new HistoryFile(file);
      history.open(StandardOpenOption.APPEND).close();
      return history;
    } catch (IOException e) {
      throw Trouble.failed(file + " cannot be written");
    }
  }

  private static Path stateDirectory(Map<String, String> environment) {
    String given = environment.getOrDefault("XDG_STATE_HOME", "");
    // "All paths must be absolute. If … a relative path … consider the path invalid and ignore it."
    if (given.startsWith("/")) {
      return Path.of(given);
    }
    String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
    return Path.of(home).toAbsolutePath().resolve(".local/state");
  }

  private static void requireOwn(Path path) throws IOException, Trouble {
    Object owner = Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    if (!owner.equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
      throw Trouble.failed(path + " belongs to somebody else");
    }
  }

  private FileChannel open(StandardOpenOption how) throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, how, LinkOption.NOFOLLOW_LINKS),
        PosixFilePermissions.asFileAttribute(OWN_FILE));
  }

  /** What was kept, the oldest first; takes away what is too much of it. */
  List<String> entries() throws Trouble {
    try {
      long size = Files.size(file);
      byte[] bytes = tail(size);
      List<String> lines =
          new ArrayList<>(new String(bytes, StandardCharsets.UTF_8).lines().toList());
      if (size > bytes.length && !lines.isEmpty()) {
        // The first one is cut off.
        lines.removeFirst();
      }
      List<String> newest = lines.subList(Math.max(0, lines.size() - MOST_ENTRIES), lines.size());
      if (size > bytes.length || newest.size() < lines.size()) {
        try (FileChannel out = open(StandardOpenOption.TRUNCATE_EXISTING)) {
          write(out, String.join("\n", newest) + "\n");
        }
      }
      return newest.stream().map(HistoryFile::unescaped).toList();
    } catch (IOException e) {
      throw Trouble.failed(file + " cannot be read");
    }
  }

  private byte[] tail(long size) throws IOException {
    try (FileChannel in =
        FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(size, MOST_BYTES));
      long from = size - bytes.capacity();
      while (bytes.hasRemaining() && in.read(bytes, from + bytes.position()) >= 0) {
        // Until all is there.
      }
      byte[] read = new byte[bytes.position()];
      bytes.flip().get(read);
      return read;
    }
  }

  /** Keeps an entry, unless it is very long. */
  void add(String entry) throws Trouble {
    if (entry.length() > LONGEST_ENTRY) {
      return;
    }
    try (FileChannel out = open(StandardOpenOption.APPEND)) {
      write(out, escaped(entry) + "\n");
    } catch (IOException e) {
      throw Trouble.failed(file + " cannot be written");
    }
  }

  private static void write(FileChannel out, String text) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (left.hasRemaining()) {
      out.write(left);
    }
  }

  private static String escaped(String entry) {
    return entry.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
  }

  private static String unescaped(String line) {
    StringBuilder entry = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && i + 1 < line.length()) {
        char next = line.charAt(++i);
        entry.append(next == 'n' ? '\n' : next == 'r' ? '\r' : next);
      } else {
        entry.append(c);
      }
    }
    return entry.toString();
  }
}
