package coop.croft.services.web;

/** What the program wants of TLS. */
public sealed interface Tls {
  /** None. */
  record None() implements Tls {}

  /** A certificate that the site gets by ACME. */
  record Acme() implements Tls {}

  /**
   * The member's own.
   *
   * @param path of one PEM file with key, certificate and chain
   */
  record Own(String path) implements Tls {}
}
