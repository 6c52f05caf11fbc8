package coop.croft.helper;

import coop.croft.core.os.Accounts;
import coop.croft.core.os.Directory;
import coop.croft.core.os.Exec;
import coop.croft.core.os.Identity;
import coop.croft.core.os.OpenFile;
import coop.croft.core.os.OsException;
import coop.croft.core.os.Stat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Copies a member's own file for a daemon: a password file, or a certificate with its key. A signed
 * {@code want} file says whose and which; the file is read as that member, and only if it is
 * provably the member's own: a regular file, theirs, with one name, and no symbolic link on the
 * way.
 */
final class Adoption {
  private static final int BOUND = 1 << 20;

  private final Generations generations;
  private final Disk disk;

  Adoption(Generations generations, Disk disk) {
    this.generations = generations;
    this.disk = disk;
  }

  /** The fields of a want file. */
  private record Want(String user, String path, String kind, List<String> names) {}

  /**
   * A check looks at the staged want file and makes the copy at once, for the daemon's own checker
   * to see; it never takes away the copy that the live generation uses.
   *
   * @param check whether this is a check
   * @return exit 0 if the copy is as wanted, with the word {@code changed} if it is another one
   *     than before; else 1, a sentence for the member, and no copy
   */
  Exec.Result run(Privileges.Adopt verb, Journal.Operation operation, boolean check)
      throws IOException, Refused {
    if (operation.arguments().size() != 1) {
      throw new Refused("takes one argument");
    }
    String name =
        Template.bind(Template.names(List.of("{word}")), operation.arguments()).get("word") + "";
    String directory = verb.copies().path();
    Tree tree =
        check
            ? generations.staged().orElseThrow(() -> new Refused("nothing is staged")).tree()
            : generations.liveTree();
    String wantPath = verb.wants() + name + ".want";
    if (tree.entry(wantPath).isEmpty()) {
      remove(directory, name, check);
      return new Exec.Result(0, "");
    }
    Want want = want(generations.content(tree, operation.service(), wantPath));
    byte[] copy;
    try {
      copy = examine(want, read(want, Math.min(verb.maxBytes(), BOUND)));
    } catch (Refused e) {
      remove(directory, name, check);
      return new Exec.Result(1, want.path + ": " + e.sentence() + "\n");
    }
    boolean changed = keep(verb.copies(), directory, name, copy);
    return new Exec.Result(0, changed ? "changed\n" : "");
  }

  /** Removes the copies that no live want file asks for any more. */
  void sweep(Iterable<Privileges> table) throws IOException {
    for (Privileges privileges : table) {
      for (Privileges.Verb verb : privileges.verbs().values()) {
        if (verb instanceof Privileges.Adopt adopt) {
          Optional<Directory> there = disk.directory(adopt.copies().path());
          if (there.isPresent()) {
            try (Directory d = there.get()) {
              for (String name : d.list()) {
                if (generations.liveTree().entry(adopt.wants() + name + ".want").isEmpty()) {
                  d.remove(name);
                }
              }
            }
          }
        }
      }
    }
  }

  private static Want want(byte[] bytes) throws Refused {
    Map<String, String> fields = new HashMap<>();
    for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n")) {
      String[] words = line.split(" ", 2);
      fields.put(words[0], words.length == 2 ? words[1].strip() : "");
    }
    String names = fields.getOrDefault("names", "");
    Want want =
        new Want(
            fields.getOrDefault("user", ""),
            fields.getOrDefault("path", ""),
            fields.getOrDefault("kind", ""),
            names.isEmpty() ? List.of() : List.of(names.split(" +")));
    if (want.user.isEmpty() || !Disk.isPlain(want.path)) {
      throw new Refused("a want file without user or path");
    }
    return want;
  }

  private byte[] read(Want want, int maxBytes) throws IOException, Refused {
    long uid;
    long gid;
    if (want.user.matches("[0-9]{1,9}")) {
      uid = Long.parseLong(want.user);
      gid = uid;
    } else {
      Accounts.Account account =
          Accounts.byName(want.user)
              .orElseThrow(() -> new Refused("this host has no user " + want.user));
      uid = account.uid();
      gid = account.gid();
    }
    if (uid < 1000) {
      throw new Refused("its user is not a member");
    }
    Object answer;
    try {
      answer = Identity.as(uid, gid, () -> readOwn(want.path, uid, maxBytes));
    } catch (OsException e) {
      String message = String.valueOf(e.getMessage());
      throw new Refused(message.substring(message.lastIndexOf(": ") + 2));
    }
    if (answer instanceof byte[] bytes) {
      return bytes;
    }
    throw new Refused(answer.toString());
  }

  /** The content, or a sentence. */
  private Object readOwn(String path, long uid, int maxBytes) throws IOException {
    try (OpenFile file = disk.read(path)) {
      Stat stat = file.stat();
      if (!stat.isFile()) {
        return "is not a regular file";
      }
      if (stat.uid() != uid) {
        return "does not belong to the member who asks for it";
      }
      if (stat.links() != 1) {
        return "has a second name (a hard link)";
      }
      if (stat.size() > maxBytes) {
        return "is larger than " + maxBytes + " bytes";
      }
      return file.read(maxBytes);
    }
  }

  private static byte[] examine(Want want, byte[] bytes) throws Refused {
    return switch (want.kind) {
      case "pem" -> Pem.check(bytes, want.names);
      case "password" -> passwords(bytes);
      default -> throw new Refused("a want file of the unknown kind " + want.kind);
    };
  }

  /** Lines of {@code NAME:HASH}, as htpasswd(1) writes them. */
  private static byte[] passwords(byte[] bytes) throws Refused {
    String text = new String(bytes, StandardCharsets.UTF_8);
    int number = 0;
    for (String line : text.split("\n")) {
      number++;
      if (!line.isBlank()
          && !line.startsWith("#")
          && !line.matches("[^:\\p{Cntrl}]+:[^\\p{Cntrl}]+")) {
        throw new Refused("line " + number + " is not NAME:HASH");
      }
    }
    return bytes;
  }

  /** Whether the copy was another one before. */
  private boolean keep(Privileges.Place place, String directory, String name, byte[] copy)
      throws IOException, Refused {
    Disk.Owners owners = new Disk.Owners();
    String path = directory + name;
    Journal.FileMove file =
        new Journal.FileMove(
            path,
            Optional.of(Hashes.of(copy)),
            owners.user(place.owner()),
            owners.group(place.group()),
            place.mode());
    try (Directory d = disk.make(directory)) {
      if (Switch.holds(d, name, file)) {
        return false;
      }
      Disk.write(d, file.waiting(), copy, file.uid(), file.gid(), file.mode());
      d.rename(file.waiting(), name);
      d.sync();
      return true;
    } finally {
      Arrays.fill(copy, (byte) 0);
    }
  }

  private void remove(String directory, String name, boolean check) throws IOException {
    Optional<Directory> there = check ? Optional.empty() : disk.directory(directory);
    if (there.isPresent()) {
      try (Directory d = there.get()) {
        if (d.remove(name)) {
          d.sync();
        }
      }
    }
  }
}
