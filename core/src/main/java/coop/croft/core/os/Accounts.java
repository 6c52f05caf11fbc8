package coop.croft.core.os;

import static coop.croft.core.os.Native.INT;
import static coop.croft.core.os.Native.LONG;
import static coop.croft.core.os.Native.POINTER;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.regex.Pattern;

/** Users and groups as the host's name service knows them, getpwnam_r(3) and its kin. */
public final class Accounts {
  private static final int BUFFER = 1 << 16;
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
  private static final MethodHandle BY_NAME = lookup("getpwnam_r", POINTER);
  private static final MethodHandle BY_UID = lookup("getpwuid_r", INT);
  private static final MethodHandle GROUP = lookup("getgrnam_r", POINTER);

  private Accounts() {}

  /** A user. */
  public record Account(String name, long uid, long gid, String home) {}

  private static MethodHandle lookup(String function, java.lang.foreign.MemoryLayout key) {
    return Native.function(
        function, FunctionDescriptor.of(INT, key, POINTER, POINTER, LONG, POINTER));
  }

  private interface Lookup {
    int run(
        MemorySegment state,
        Arena arena,
        MemorySegment entry,
        MemorySegment buffer,
        MemorySegment found)
        throws Throwable;
  }

  private interface Reader<T> {
    T read(MemorySegment entry);
  }

  /**
   * The user of that name.
   *
   * @throws OsException if the name service fails, which is not the same as "nobody"
   */
  public static Optional<Account> byName(String name) throws OsException {
    return find(
        "user " + name,
        (state, arena, entry, buffer, found) ->
            (int)
                BY_NAME.invokeExact(
                    state, arena.allocateFrom(name), entry, buffer, (long) BUFFER, found),
        Accounts::account);
  }

  public static Optional<Account> byUid(long uid) throws OsException {
    return find(
        "user " + uid,
        (state, arena, entry, buffer, found) ->
            (int) BY_UID.invokeExact(state, (int) uid, entry, buffer, (long) BUFFER, found),
        Accounts::account);
  }

  /** The number of the group of that name. */
  public static Optional<Long> group(String name) throws OsException {
    return find(
        "group " + name,
        (state, arena, entry, buffer, found) ->
            (int)
                GROUP.invokeExact(
                    state, arena.allocateFrom(name), entry, buffer, (long) BUFFER, found),
        entry -> Integer.toUnsignedLong(entry.get(INT, 16)));
  }

  /** The user of that name; digits stand for that user and the group of the same number. */
  public static Optional<Account> user(String nameOrNumber) throws OsException {
    if (!NUMBER.matcher(nameOrNumber).matches()) {
      return byName(nameOrNumber);
    }
    long number = Long.parseLong(nameOrNumber);
    return Optional.of(new Account(nameOrNumber, number, number, "/"));
  }

  /** The number of the group of that name; digits stand for themselves. */
  public static Optional<Long> groupNumber(String nameOrNumber) throws OsException {
    return NUMBER.matcher(nameOrNumber).matches()
        ? Optional.of(Long.valueOf(nameOrNumber))
        : group(nameOrNumber);
  }

  private static <T> Optional<T> find(String what, Lookup lookup, Reader<T> reader)
      throws OsException {
    // These functions return the error instead of setting errno, and 0 with no entry for "nobody".
    Optional<T>[] answer = newHolder();
    int[] error = new int[1];
    Native.call(
        what,
        (state, arena) -> {
          MemorySegment entry = arena.allocate(64, 8);
          MemorySegment found = arena.allocate(ValueLayout.ADDRESS);
          MemorySegment buffer = arena.allocate(BUFFER);
          error[0] = lookup.run(state, arena, entry, buffer, found);
          if (error[0] == 0 && found.get(ValueLayout.ADDRESS, 0).address() != 0) {
            answer[0] = Optional.of(reader.read(entry));
          }
          return 0;
        });
    if (error[0] != 0 && error[0] != Native.ENOENT) {
      throw new OsException(what, error[0]);
    }
    return answer[0];
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static <T> Optional<T>[] newHolder() {
    return new Optional[] {Optional.empty()};
  }

  /** {@code struct passwd}: name, password, uid, gid, remark, home, shell. */
  private static Account account(MemorySegment entry) {
    return new Account(
        text(entry, 0),
        Integer.toUnsignedLong(entry.get(INT, 16)),
        Integer.toUnsignedLong(entry.get(INT, 20)),
        text(entry, 32));
  }

  private static String text(MemorySegment entry, long offset) {
    return entry.get(ValueLayout.ADDRESS, offset).reinterpret(BUFFER).getString(0);
  }
}
