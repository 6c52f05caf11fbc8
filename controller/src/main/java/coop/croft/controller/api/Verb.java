package coop.croft.controller.api;

import java.util.Locale;
import java.util.Optional;

/** Everything that can be asked of the controller, and who may ask it. */
public enum Verb {
  CHECK(For.MEMBERS),
  PLAN(For.MEMBERS),
  APPLY(For.MEMBERS, Kept.ALWAYS),
  REMOVE(For.MEMBERS, Kept.ALWAYS),
  STATUS(For.MEMBERS),
  LOGS(For.MEMBERS),
  STATISTICS(For.MEMBERS),
  DOCTOR(For.MEMBERS),
  HISTORY(For.MEMBERS),
  DIFF(For.MEMBERS),
  ROLLBACK(For.MEMBERS, Kept.ALWAYS),
  AUDIT(For.MEMBERS),
  WHOAMI(For.MEMBERS),
  RIGHTS(For.MEMBERS),
  PREMISES(For.MEMBERS),
  MEMBER_ADD(For.ADMINISTRATORS, Kept.ALWAYS),
  MEMBER_LIST(For.ADMINISTRATORS),
  GRANT(For.ADMINISTRATORS, Kept.ALWAYS),
  REVOKE(For.ADMINISTRATORS, Kept.ALWAYS),
  WHOHAS(For.ADMINISTRATORS),
  HOST_ADD(For.ADMINISTRATORS, Kept.ALWAYS),
  HOST_REVOKE(For.ADMINISTRATORS, Kept.ALWAYS),
  HOST_DRAIN(For.ADMINISTRATORS, Kept.ALWAYS),
  HOST_UNDRAIN(For.ADMINISTRATORS, Kept.ALWAYS),
  HOST_REMOVE(For.ADMINISTRATORS, Kept.ALWAYS),
  HOST_LIST(For.ADMINISTRATORS),
  BACKUP(For.ADMINISTRATORS),
  REGEN(For.ADMINISTRATORS),
  SITE(For.ADMINISTRATORS, Kept.ALWAYS);

  /** Administrators may ask everything; members, what is for members, about what is theirs. */
  public enum For {
    MEMBERS,
    ADMINISTRATORS
  }

  /** Whether the audit log has every use, whatever comes of it, or none but what changed things. */
  public enum Kept {
    ALWAYS,
    WHEN_DONE
  }

  private final For audience;
  private final Kept kept;

  Verb(For audience) {
    this(audience, Kept.WHEN_DONE);
  }

  Verb(For audience, Kept kept) {
    this.audience = audience;
    this.kept = kept;
  }

  public For audience() {
    return audience;
  }

  public Kept kept() {
    return kept;
  }

  /** As it stands in a call: {@code host-add}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The verb of that word; empty: there is none. */
  public static Optional<Verb> of(String word) {
    for (Verb verb : values()) {
      if (verb.word().equals(word)) {
        return Optional.of(verb);
      }
    }
    return Optional.empty();
  }
}
