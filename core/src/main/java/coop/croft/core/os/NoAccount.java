package coop.croft.core.os;

import java.io.IOException;

/** A user or a group that this host does not have, as a sentence. */
public final class NoAccount extends IOException {
  private static final long serialVersionUID = 1L;

  NoAccount(String kind, String name) {
    super("this host has no " + kind + " " + name);
  }
}
