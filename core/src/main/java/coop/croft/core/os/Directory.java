package coop.croft.core.os;

import static coop.croft.core.os.Native.INT;
import static coop.croft.core.os.Native.LONG;
import static coop.croft.core.os.Native.POINTER;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * An open directory. Whatever is opened through it lies below it, and no symbolic link is followed
 * on the way, whoever changes the tree meanwhile: openat2(2) with RESOLVE_BENEATH and
 * RESOLVE_NO_SYMLINKS.
 */
public final class Directory implements Closeable {
  private static final int AT_FDCWD = -100;
  private static final int AT_REMOVEDIR = 0x200;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final long SYS_OPENAT2 = 437;
  private static final long NO_MAGICLINKS_NO_SYMLINKS = 0x02 | 0x04;
  private static final long BENEATH = 0x08;
  private static final long O_WRONLY = 1;
  private static final long O_CREAT = 0x40;
  private static final long O_EXCL = 0x80;
  private static final long O_NONBLOCK = 0x800;
  private static final long O_CLOEXEC = 0x80000;
  private static final long O_DIRECTORY = Native.perMachine(0x10000, 0x4000);
  private static final int STATX_BASIC = 0x7ff;

  private static final MethodHandle SYSCALL4 = Native.systemCall(4);
  private static final MethodHandle MKDIRAT = handle("mkdirat", INT, POINTER, INT);
  private static final MethodHandle RENAMEAT = handle("renameat", INT, POINTER, INT, POINTER);
  private static final MethodHandle LINKAT = handle("linkat", INT, POINTER, INT, POINTER, INT);
  private static final MethodHandle UNLINKAT = handle("unlinkat", INT, POINTER, INT);
  private static final MethodHandle STATX = handle("statx", INT, POINTER, INT, INT, POINTER);
  private static final MethodHandle FSYNC = handle("fsync", INT);
  private static final MethodHandle SYNCFS = handle("syncfs", INT);

  private final Fd fd;
  private final String shown;

  private Directory(Fd fd, String shown) {
    this.fd = fd;
    this.shown = shown;
  }

  private static MethodHandle handle(String name, java.lang.foreign.MemoryLayout... arguments) {
    return Native.function(name, FunctionDescriptor.of(INT, arguments));
  }

  /** Opens an absolute path that has no symbolic link in it. */
  public static Directory open(Path path) throws OsException {
    return new Directory(
        openAt(AT_FDCWD, path.toString(), O_DIRECTORY, 0, NO_MAGICLINKS_NO_SYMLINKS, path + ""),
        path.toString());
  }

  private static Fd openAt(int at, String path, long flags, long mode, long resolve, String shown)
      throws OsException {
    return new Fd(
        (int)
            Native.call(
                shown,
                (state, arena) -> {
                  MemorySegment how = arena.allocate(24, 8);
                  how.set(LONG, 0, flags | O_CLOEXEC);
                  how.set(LONG, 8, mode);
                  how.set(LONG, 16, resolve);
                  return (long)
                      SYSCALL4.invokeExact(
                          state,
                          SYS_OPENAT2,
                          (long) at,
                          arena.allocateFrom(path).address(),
                          how.address(),
                          24L);
                }));
  }

  private Fd openBelow(String path, long flags, long mode) throws OsException {
    return fd.use(
        n -> openAt(n, path, flags, mode, NO_MAGICLINKS_NO_SYMLINKS | BENEATH, shown(path)));
  }

  private String shown(String path) {
    return shown.endsWith("/") ? shown + path : shown + "/" + path;
  }

  /** The directory at a relative path of any length. */
  public Directory directory(String path) throws OsException {
    return new Directory(openBelow(path, O_DIRECTORY, 0), shown(path));
  }

  /** The same, empty if there is nothing. */
  public Optional<Directory> directoryIfThere(String path) throws OsException {
    return ifThere(() -> directory(path));
  }

  private interface Opening<T> {
    T open() throws OsException;
  }

