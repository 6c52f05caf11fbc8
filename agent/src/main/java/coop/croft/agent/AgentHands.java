package coop.croft.agent;

import coop.croft.core.manifest.Manifest;
import coop.croft.core.os.Exec;
import coop.croft.services.Driver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * What one service's driver may touch while it works on one version.
 *
 * @param staged whether root's verbs look at the staged files instead of the live ones
 */
record AgentHands(
    String host,
    String service,
    Version version,
    Blobs blobs,
    Helper helper,
    Path work,
    boolean staged)
    implements Driver.Hands {

  @Override
  public byte[] staged(String path) {
    Manifest.Entry entry =
        entry(path)
            .orElseThrow(() -> new IllegalArgumentException(service + " has no file " + path));
    try {
      return blobs.get(entry.hash().hex());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private Optional<Manifest.Entry> entry(String path) {
    return version.manifest().entry(path).filter(e -> e.service().equals(service));
  }

  @Override
  public boolean has(String path) {
    return entry(path).isPresent();
  }

  @Override
  public SortedSet<String> paths() {
    return version.manifest().paths(service);
  }

  @Override
  public Path scratch() {
    Path scratch = work.resolve(service);
    try {
      if (Files.exists(scratch)) {
        Files.walkFileTree(scratch, new Remover());
      }
      return Files.createDirectories(scratch);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Driver.Ran run(List<String> argv, Duration limit) {
    try {
      Exec.Result result = Exec.run(argv, new byte[0], Map.of(), limit);
      return new Driver.Ran(result.exit(), result.output());
    } catch (IOException e) {
      return new Driver.Ran(127, e.getMessage() + "\n");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public Driver.Ran asRoot(String verb, List<String> arguments) {
    Driver.Operation operation = new Driver.Operation(service, verb, arguments);
    try {
      return staged ? helper.tryOut(operation) : helper.run(operation);
    } catch (Helper.Refused e) {
      return new Driver.Ran(126, e.sentence() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Remover extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException problem)
        throws IOException {
      Files.delete(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
