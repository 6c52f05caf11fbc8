package coop.croft.controller.engine;

import coop.croft.core.manifest.Hash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * How one file of a daemon changes.
 *
 * @param hidden whether its content is not for the one who asked; then both texts are empty
 */
public record FileDifference(
    String host, String path, boolean hidden, String before, String after) {

  /**
   * @param own domains of the one who asks; empty: an administrator, who sees everything but
   *     secrets
   */
  static List<FileDifference> of(
      List<Layout.Difference> differences,
      Optional<Set<String>> own,
      Function<Hash, Optional<byte[]>> blobs) {
    List<FileDifference> out = new ArrayList<>();
    for (Layout.Difference d : differences) {
      boolean mine =
          own.map(domains -> d.domain().map(domains::contains).orElse(false)).orElse(true);
      boolean secret = d.before().map(Piece::secret).orElse(false) || d.piece().secret();
      boolean hidden = secret || !mine;
      out.add(
          new FileDifference(
              d.piece().host(),
              d.piece().path(),
              hidden,
              hidden ? "" : text(d.before(), blobs),
              hidden ? "" : text(d.after(), blobs)));
    }
    return out;
  }

  private static String text(Optional<Piece> piece, Function<Hash, Optional<byte[]>> blobs) {
    return piece
        .flatMap(p -> blobs.apply(p.hash()))
        .map(b -> new String(b, StandardCharsets.UTF_8))
        .orElse("");
  }
}
