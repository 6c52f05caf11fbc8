package coop.croft.core.os;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Numbers of users and groups, each asked for once; digits stand for themselves. */
public final class Owners {
  private final Map<String, Long> users = new HashMap<>();
  private final Map<String, Long> groups = new HashMap<>();

  public long user(String name) throws OsException, NoAccount {
    return ask(users, "user", name, n -> Accounts.user(n).map(Accounts.Account::uid));
  }

  public long group(String name) throws OsException, NoAccount {
    return ask(groups, "group", name, Accounts::groupNumber);
  }

  private interface Question {
    Optional<Long> number(String name) throws OsException;
  }

  private static long ask(Map<String, Long> known, String kind, String name, Question question)
      throws OsException, NoAccount {
    Long number = known.get(name);
    if (number == null) {
      number = question.number(name).orElseThrow(() -> new NoAccount(kind, name));
      known.put(name, number);
    }
    return number;
  }
}
