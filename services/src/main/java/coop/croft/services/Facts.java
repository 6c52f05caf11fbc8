package coop.croft.services;

import coop.croft.core.manifest.Hash;

/**
 * What the controller recorded about the world; the only input of rendering besides {@link World}.
 */
public interface Facts {
  /**
   * The serial to publish a zone under: the last one if the content is the one published last, else
   * a higher one.
   *
   * @param content hash of the zone's text without its serial
   */
  long serial(String zone, Hash content);

  /**
   * A secret of the site by name, made on first use: Base64 of 32 random bytes.
   *
   * @param name for example {@code dns/transfer/dynamic}; if a host's name is its last word, it is
   *     made anew when that host is not trusted any more
   */
  String secret(String name);

  /** Facts of an offline render: serial 1, and {@code <secret NAME>} for each secret. */
  Facts OFFLINE =
      new Facts() {
        @Override
        public long serial(String zone, Hash content) {
          return 1;
        }

        @Override
        public String secret(String name) {
          return "<secret " + name + ">";
        }
      };
}
