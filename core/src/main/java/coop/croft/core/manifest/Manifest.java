package coop.croft.core.manifest;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The set of files that a host must have: a tree of two levels, so that differences cost what
 * differs. A bucket holds the files whose path's SHA-256 begins with the same two hexadecimal
 * digits; its text has a line {@code HASH SIZE SERVICE PATH} for each, in the order of the paths.
 * The root's text has a line {@code DIGITS HASH} for each bucket that is not empty. Buckets and
 * root are blobs like the fragments, known by the hash of their text.
 */
public record Manifest(SortedMap<String, Entry> entries) {
  public static final Manifest EMPTY = new Manifest(new TreeMap<>());

  /** What one path must hold. */
  public record Entry(Hash hash, int size, String service) {}

  public static Manifest of(Collection<Fragment> fragments) {
    TreeMap<String, Entry> entries = new TreeMap<>();
    for (Fragment f : fragments) {
      Entry entry = new Entry(f.hash(), f.content().length, f.service());
      if (entries.put(f.path(), entry) != null) {
        throw new IllegalStateException("two fragments for " + f.path() + " on " + f.host());
      }
    }
    return new Manifest(entries);
  }

  /** The two digits that name the bucket of a path. */
  public static String bucketOf(String path) {
    return Hash.of(path.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 2);
  }

  /** The buckets' texts by their digits. */
  public SortedMap<String, byte[]> buckets() {
    SortedMap<String, StringBuilder> texts = new TreeMap<>();
    entries.forEach(
        (path, e) ->
            texts
                .computeIfAbsent(bucketOf(path), k -> new StringBuilder())
                .append(e.hash())
                .append(' ')
                .append(e.size())
                .append(' ')
                .append(e.service())
                .append(' ')
                .append(path)
                .append('\n'));
    SortedMap<String, byte[]> out = new TreeMap<>();
    texts.forEach((k, v) -> out.put(k, v.toString().getBytes(StandardCharsets.UTF_8)));
    return out;
  }

  /** The root's text for the buckets' texts. */
  public static byte[] root(Map<String, byte[]> buckets) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(buckets)
        .forEach(
            (digits, bytes) -> text.append(digits).append(' ').append(Hash.of(bytes)).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads a bucket's text into {@code into}; refuses a path that does not belong in that bucket.
   */
  public static void readBucket(String digits, byte[] text, Map<String, Entry> into) {
    for (String line : new String(text, StandardCharsets.UTF_8).split("\n")) {
      String[] part = line.split(" ", 4);
      if (part.length != 4 || !bucketOf(part[3]).equals(digits)) {
        throw new IllegalArgumentException("bucket " + digits + " has a bad line: " + line);
      }
      into.put(part[3], new Entry(new Hash(part[0]), Integer.parseInt(part[1]), part[2].intern()));
    }
  }

  /** Reads a root's text: bucket digits to the hash of the bucket's text. */
  public static SortedMap<String, Hash> readRoot(byte[] text) {
    SortedMap<String, Hash> out = new TreeMap<>();
    for (String line : new String(text, StandardCharsets.UTF_8).split("\n")) {
      if (!line.isEmpty()) {
        String[] part = line.split(" ", 2);
        out.put(part[0], new Hash(part[1]));
      }
    }
    return out;
  }
}
