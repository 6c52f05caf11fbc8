package coop.croft.helper;

import coop.croft.core.os.Accounts;
import coop.croft.core.os.Directory;
import coop.croft.core.os.OpenFile;
import coop.croft.core.os.OsException;
import coop.croft.core.os.Stat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The host's files under their absolute paths, below a root that is {@code /} except in tests. No
 * symbolic link is followed anywhere.
 */
final class Disk implements AutoCloseable {
  private static final int NOT_A_DIRECTORY = 20;
  private static final int DIRECTORY = 0755;

  private final Directory root;

  Disk(Path root) throws IOException {
    this.root = Directory.open(root);
  }

  /**
   * Whether a path is absolute, without empty, {@code .} and {@code ..} components and controls.
   */
  static boolean isPlain(String path) {
    if (!path.startsWith("/")
        || path.length() > 1000
        || path.chars().anyMatch(c -> c < 32 || c == 127)) {
      return false;
    }
    return List.of(path.substring(1).split("/", -1)).stream()
        .noneMatch(p -> p.isEmpty() || p.equals(".") || p.equals(".."));
  }

  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String relative(String path) {
    String plain = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    if (!isPlain(plain)) {
      throw new IllegalArgumentException("not a plain path: " + path);
    }
    return plain.substring(1);
  }

  /** The directory that holds {@code path}; empty if it is not there. */
  Optional<Directory> parent(String path) throws OsException {
    int slash = path.lastIndexOf('/');
    return directory(path.substring(0, slash));
  }

  Optional<Directory> directory(String path) throws OsException {
    try {
      return root.directoryIfThere(path.isEmpty() || path.equals("/") ? "." : relative(path));
    } catch (OsException e) {
      if (e.errno() == NOT_A_DIRECTORY) {
        return Optional.empty();
      }
      throw e;
    }
  }

  OpenFile read(String path) throws OsException {
    return root.read(relative(path));
  }

  /**
   * Makes a directory and what leads to it, root's own and open to all to pass.
   *
   * @return the directory
   */
  Directory make(String path) throws IOException {
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

  /** Makes a directory as a privileges file wants it; leaves alone what is so already. */
  void make(Privileges.Place place, Owners owners) throws IOException, Refused {
    long uid = owners.user(place.owner());
    long gid = owners.group(place.group());
    try (Directory d = make(place.path())) {
      Stat now = d.stat();
      if (now.uid() != uid || now.gid() != gid || now.permissions() != place.mode()) {
        d.own(uid, gid, place.mode());
      }
    }
  }

  /**
   * Replaces a small file of {@code directory} for good: whole or not at all, durable on return.
   */
  static void replace(Directory directory, String name, byte[] bytes) throws IOException {
    write(directory, "." + name, bytes, 0, 0, 0600);
    directory.rename("." + name, name);
    directory.sync();
  }

  /** Writes a file anew and makes its content durable, but not yet its name. */
  static void write(Directory directory, String name, byte[] bytes, long uid, long gid, int mode)
      throws IOException {
    directory.remove(name);
    try (OpenFile file = directory.create(name)) {
      file.write(bytes);
      file.own(uid, gid, mode);
      file.sync();
    }
  }

  /** Names of users and groups to numbers, asked once. */
  static final class Owners {
    private final Map<String, Long> users = new HashMap<>();
    private final Map<String, Long> groups = new HashMap<>();

    long user(String name) throws IOException, Refused {
      Long known = users.get(name);
      if (known == null) {
        known =
            name.matches("[0-9]{1,9}")
                ? Long.parseLong(name)
                : Accounts.byName(name)
                    .orElseThrow(() -> new Refused("this host has no user " + name))
                    .uid();
        users.put(name, known);
      }
      return known;
    }

    long group(String name) throws IOException, Refused {
      Long known = groups.get(name);
      if (known == null) {
        known =
            name.matches("[0-9]{1,9}")
                ? Long.parseLong(name)
                : Accounts.group(name)
                    .orElseThrow(() -> new Refused("this host has no group " + name));
        groups.put(name, known);
      }
      return known;
    }
  }

  @Override
  public void close() {
    root.close();
  }
}
