package coop.croft.controller.engine;

import coop.croft.core.manifest.Fragment;
import coop.croft.core.manifest.Hash;
import coop.croft.core.manifest.LineMap;
import coop.croft.core.manifest.Manifest;

/** A fragment whose bytes are kept elsewhere, under its hash. */
record Piece(
    String host, String service, String path, Hash hash, int size, boolean secret, LineMap lines) {
  static Piece of(Fragment f) {
    return new Piece(
        f.host(), f.service(), f.path(), f.hash(), f.content().length, f.secret(), f.lines());
  }

  Manifest.Entry entry() {
    return new Manifest.Entry(hash, size, service);
  }
}
