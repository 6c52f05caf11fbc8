package coop.croft.services.base;

import coop.croft.core.model.Right;
import coop.croft.lang.Code;
import coop.croft.lang.Fault;
import coop.croft.lang.Verdict;
import coop.croft.services.Subject;
import java.util.Optional;

/**
 * Whether the member holds what a well-formed value names. Fails closed: nobody holds anything
 * where a file of the library or of the site is checked.
 */
public final class Holding {
  private Holding() {}

  /** By the nearest name, itself or above, that anybody holds. */
  static Verdict domain(String name, Subject subject) {
    if (subject.member().isPresent()
        && subject.rights().holdsDomain(subject.member().get(), name)) {
      return Verdict.accepted(name);
    }
    Verdict refusal = refusal(Right.Kind.DOMAIN, name, subject, subject.rights().nearestHeld(name));
    // Nobody is given a top-level domain: meant is a host of a domain.
    if (name.indexOf('.') < 0 && refusal instanceof Verdict.NotHeld(String why, String hint)) {
      return subject.member().stream()
          .flatMap(member -> subject.rights().of(member).stream())
          .filter(right -> right.kind() == Right.Kind.DOMAIN)
          .findFirst()
          .map(held -> "domains are written in full, such as " + name + "." + held.value())
          .map(full -> Verdict.notHeld(why, full))
          .orElse(refusal);
    }
    return refusal;
  }

  /** By the nearest path, itself or above by whole components, that anybody holds. */
  static Verdict path(String path, Subject subject) {
    if (subject.member().isPresent() && subject.rights().holdsPath(subject.member().get(), path)) {
      return Verdict.accepted(path);
    }
    return refusal(Right.Kind.PATH, path, subject, subject.rights().nearestHeldPath(path));
  }

  static Verdict exactly(Right.Kind kind, String value, Subject subject) {
    if (subject.member().isPresent()
        && subject.rights().holds(subject.member().get(), kind, value)) {
      return Verdict.accepted(value);
    }
    return refusal(kind, value, subject, Optional.empty());
  }

  static Verdict port(long port, Subject subject) {
    if (subject.member().isPresent()) {
      for (Right r : subject.rights().of(subject.member().get())) {
        if (r.kind() == Right.Kind.PORT && PortRange.of(r.value()).covers(port)) {
          return Verdict.accepted(port);
        }
      }
    }
    return refusal(Right.Kind.PORT, Long.toString(port), subject, Optional.empty());
  }

  /**
   * For a name that only evaluation makes: a host inside an open domain.
   *
   * @throws Fault {@code not-held} if the member does not hold it
   */
  public static void requireDomain(String name, Subject subject) {
    if (domain(name, subject) instanceof Verdict.NotHeld(String why, String hint)) {
      throw new Fault(Code.NOT_HELD, why, hint);
    }
  }

  private static Verdict refusal(
      Right.Kind kind, String value, Subject subject, Optional<String> nearest) {
    String what = "the " + kind.label() + " " + value;
    if (subject.member().isEmpty()) {
      return Verdict.notHeld(
          what + " is not held here: the library's and the site's own files hold no rights",
          "leave it to the members' programs");
    }
    String ask =
        "ask "
            + subject.site().map(s -> s.contact()).orElse("the administrators")
            + " for the right: "
            + kind.label()
            + " "
            + value;
    // That a nearer right exists is said, whose it is, not: the member needs the first to
    // understand.
    String hint =
        nearest
            .filter(n -> holdsSomethingAbove(kind, n, subject))
            .map(n -> "somebody else holds the nearer " + kind.label() + " " + n + "; " + ask)
            .orElse(ask);
    return Verdict.notHeld("you do not hold " + what, hint);
  }

  private static boolean holdsSomethingAbove(Right.Kind kind, String nearest, Subject subject) {
    String member = subject.member().orElseThrow();
    return switch (kind) {
      case DOMAIN ->
          subject.rights().of(member).stream()
              .anyMatch(r -> r.kind() == Right.Kind.DOMAIN && nearest.endsWith("." + r.value()));
      case PATH ->
          subject.rights().of(member).stream()
              .anyMatch(r -> r.kind() == Right.Kind.PATH && nearest.startsWith(r.value() + "/"));
      case USER, GROUP, HOST, PORT, CERT, PRIV -> false;
    };
  }
}
