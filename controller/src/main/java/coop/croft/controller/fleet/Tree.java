package coop.croft.controller.fleet;

import coop.croft.core.manifest.Hash;
import coop.croft.core.manifest.Manifest;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A host's manifest, kept by buckets, so that a change costs the buckets that it touches.
 * Immutable; what did not change is shared with the tree from which it was made.
 */
public final class Tree {
  public static final Tree EMPTY = new Tree(new TreeMap<>());

  private final SortedMap<String, Bucket> buckets;
  private final byte[] rootText;
  private final Hash root;

  private record Bucket(Map<String, Manifest.Entry> entries, Hash hash) {}

  private Tree(SortedMap<String, Bucket> buckets) {
    this.buckets = buckets;
    StringBuilder text = new StringBuilder();
    buckets.forEach((digits, b) -> text.append(digits).append(' ').append(b.hash()).append('\n'));
    this.rootText = text.toString().getBytes(StandardCharsets.UTF_8);
    this.root = Hash.of(rootText);
  }

  /** Hash of the root's text: what is signed. */
  public Hash root() {
    return root;
  }

  public boolean isEmpty() {
    return buckets.isEmpty();
  }

  public Optional<Manifest.Entry> entry(String path) {
    Bucket bucket = buckets.get(Manifest.bucketOf(path));
    return bucket == null ? Optional.empty() : Optional.ofNullable(bucket.entries().get(path));
  }

  /**
   * The tree with some paths taken out and then some put in.
   *
   * @param made hears of each text that the new tree needs and this one has not: buckets and the
   *     root
   */
  public Tree with(
      Collection<String> removed, Map<String, Manifest.Entry> put, BiConsumer<Hash, byte[]> made) {
    SortedMap<String, SortedMap<String, Manifest.Entry>> touched = new TreeMap<>();
    removed.forEach(path -> touched(touched, path).remove(path));
    put.forEach((path, entry) -> touched(touched, path).put(path, entry));
    SortedMap<String, Bucket> next = new TreeMap<>(buckets);
    touched.forEach(
        (digits, entries) -> {
          if (entries.isEmpty()) {
            next.remove(digits);
          } else {
            byte[] text = new Manifest(entries).buckets().values().iterator().next();
            Hash hash = Hash.of(text);
            next.put(digits, new Bucket(entries, hash));
            made.accept(hash, text);
          }
        });
    Tree tree = new Tree(next);
    made.accept(tree.root, tree.rootText);
    return tree;
  }

  private SortedMap<String, Manifest.Entry> touched(
      Map<String, SortedMap<String, Manifest.Entry>> touched, String path) {
    return touched.computeIfAbsent(
        Manifest.bucketOf(path),
        digits -> {
          Bucket bucket = buckets.get(digits);
          return bucket == null ? new TreeMap<>() : new TreeMap<>(bucket.entries());
        });
  }

  /**
   * Reads a tree back.
   *
   * @param blob the text of a hash
   */
  public static Tree read(Hash root, Function<Hash, byte[]> blob) {
    SortedMap<String, Bucket> buckets = new TreeMap<>();
    Manifest.readRoot(blob.apply(root))
        .forEach(
            (digits, hash) -> {
              SortedMap<String, Manifest.Entry> entries = new TreeMap<>();
              Manifest.readBucket(digits, blob.apply(hash), entries);
              buckets.put(digits, new Bucket(entries, hash));
            });
    Tree tree = new Tree(buckets);
    if (!tree.root.equals(root)) {
      throw new IllegalStateException("the store holds a damaged manifest: " + root);
    }
    return tree;
  }

  /** Every hash that the host may ask for: the root, the buckets, the fragments. */
  public Set<Hash> reachable() {
    Set<Hash> out = new HashSet<>();
    out.add(root);
    for (Bucket bucket : buckets.values()) {
      out.add(bucket.hash());
      bucket.entries().values().forEach(e -> out.add(e.hash()));
    }
    return out;
  }

  /** All paths with what they must hold. */
  public SortedMap<String, Manifest.Entry> entries() {
    SortedMap<String, Manifest.Entry> out = new TreeMap<>();
    buckets.values().forEach(b -> out.putAll(b.entries()));
    return out;
  }
}
