package coop.croft.helper;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** What a path must hold. */
  record Entry(String hash, int size, String service) {}

  record Bucket(String hash, SortedMap<String, Entry> entries) {}

  /** A difference between two trees; {@code entry} is the old one for a removal. */
  record Change(boolean put, String path, Entry entry) {}

  /** Where texts come from. */
  interface Texts {
    /** The text of that hash, verified; empty if it is not here. */
    Optional<byte[]> text(String hash) throws Refused;
  }

  /**
   * Reads the tree below a root's hash.
   *
   * @param known a tree whose buckets need not be read again
   * @param missing takes the hashes of texts that are not here; then the result is not whole
   */
  static Tree read(String root, Texts texts, Tree known, List<String> missing) throws Refused {
    if (root.equals(Signed.NOTHING.root())) {
      return EMPTY;
    }
    Optional<byte[]> text = texts.text(root);
    if (text.isEmpty()) {
      missing.add(root);
      return EMPTY;
    }
    SortedMap<String, Bucket> buckets = new TreeMap<>();
    for (String line : lines(text.get())) {
      String[] words = line.split(" ");
      if (words.length != 2 || !words[0].matches("[0-9a-f]{2}")) {
        throw new Refused("the manifest's root has a bad line");
      }
      String hash = Hashes.checked(words[1]);
      Bucket same = known.buckets.get(words[0]);
      if (same != null && same.hash.equals(hash)) {
        buckets.put(words[0], same);
        continue;
      }
      Optional<byte[]> bucket = texts.text(hash);
      if (bucket.isEmpty()) {
        missing.add(hash);
      } else if (buckets.put(words[0], new Bucket(hash, entries(words[0], bucket.get()))) != null) {
        throw new Refused("the manifest's root names a bucket twice");
      }
    }
    return new Tree(Collections.unmodifiableSortedMap(buckets));
  }

  private static SortedMap<String, Entry> entries(String digits, byte[] text) throws Refused {
    SortedMap<String, Entry> entries = new TreeMap<>();
    for (String line : lines(text)) {
      String[] words = line.split(" ", 4);
      if (words.length != 4 || !words[1].matches("[0-9]{1,9}")) {
        throw new Refused("the manifest's bucket " + digits + " has a bad line");
      }
      String path = words[3];
      if (!Hashes.of(path).startsWith(digits)) {
        throw new Refused("the manifest has " + path + " in the wrong bucket");
      }
      Entry entry = new Entry(Hashes.checked(words[0]), Integer.parseInt(words[1]), words[2]);
      if (entries.put(path, entry) != null) {
        throw new Refused("the manifest has " + path + " twice");
      }
    }
    return Collections.unmodifiableSortedMap(entries);
  }

  private static List<String> lines(byte[] text) {
    String all = new String(text, StandardCharsets.UTF_8);
    return all.isEmpty() ? List.of() : List.of(all.split("\n"));
  }

  Optional<Entry> entry(String path) {
    Bucket bucket = buckets.get(Hashes.of(path).substring(0, 2));
    return bucket == null ? Optional.empty() : Optional.ofNullable(bucket.entries.get(path));
  }

  Stream<Map.Entry<String, Entry>> all() {
    return buckets.values().stream().flatMap(b -> b.entries.entrySet().stream());
  }

  /** All hashes that must be kept for this tree, those of the buckets among them. */
  Stream<String> hashes() {
    return buckets.values().stream()
        .flatMap(
            b -> Stream.concat(Stream.of(b.hash), b.entries.values().stream().map(Entry::hash)));
  }

  /**
   * What turns {@code from} into this tree, in the order of the paths; costs the buckets that
   * differ.
   */
  List<Change> changesFrom(Tree from) {
    List<Change> changes = new ArrayList<>();
    buckets.forEach(
        (digits, bucket) -> {
          Bucket old = from.buckets.get(digits);
          if (old == null || !old.hash.equals(bucket.hash)) {
            bucket.entries.forEach(
                (path, entry) -> {
                  if (old == null || !entry.equals(old.entries.get(path))) {
                    changes.add(new Change(true, path, entry));
                  }
                });
          }
        });
    from.buckets.forEach(
        (digits, old) -> {
          Bucket bucket = buckets.get(digits);
          if (bucket == null || !old.hash.equals(bucket.hash)) {
            old.entries.forEach(
                (path, entry) -> {
                  if (bucket == null || !bucket.entries.containsKey(path)) {
                    changes.add(new Change(false, path, entry));
                  }
                });
          }
        });
    changes.sort(java.util.Comparator.comparing(Change::path));
    return changes;
  }
}
