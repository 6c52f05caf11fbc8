package coop.croft.helper;

import coop.croft.core.os.ContentStore;
import coop.croft.core.os.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files that a manifest asks for. Its root text has a line {@code DIGITS HASH} for each bucket,
 * a bucket's text a line {@code HASH SIZE SERVICE PATH} for each file; DIGITS are the first two of
 * the SHA-256 of the path.
 */
record Tree(SortedMap<String, Bucket> buckets) {
  static final Tree EMPTY = new Tree(new TreeMap<>());
  private static final Bucket NO_BUCKET = new Bucket("", new TreeMap<>());

  /** What a path must hold. */
  record Entry(String hash, int size, String service) {}

  record Bucket(String hash, SortedMap<String, Entry> entries) {}

  /** A difference between two trees; {@code entry} is the old one for a removal. */
  record Change(boolean put, String path, Entry entry) {}

  /**
   * Reads the tree below a root's hash.
   *
   * @param known a tree whose buckets need not be read again
   * @param missing takes the hashes of texts that are not here; then the result is not whole
   */
  static Tree read(String root, ContentStore store, Tree known, List<String> missing)
      throws IOException {
    if (root.equals(Signed.NOTHING.root())) {
      return EMPTY;
    }
    SortedMap<String, Bucket> buckets = new TreeMap<>();
    for (String line : lines(root, store, missing)) {
      if (!line.matches("[0-9a-f]{2} [0-9a-f]{64}")) {
        throw new Refused("the manifest's root has a bad line");
      }
      String digits = line.substring(0, 2);
      String hash = line.substring(3);
      Bucket same = known.bucket(digits);
      Bucket bucket =
          same.hash.equals(hash)
              ? same
              : new Bucket(hash, entries(digits, lines(hash, store, missing)));
      if (buckets.put(digits, bucket) != null) {
        throw new Refused("the manifest's root names a bucket twice");
      }
    }
    return new Tree(Collections.unmodifiableSortedMap(buckets));
  }

  private static List<String> lines(String hash, ContentStore store, List<String> missing)
      throws IOException {
    Optional<byte[]> text = store.get(hash);
    if (text.isEmpty()) {
      missing.add(hash);
    }
    String all = new String(text.orElse(new byte[0]), StandardCharsets.UTF_8);
    return all.isEmpty() ? List.of() : List.of(all.split("\n"));
  }

  private static SortedMap<String, Entry> entries(String digits, List<String> lines)
      throws Refused {
    SortedMap<String, Entry> entries = new TreeMap<>();
    for (String line : lines) {
      String[] words = line.split(" ", 4);
      if (words.length != 4 || !line.matches("[0-9a-f]{64} [0-9]{1,9} .*")) {
        throw new Refused("the manifest's bucket " + digits + " has a bad line");
      }
      String path = words[3];
      if (!Sha256.of(path).startsWith(digits)) {
        throw new Refused("the manifest has " + path + " in the wrong bucket");
      }
      Entry entry = new Entry(words[0], Integer.parseInt(words[1]), words[2].intern());
      if (entries.put(path, entry) != null) {
        throw new Refused("the manifest has " + path + " twice");
      }
    }
    return Collections.unmodifiableSortedMap(entries);
  }

  private Bucket bucket(String digits) {
    return buckets.getOrDefault(digits, NO_BUCKET);
  }

  Optional<Entry> entry(String path) {
    return Optional.ofNullable(bucket(Sha256.of(path).substring(0, 2)).entries.get(path));
  }

  /** Those of the paths that are here, as if each were put. */
  Stream<Change> at(Set<String> paths) {
    return paths.stream().flatMap(p -> entry(p).map(e -> new Change(true, p, e)).stream());
  }

  /** All files, as if each were put. */
  Stream<Change> all() {
    return all("");
  }

  /** Those in the buckets whose names begin with those digits. */
  Stream<Change> all(String digits) {
    return buckets.subMap(digits, digits + "g").values().stream()
        .flatMap(b -> b.entries.entrySet().stream())
        .map(e -> new Change(true, e.getKey(), e.getValue()));
  }

  /** All hashes that must be kept for this tree, those of the buckets among them. */
  Stream<String> hashes() {
    return Stream.concat(buckets.values().stream().map(Bucket::hash), all().map(c -> c.entry.hash));
  }

  /**
   * What turns {@code from} into this tree, in the order of the paths; costs the buckets that
   * differ.
   */
  List<Change> changesFrom(Tree from) {
    List<Change> changes = new ArrayList<>();
    Set<String> all = new HashSet<>(buckets.keySet());
    all.addAll(from.buckets.keySet());
    for (String digits : all) {
      Bucket now = bucket(digits);
      Bucket old = from.bucket(digits);
      if (!now.hash.equals(old.hash)) {
        SortedMap<String, Entry> put = new TreeMap<>(now.entries);
        put.entrySet().removeAll(old.entries.entrySet());
        put.forEach((path, entry) -> changes.add(new Change(true, path, entry)));
        SortedMap<String, Entry> gone = new TreeMap<>(old.entries);
        gone.keySet().removeAll(now.entries.keySet());
        gone.forEach((path, entry) -> changes.add(new Change(false, path, entry)));
      }
    }
    changes.sort(Comparator.comparing(Change::path));
    return changes;
  }
}
