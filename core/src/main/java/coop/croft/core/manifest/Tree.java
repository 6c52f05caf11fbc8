package coop.croft.core.manifest;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * A host's manifest, kept by buckets, so that a change costs the buckets that it touches.
 * Immutable; what did not change is shared with the tree from which it was made.
 */
public final class Tree {
  public static final Tree EMPTY = new Tree(new TreeMap<>());

  private final SortedMap<String, Bucket> buckets;
  private final byte[] rootText;
  private final Hash root;

  private record Bucket(SortedMap<String, Manifest.Entry> entries, Hash hash) {}

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

  /** The digits of the buckets that hold something. */
  public Set<String> digits() {
    return Collections.unmodifiableSet(buckets.keySet());
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

  /** Where the texts of hashes come from. */
  public interface Source<E extends Exception> {
    byte[] text(Hash hash) throws E;
  }

  /**
   * Reads a tree back.
   *
   * @param known a tree of which equal buckets are taken over unread
   */
  public static <E extends Exception> Tree read(Hash root, Tree known, Source<E> source) throws E {
    SortedMap<String, Bucket> buckets = new TreeMap<>();
    for (var e : Manifest.readRoot(source.text(root)).entrySet()) {
      Bucket same = known.buckets.get(e.getKey());
      if (same != null && same.hash().equals(e.getValue())) {
        buckets.put(e.getKey(), same);
      } else {
        SortedMap<String, Manifest.Entry> entries = new TreeMap<>();
        Manifest.readBucket(e.getKey(), source.text(e.getValue()), entries);
        buckets.put(e.getKey(), new Bucket(entries, e.getValue()));
      }
    }
    Tree tree = new Tree(buckets);
    if (!tree.root.equals(root)) {
      throw new IllegalStateException("a damaged manifest: " + root);
    }
    return tree;
  }

  /** The buckets that a root's text names and this tree has not. */
  public List<Hash> bucketsUnlike(byte[] rootText) {
    return Manifest.readRoot(rootText).entrySet().stream()
        .filter(e -> !isBucket(e.getKey(), e.getValue()))
        .map(Map.Entry::getValue)
        .toList();
  }

  private boolean isBucket(String digits, Hash hash) {
    Bucket bucket = buckets.get(digits);
    return bucket != null && bucket.hash().equals(hash);
  }

  /** The paths that another tree has not or has otherwise; costs what differs. */
  public Stream<Map.Entry<String, Manifest.Entry>> entriesUnlike(Tree other) {
    return buckets.entrySet().stream()
        .filter(e -> !other.isBucket(e.getKey(), e.getValue().hash()))
        .flatMap(e -> e.getValue().entries().entrySet().stream())
        .filter(e -> !Optional.of(e.getValue()).equals(other.entry(e.getKey())));
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

  /** All paths of a service. */
  public SortedSet<String> paths(String service) {
    SortedSet<String> out = new TreeSet<>();
    for (Bucket bucket : buckets.values()) {
      for (var e : bucket.entries().entrySet()) {
        if (e.getValue().service().equals(service)) {
          out.add(e.getKey());
        }
      }
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
