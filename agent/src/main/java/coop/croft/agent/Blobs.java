package coop.croft.agent;

import coop.croft.core.manifest.Hash;
import coop.croft.core.manifest.Tree;
import coop.croft.core.wire.Agents;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Content by its hash: what was fetched once is not fetched again. Every read is verified, so
 * nothing here needs to be durable, nor whole: what was cut short is fetched again.
 */
final class Blobs {
  private static final int FETCHERS = 3;

  private final Path directory;
  private final Source source;

  /** The live one, the one before, the staged one; what they have in common is there once. */
  private final Map<String, Tree> trees =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Tree> eldest) {
          return size() > 3;
        }
      };

  /** Where blobs are fetched from; gives the first of them, at least one, and verifies them. */
  interface Source {
    List<byte[]> fetch(List<String> hashes) throws IOException, InterruptedException;
  }

  /** Takes contents, those of one fetch at a time; called by several threads. */
  interface Taker {
    void take(List<byte[]> blobs) throws IOException;
  }

  Blobs(Path directory, Source source) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.source = source;
  }

  private Optional<byte[]> here(String hash) throws IOException {
    try {
      byte[] bytes = Files.readAllBytes(directory.resolve(hash));
      return Hash.of(bytes).hex().equals(hash) ? Optional.of(bytes) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  byte[] get(String hash) throws IOException, InterruptedException {
    Optional<byte[]> here = here(new Hash(hash).hex());
    if (here.isPresent()) {
      return here.get();
    }
    byte[] bytes = source.fetch(List.of(hash)).getFirst();
    keep(hash, bytes);
    return bytes;
  }

  private void keep(String hash, byte[] bytes) throws Broken {
    Path file = directory.resolve(hash);
    try {
      try {
        Files.write(file, bytes);
      } catch (IOException e) {
        Files.deleteIfExists(file);
        throw e;
      }
    } catch (IOException e) {
      throw new Broken("cannot keep what it was sent: " + e.getMessage());
    }
  }

  /** Fetches what is not here, many at a time. */
  void fetchAll(Collection<String> hashes) throws IOException, InterruptedException {
    inParts(lacking(hashes), part -> fetch(part, blobs -> {}));
  }

  /** Hands out contents in any order, those that are not here as they come. */
  void bring(Collection<String> hashes, Taker taker) throws IOException, InterruptedException {
    inParts(hashes, part -> bring(part, taker));
  }

  private void bring(List<String> hashes, Taker taker) throws IOException, InterruptedException {
    Set<String> lacking = new LinkedHashSet<>(lacking(hashes));
    List<byte[]> some = new ArrayList<>();
    int size = 0;
    for (String hash : hashes) {
      if (!lacking.contains(hash)) {
        byte[] bytes = get(hash);
        if (!some.isEmpty() && size + bytes.length > Agents.Blobs.ANSWER_BYTES) {
          taker.take(List.copyOf(some));
          some.clear();
          size = 0;
        }
        some.add(bytes);
        size += bytes.length;
      }
    }
    if (!some.isEmpty()) {
      taker.take(some);
    }
    fetch(List.copyOf(lacking), taker);
  }

  private void fetch(List<String> hashes, Taker taker) throws IOException, InterruptedException {
    int done = 0;
    while (done < hashes.size()) {
      List<byte[]> some = source.fetch(hashes.subList(done, hashes.size()));
      for (byte[] bytes : some) {
        keep(hashes.get(done), bytes);
        done++;
      }
      taker.take(some);
    }
  }

  private List<String> lacking(Collection<String> hashes) {
    return hashes.stream().filter(h -> !Files.exists(directory.resolve(h))).toList();
  }

  /** What is done with some of many hashes. */
  private interface Work {
    void on(List<String> hashes) throws IOException, InterruptedException;
  }

  private static void inParts(Collection<String> hashes, Work work)
      throws IOException, InterruptedException {
    List<String> all = List.copyOf(new LinkedHashSet<>(hashes));
    List<Callable<Boolean>> parts = new ArrayList<>();
    for (int from = 0; from < all.size(); from += Agents.Blobs.MOST) {
      List<String> part = all.subList(from, Math.min(from + Agents.Blobs.MOST, all.size()));
      parts.add(
          () -> {
            work.on(part);
            return true;
          });
    }
    if (parts.isEmpty()) {
      return;
    }
    try (ExecutorService fetchers = Executors.newFixedThreadPool(FETCHERS)) {
      for (Future<Boolean> one : fetchers.invokeAll(parts)) {
        one.get();
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException cause -> throw cause;
        case null, default -> throw new IOException(e.getCause());
      }
    }
  }

  /**
   * The manifest below a root's hash; {@code -} or the hash of nothing is the empty one.
   *
   * @param near a manifest that it probably resembles: only what differs is read
   */
  synchronized Tree manifest(String root, Tree near) throws IOException, InterruptedException {
    if (root.length() != Hash.of(new byte[0]).hex().length()
        || root.equals(Hash.of(new byte[0]).hex())) {
      return Tree.EMPTY;
    }
    Tree known = trees.get(root);
    if (known == null) {
      fetchAll(near.bucketsUnlike(get(root)).stream().map(Hash::hex).toList());
      known = Tree.<IOException>read(new Hash(root), near, this::text);
      trees.put(root, known);
    }
    return known;
  }

  private byte[] text(Hash hash) throws IOException {
    try {
      return get(hash.hex());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /** Drops everything that none of the manifests needs. */
  void keepOnly(Set<String> wanted) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      for (Path file : all) {
        if (!wanted.contains(String.valueOf(file.getFileName()))) {
          Files.delete(file);
        }
      }
    }
  }
}