  private static <T> Optional<T> ifThere(Opening<T> opening) throws OsException {
    try {
      return Optional.of(opening.open());
    } catch (OsException e) {
      if (e.errno() == Native.ENOENT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Makes a directory here unless it is there already; says whether it was made. */
  public boolean make(String name, int mode) throws OsException {
    try {
      fd.use(
          n ->
              Native.call(
                  shown(plain(name)),
                  (state, arena) ->
                      (int) MKDIRAT.invokeExact(state, n, arena.allocateFrom(name), mode)));
      return true;
    } catch (OsException e) {
      if (e.errno() == Native.EEXIST) {
        return false;
      }
      throw e;
    }
  }

  /** Opens a file to read it; a FIFO or a device does not make it wait. */
  public OpenFile read(String path) throws OsException {
    return new OpenFile(openBelow(path, O_NONBLOCK, 0), shown(path));
  }

  /** The same, empty if there is nothing. */
  public Optional<OpenFile> readIfThere(String path) throws OsException {
    return ifThere(() -> read(path));
  }

  /**
   * The content of a file; empty if there is none.
   *
   * @throws IOException if it has more than {@code maxBytes}
   */
  public Optional<byte[]> content(String path, int maxBytes) throws IOException {
    Optional<OpenFile> file = readIfThere(path);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try (OpenFile f = file.get()) {
      return Optional.of(f.read(maxBytes));
    }
  }

  /** The same as text. */
  public Optional<String> text(String path, int maxBytes) throws IOException {
    return content(path, maxBytes).map(b -> new String(b, StandardCharsets.UTF_8));
  }

  /** Makes a file with mode 0600 and opens it to write it; there must be nothing of that name. */
  public OpenFile create(String name) throws OsException {
    return new OpenFile(openBelow(plain(name), O_WRONLY | O_CREAT | O_EXCL, 0600), shown(name));
  }

  /** The same; removes what is there. */
  private OpenFile createAnew(String name) throws OsException {
    try {
      return create(name);
    } catch (OsException e) {
      if (e.errno() != Native.EEXIST) {
        throw e;
      }
      remove(name);
      return create(name);
    }
  }

  /**
   * Writes a file anew, with owner and mode; its content is durable on return, but not its name.
   */
  public void write(String name, byte[] bytes, long uid, long gid, int mode) throws OsException {
    write(name, bytes, uid, gid, mode, true);
  }

  /** The same; {@code durable}: whether its content is. */
  void write(String name, byte[] bytes, long uid, long gid, int mode, boolean durable)
      throws OsException {
    try (OpenFile file = createAnew(name)) {
      file.write(bytes);
      file.own(uid, gid, mode);
      if (durable) {
        file.sync();
      }
    }
  }

  /** Replaces a file of root alone, whole or not at all; durable after {@link #sync}. */
  public void replace(String name, byte[] bytes) throws OsException {
    write("." + name, bytes, 0, 0, 0600);
    rename("." + name, name);
  }

  /** Waits for the lock of that name here, which one process has at a time, until it is closed. */
  public Closeable lock(String name) throws IOException {
    FileChannel channel =
        FileChannel.open(
            Path.of(shown, plain(name)),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    try {
      channel.lock();
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** What lies under a name here, a symbolic link as itself. */
  public Optional<Stat> stat(String name) throws OsException {
    return ifThere(() -> fd.use(n -> stat(n, plain(name), AT_SYMLINK_NOFOLLOW, shown(name))));
  }

  /** Whether there is something of that name; also when that cannot be told. */
  public boolean has(String name) {
    try {
      return stat(name).isPresent();
    } catch (OsException e) {
      return true;
    }
  }

  /** Of this directory itself. */
  public Stat stat() throws OsException {
    return fd.use(n -> stat(n, "", 0x1000, shown));
  }

  /** Fields of {@code struct statx} at their fixed places. */
  static Stat stat(int number, String name, int flags, String shown) throws OsException {
    Stat[] answer = new Stat[1];
    Native.call(
        shown,
        (state, arena) -> {
          MemorySegment s = arena.allocate(256, 8);
          int result =
              (int)
                  STATX.invokeExact(state, number, arena.allocateFrom(name), flags, STATX_BASIC, s);
          answer[0] =
              new Stat(
                  s.get(Native.SHORT, 28) & 0xffff,
                  Integer.toUnsignedLong(s.get(INT, 20)),
                  Integer.toUnsignedLong(s.get(INT, 24)),
                  Integer.toUnsignedLong(s.get(INT, 16)),
                  s.get(LONG, 40),
                  s.get(LONG, 32),
                  (long) s.get(INT, 136) << 32 | Integer.toUnsignedLong(s.get(INT, 140)),
                  s.get(LONG, 96) * 1_000_000_000L + s.get(INT, 104));
          return result;
        });
    return answer[0];
  }

  /** Moves a file over whatever has the new name. */
  public void rename(String name, String newName) throws OsException {
    fd.use(
        n ->
            Native.call(
                shown(plain(newName)),
                (state, arena) ->
                    (int)
                        RENAMEAT.invokeExact(
                            state,
                            n,
                            arena.allocateFrom(plain(name)),
                            n,
                            arena.allocateFrom(newName))));
  }

  /** Gives a file of this directory a second name in another one of the same disk. */
  public void link(String name, Directory to, String newName) throws OsException {
    fd.use(
        n ->
            to.fd.use(
                m ->
                    Native.call(
                        to.shown(plain(newName)),
                        (state, arena) ->
                            (int)
                                LINKAT.invokeExact(
                                    state,
                                    n,
                                    arena.allocateFrom(plain(name)),
                                    m,
                                    arena.allocateFrom(newName),
                                    0))));
  }

  /** Removes a file; says whether there was one. */
  public boolean remove(String name) throws OsException {
    return unlink(name, 0);
  }

  /** Removes an empty directory; says whether there was one. */
  public boolean removeDirectory(String name) throws OsException {
    return unlink(name, AT_REMOVEDIR);
  }

  private boolean unlink(String name, int flags) throws OsException {
    return ifThere(
            () ->
                fd.use(
                    n ->
                        Native.call(
                            shown(plain(name)),
                            (state, arena) ->
                                (int)
                                    UNLINKAT.invokeExact(
                                        state, n, arena.allocateFrom(name), flags))))
        .isPresent();
  }

  /** Removes what lies under a name here, a directory with all that is in it. */
  public void removeTree(String name) throws IOException {
    if (stat(name).filter(Stat::isDirectory).isEmpty()) {
      remove(name);
      return;
    }
    try (Directory tree = directory(name)) {
      for (String below : tree.list()) {
        tree.removeTree(below);
      }
    }
    removeDirectory(name);
  }

  /** Names of what is in here, sorted. */
  public List<String> list() throws IOException {
    return fd.use(
            n -> {
              List<String> names = new ArrayList<>();
              try (DirectoryStream<Path> stream =
                  Files.newDirectoryStream(Path.of("/proc/self/fd/" + n))) {
                stream.forEach(p -> names.add(String.valueOf(p.getFileName())));
              } catch (IOException e) {
                return Optional.<List<String>>empty();
              }
              Collections.sort(names);
              return Optional.of(names);
            })
        .orElseThrow(() -> new IOException("cannot list " + shown));
  }

  /** Owner and mode of this directory. */
  public void own(long uid, long gid, int mode) throws OsException {
    OpenFile.own(fd, shown, uid, gid, mode);
  }

  /** Makes the names in this directory durable. */
  public void sync() throws OsException {
    fd.use(n -> Native.call(shown, (state, arena) -> (int) FSYNC.invokeExact(state, n)));
  }

  /** Makes everything on this directory's disk durable, at one go: syncfs(2). */
  public void syncDisk() throws OsException {
    fd.use(n -> Native.call(shown, (state, arena) -> (int) SYNCFS.invokeExact(state, n)));
  }

  private static String plain(String name) {
    if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0) {
      throw new IllegalArgumentException("not a plain name: " + name);
    }
    return name;
  }

  @Override
  public void close() {
    fd.close();
  }

  @Override
  public String toString() {
    return shown;
  }
}
