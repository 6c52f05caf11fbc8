package coop.croft.controller.rights;

import coop.croft.core.model.Host;
import coop.croft.core.model.Right;
import coop.croft.core.model.Rights;
import coop.croft.core.model.Site;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * For whom a host may speak. A host speaks for members who may log in there, and for nobody else:
 * not for administrators, whatever the account is called. A member who holds {@code host} rights
 * may log in on those hosts; one who holds none, on every host with the role {@code login}. A host
 * without that role relays nothing.
 */
public final class Logins {
  /** The answer to a host that speaks for an account. */
  public sealed interface Verdict {
    record Speaks(Actor.Member member) implements Verdict {}

    /**
     * @param why a sentence for whoever called
     */
    record Refused(String why) implements Verdict {}
  }

  private static final Pattern ACCOUNT = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");

  private Logins() {}

  public static Verdict of(Rights rights, Site site, String host, long uid, String user) {
    Optional<Host> at = site.host(host);
    if (at.isEmpty() || !at.get().has("login")) {
      return new Verdict.Refused("members do not log in on " + host);
    }
    if (uid == 0) {
      return new Verdict.Refused(
          "root of " + host + " is nobody here; administrators work on the controller's own host");
    }
    if (!ACCOUNT.matcher(user).matches()) {
      return new Verdict.Refused("this is no name of an account");
    }
    Set<String> holders = rights.holders(new Right(Right.Kind.USER, user));
    if (holders.size() != 1) {
      return new Verdict.Refused(
          holders.isEmpty()
              ? "the account " + user + " belongs to no member"
              : "the account " + user + " belongs to several members, so nobody speaks with it");
    }
    String member = holders.iterator().next();
    boolean anywhere = rights.of(member).stream().noneMatch(r -> r.kind() == Right.Kind.HOST);
    if (!anywhere && !rights.holds(member, Right.Kind.HOST, host)) {
      return new Verdict.Refused(member + " may not log in on " + host);
    }
    return new Verdict.Speaks(new Actor.Member(member, host));
  }
}
