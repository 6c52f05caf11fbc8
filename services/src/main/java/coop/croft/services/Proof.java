package coop.croft.services;

/**
 * What a certificate authority wants to see as a proof that a name is ours (RFC 8555, section 8).
 *
 * @param domain of the unit with whose files it goes out
 * @param name that is to be proven, without {@code *}
 * @param token last part of the URL under which it is looked for; empty for a record
 * @param text what is to be there: letters, digits, {@code - _ .}
 */
public record Proof(String domain, Way way, String name, String token, String text) {
  /** Where the authority looks. */
  public enum Way {
    /** At a URL of the name, on port 80. */
    HTTP,
    /** In a TXT record below the name. */
    DNS
  }
}
