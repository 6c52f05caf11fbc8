package coop.croft.lab;

/** The passwords behind {@code lab/hosts/files/homes/bob/private/passwords}. */
final class Passwords {
  static final String HILDE = "tongs";

  private Passwords() {}
}
