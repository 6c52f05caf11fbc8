package coop.croft.agent;

import coop.croft.core.manifest.SignedManifest;
import coop.croft.core.wire.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the agent must still know after it was killed. */
final class Memory {
  private final Path directory;

  Memory(Path directory) {
    this.directory = directory;
  }

  /**
   * A commit that was begun and whose outcome is not known yet.
   *
   * @param changes that it makes, for the probe
   */
  record Pending(SignedManifest manifest, List<Helper.Changed> changes) {}

  /** The highest epoch seen; 0: none. */
  long epoch() throws IOException {
    return read("epoch").map(Long::parseLong).orElse(0L);
  }

  void rememberEpoch(long epoch) throws IOException {
    write("epoch", Long.toString(epoch));
  }

  /** The number of the last run; 0: none. */
  long run() throws IOException {
    return read("run").map(Long::parseLong).orElse(0L);
  }

  void rememberRun(long run) throws IOException {
    write("run", Long.toString(run));
  }

  /** The live manifest with its signature, to lay it out again where somebody changed a file. */
  Optional<SignedManifest> live() throws IOException {
    return read("live").map(json -> Wire.read(SignedManifest.class, json));
  }

  void rememberLive(SignedManifest manifest) throws IOException {
    write("live", Wire.write(manifest));
  }

  Optional<Pending> pending() throws IOException {
    Optional<String> text = read("pending");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    List<String> lines = List.of(text.get().split("\n"));
    List<Helper.Changed> changes = new ArrayList<>();
    lines.subList(1, lines.size()).forEach(l -> changes.add(Helper.Changed.of(l)));
    return Optional.of(new Pending(Wire.read(SignedManifest.class, lines.getFirst()), changes));
  }

  void rememberPending(Pending pending) throws IOException {
    StringBuilder text = new StringBuilder(Wire.write(pending.manifest));
    pending.changes.forEach(c -> text.append('\n').append(c.line()));
    write("pending", text.toString());
  }

  void forgetPending() throws IOException {
    Files.deleteIfExists(directory.resolve("pending"));
  }

  private Optional<String> read(String name) throws IOException {
    try {
      return Optional.of(Files.readString(directory.resolve(name)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private void write(String name, String text) throws IOException {
    Path temporary = directory.resolve("." + name);
    try (FileChannel file =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(true);
    }
    Files.move(temporary, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel d = FileChannel.open(directory)) {
      d.force(true);
    }
  }
}
