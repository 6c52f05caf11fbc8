package coop.croft.agent;

import coop.croft.core.manifest.Hash;
import coop.croft.core.manifest.Tree;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
 * nothing here needs to be durable.
 */
final class Blobs {
  private static final int FETCHERS = 8;

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

  /** Where blobs are fetched from; verifies them. */
  interface Source {
    byte[] fetch(String hash) throws IOException, InterruptedException;
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
    byte[] bytes = source.fetch(hash);
    Path temporary = Files.createTempFile(directory, "new", "");
    Files.write(temporary, bytes);
    Files.move(temporary, directory.resolve(hash), StandardCopyOption.REPLACE_EXISTING);
    return bytes;
  }

  /** Fetches what is not here, several at a time. */
  void fetchAll(List<String> hashes) throws IOException, InterruptedException {
    List<Callable<byte[]>> work = new ArrayList<>();
    for (String hash : Set.copyOf(hashes)) {
      if (!Files.exists(directory.resolve(hash))) {
        work.add(() -> get(hash));
      }
    }
    if (work.isEmpty()) {
      return;
    }
    try (ExecutorService fetchers = Executors.newFixedThreadPool(FETCHERS)) {
      for (Future<byte[]> one : fetchers.invokeAll(work)) {
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
