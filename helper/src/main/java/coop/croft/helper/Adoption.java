package coop.croft.helper;

import coop.croft.core.os.Accounts;
import coop.croft.core.os.Disk;
import coop.croft.core.os.Exec;
import coop.croft.core.os.Identity;
import coop.croft.core.os.OpenFile;
import coop.croft.core.os.OsException;
import coop.croft.core.os.PasswordLine;
import coop.croft.core.os.Sha256;
import coop.croft.core.os.Stat;
import coop.croft.core.os.WantedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Copies a member's own file for a daemon: a password file, or a certificate with its key. A signed
 * {@code want} file says whose and which; the file is read as that member, and only if it is
 * provably the member's own: a regular file, theirs, with one name, and no symbolic link on the
 * way.
 */
final class Adoption {
  private static final Map<String, Pattern> NAME = Template.names(List.of("{word}"));
  private static final Pattern WANT =
      Pattern.compile("user (\\S+)\npath (.+)\nkind (\\S+)\n((?:names.*\n)?)");
  private static final long FIRST_MEMBER = 1000;

  private final Generations generations;
  private final Disk disk;
  private final Map<String, Taken> taken = new HashMap<>();

  /** The copy that was made, and the hash of what it was made from. */
  private record Taken(String from, WantedFile copy) {}

  Adoption(Generations generations, Disk disk) {
    this.generations = generations;
    this.disk = disk;
  }

  /**
   * A check looks at the staged want file and makes the copy at once, for the daemon's own checker
   * to see; it never takes away the copy that the live generation uses.
   *
   * @param check whether this is a check
   * @return exit 0 if the copy is as wanted, with the word {@code changed} if it is another one
   *     than before; else 1, a sentence for the member, and no copy
   */
  Exec.Result run(Privileges.Adopt verb, Journal.Operation operation, boolean check)
      throws IOException, InterruptedException {
    String name = Template.bind(NAME, operation.arguments()).firstEntry().getValue();
    Tree tree = check ? generations.stagedNow().tree() : generations.liveTree();
    String copy = verb.copies().path() + name;
    String wantPath = verb.wants() + name + ".want";
    if (tree.entry(wantPath).isEmpty()) {
      remove(copy, check);
      return new Exec.Result(0, "");
    }
    byte[] text = generations.content(tree, operation.service(), wantPath);
    Matcher want = WANT.matcher(new String(text, StandardCharsets.UTF_8));
    if (!want.matches() || !Disk.isPlain(want.group(2))) {
      throw new Refused("not a want file: " + wantPath);
    }
    byte[] examined;
    String from;
    try {
      byte[] original = read(want.group(1), want.group(2), verb.maxBytes());
      from = Sha256.of(text) + Sha256.of(original);
      Taken last = taken.get(copy);
      if (last != null && last.from.equals(from) && last.copy.isIn(disk)) {
        return new Exec.Result(0, "");
      }
      List<String> names = List.of(want.group(4).strip().split(" +"));
      examined = examine(want.group(3), names.subList(1, names.size()), original);
    } catch (Refused e) {
      remove(copy, check);
      return new Exec.Result(1, want.group(2) + ": " + e.getMessage() + "\n");
    }
    WantedFile file = generations.wanted(verb.copies(), copy, Sha256.of(examined));
    taken.put(copy, new Taken(from, file));
    return new Exec.Result(0, file.put(disk, examined) ? "changed\n" : "");
  }

  /** Removes the copies that no live want file asks for any more. */
  void sweep() throws IOException {
    for (Privileges privileges : generations.table()) {
      for (Privileges.Verb verb : privileges.verbs().values()) {
        if (verb instanceof Privileges.Adopt adopt) {
          for (String name : disk.list(adopt.copies().path())) {
            if (generations.liveTree().entry(adopt.wants() + name + ".want").isEmpty()) {
              remove(adopt.copies().path() + name, false);
            }
          }
        }
      }
    }
  }

  private void remove(String copy, boolean check) throws IOException {
    if (!check) {
      disk.remove(copy);
      taken.remove(copy);
    }
  }

  private byte[] read(String user, String path, int maxBytes) throws IOException {
    Accounts.Account account =
        Accounts.user(user).orElseThrow(() -> new Refused("this host has no user " + user));
    if (account.uid() < FIRST_MEMBER) {
      throw new Refused("its user is not a member");
    }
    try {
      return Identity.as(
          account.uid(), account.gid(), () -> readOwn(path, account.uid(), maxBytes));
    } catch (OsException e) {
      String message = String.valueOf(e.getMessage());
      throw new Refused(message.substring(message.lastIndexOf(": ") + 2));
    }
  }

  private byte[] readOwn(String path, long uid, int maxBytes) throws IOException {
    try (OpenFile file = disk.read(path)) {
      Stat stat = file.stat();
      require(stat.isFile(), "is not a regular file");
      require(stat.uid() == uid, "does not belong to the member who asks for it");
      require(stat.links() == 1, "has a second name (a hard link)");
      require(stat.size() <= maxBytes, "is larger than " + maxBytes + " bytes");
      return file.read(maxBytes);
    }
  }

  private static void require(boolean so, String otherwise) throws Refused {
    if (!so) {
      throw new Refused(otherwise);
    }
  }

  private static byte[] examine(String kind, List<String> names, byte[] bytes)
      throws IOException, InterruptedException {
    return switch (kind) {
      case "pem" -> Pem.check(bytes, names);
      case "password" -> passwords(bytes);
      default -> throw new Refused("a want file of the unknown kind " + kind);
    };
  }

  private static byte[] passwords(byte[] bytes) throws Refused {
    int number = 0;
    for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n")) {
      String fault = PasswordLine.fault(line);
      require(fault.isEmpty(), "line " + ++number + " " + fault);
    }
    return bytes;
  }
}
