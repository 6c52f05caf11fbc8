package coop.croft.controller.rights;

import coop.croft.core.model.Right;
import coop.croft.core.os.Accounts;
import coop.croft.core.os.OsException;
import coop.croft.lang.Verdict;
import coop.croft.services.base.RightValues;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Rights as people write them. */
public final class Values {
  /** Accounts below this number are the system's, by Debian's policy (section 9.2). */
  private static final long FIRST_MEMBER = 1000;

  private Values() {}

  /** What somebody wrote. */
  public sealed interface Read {
    record Good(Right right) implements Read {}

    record Bad(String why) implements Read {}
  }

  public static Read right(String label, String value) {
    Optional<Right.Kind> kind = Right.Kind.of(label);
    if (kind.isEmpty()) {
      return new Read.Bad(
          label
              + ": there is no such class of rights; the classes are "
              + Arrays.stream(Right.Kind.values())
                  .map(Right.Kind::label)
                  .collect(Collectors.joining(", ")));
    }
    if (isAccount(kind.get())) {
      Optional<String> reserved = reserved(value);
      if (reserved.isPresent()) {
        return new Read.Bad(reserved.get());
      }
    }
    return switch (RightValues.normal(kind.get(), value)) {
      case Verdict.Accepted(Object normal) ->
          new Read.Good(new Right(kind.get(), normal.toString()));
      case Verdict.Invalid(String why) -> new Read.Bad(why);
      case Verdict.NotHeld(String why, String hint) -> new Read.Bad(why);
    };
  }

  private static boolean isAccount(Right.Kind kind) {
    return kind == Right.Kind.USER || kind == Right.Kind.GROUP;
  }

  /** Why no member may hold an account: daemons run as it, or Croft itself. */
  public static Optional<String> reserved(String account) {
    try {
      boolean system =
          account.equals("root")
              || account.startsWith("croft")
              || Accounts.byName(account).map(a -> a.uid() < FIRST_MEMBER).orElse(false)
              || Accounts.group(account).map(g -> g < FIRST_MEMBER).orElse(false);
      return system
          ? Optional.of(account + " is an account of the system, not of a member")
          : Optional.empty();
    } catch (OsException e) {
      return Optional.of("cannot find out whose account " + account + " is: " + e.getMessage());
    }
  }
}
