package coop.croft.services;

import coop.croft.core.manifest.Hash;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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

  /** The certificate that an authority gave for the site of that name, until it ends. */
  Optional<Certificate> certificate(String site);

  /** What an authority wants to see just now, of one unit. */
  List<Proof> proofs(String domain);

  /** When it is rendered: what has ended by then is not there any more. */
  default Instant now() {
    return Instant.now();
  }

  /**
   * Facts of an offline render: serial 1, {@code <secret NAME>} for each secret, and no
   * certificates.
   */
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

        @Override
        public Optional<Certificate> certificate(String site) {
          return Optional.empty();
        }

        @Override
        public List<Proof> proofs(String domain) {
          return List.of();
        }
      };
}
