package coop.croft.core.os;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Files under their absolute paths, below a root that is {@code /} except in tests. No symbolic
 * link is followed anywhere.
 */
public final class Disk implements Closeable {
  private static final int NOT_A_DIRECTORY = 20;
  private static final int DIRECTORY = 0755;

  private final Directory root;

  public Disk(Path root) throws IOException {
    this.root = Directory.open(root);
  }

  /**
   * Whether a path is absolute, without empty, {@code .} and {@code ..} components and controls.
   */
  public static boolean isPlain(String path) {
    if (!path.startsWith("/")
        || path.length() > 1000
        || path.chars().anyMatch(c -> c < 32 || c == 127)) {
      return false;
    }
    return List.of(path.substring(1).split("/", -1)).stream()
        .noneMatch(p -> p.isEmpty() || p.equals(".") || p.equals(".."));
  }

  /** The last component. */
  public static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The path of the directory that holds {@code path}; empty for the root. */
  public static String parent(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }

  private static String relative(String path) {
    String plain = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    if (!isPlain(plain)) {
      throw new IllegalArgumentException("not a plain path: " + path);
    }
    return plain.substring(1);
  }

  /** The directory of that path; empty if it is not there. */
  public Optional<Directory> directory(String path) throws OsException {
    try {
      return root.directoryIfThere(path.isEmpty() || path.equals("/") ? "." : relative(path));
    } catch (OsException e) {
      if (e.errno() == NOT_A_DIRECTORY) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** What lies under that path, a symbolic link as itself. */
  public Optional<Stat> stat(String path) throws OsException {
    Optional<Directory> there = directory(parent(path));
    if (there.isEmpty()) {
      return Optional.empty();
    }
    try (Directory parent = there.get()) {
      return parent.stat(name(path));
    }
  }

  public OpenFile read(String path) throws OsException {
    return root.read(relative(path));
  }

  /**
   * Makes a directory and what leads to it, where it is not there yet: root's own and open to all
   * to pass.
   *
   * @return the directory
   */
  public Directory make(String path) throws IOException {
    Optional<Directory> there = directory(path);
    if (there.isPresent()) {
      return there.get();
    }
    Directory at = root.directory(".");
    for (String name : relative(path).split("/")) {
      Directory next;
      try {
        boolean made = at.make(name, DIRECTORY);
        next = at.directory(name);
        if (made) {
          next.own(0, 0, DIRECTORY);
          at.sync();
        }
      } finally {
        at.close();
      }
      at = next;
    }
    return at;
  }

  /** The same with an owner and a mode; leaves alone what is so already. */
  public void make(String path, long uid, long gid, int mode) throws IOException {
    try (Directory directory = make(path)) {
      if (!directory.stat().isOf(uid, gid, mode)) {
        directory.own(uid, gid, mode);
      }
    }
  }

  /** Names of what is in the directory of that path, sorted; none if it is not there. */
  public List<String> list(String path) throws IOException {
    Optional<Directory> there = directory(path);
    if (there.isEmpty()) {
      return List.of();
    }
    try (Directory directory = there.get()) {
      return directory.list();
    }
  }

  /** Removes a file if there is one; durable on return. */
  public void remove(String path) throws IOException {
    Optional<Directory> there = directory(parent(path));
    if (there.isPresent()) {
      try (Directory parent = there.get()) {
        if (parent.remove(name(path))) {
          parent.sync();
        }
      }
    }
  }

  /** Removes what lies under that path, a directory with all that is in it. */
  public void removeTree(String path) throws IOException {
    String plain = "/" + relative(path);
    Optional<Directory> there = directory(parent(plain));
    if (there.isPresent()) {
      try (Directory parent = there.get()) {
        parent.removeTree(name(plain));
      }
    }
  }

  @Override
  public void close() {
    root.close();
  }
}
