package coop.croft.controller.fleet;

import coop.croft.core.manifest.Hash;
import coop.croft.core.manifest.Tree;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A manifest for one host.
 *
 * @param generation that it belongs to
 * @param root what is signed
 * @param tree of the manifest, read when a blob is asked for
 * @param blobs bytes by hash, of this manifest at least
 */
public record Offer(
    long generation, Hash root, Reach tree, Function<Hash, Optional<byte[]>> blobs) {

  /** Which hashes a manifest reaches, worked out once and only when somebody asks. */
  public static final class Reach {
    private final java.util.function.Supplier<Tree> tree;
    private Optional<Set<Hash>> hashes = Optional.empty();

    public Reach(java.util.function.Supplier<Tree> tree) {
      this.tree = tree;
    }

    synchronized boolean has(Hash hash) {
      if (hashes.isEmpty()) {
        hashes = Optional.of(tree.get().reachable());
      }
      return hashes.get().contains(hash);
    }
  }

  /** The bytes of that hash if this manifest reaches it. */
  Optional<byte[]> blob(Hash hash) {
    return tree.has(hash) ? blobs.apply(hash) : Optional.empty();
  }
}
