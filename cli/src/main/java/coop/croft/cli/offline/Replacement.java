package coop.croft.cli.offline;

import coop.croft.cli.terminal.Trouble;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;

/**
 * A file written anew: whoever opens it meanwhile finds the old content or the new one, never a
 * part. It keeps its owner and permissions. Where the name is a link, the file that it leads to is
 * meant.
 */
public final class Replacement {
  private Replacement() {}

  /**
   * @throws Trouble if that cannot be done; then the file is as it was
   */
  public static void of(Path file, byte[] content) throws Trouble {
    try {
      replace(file.toRealPath(), content);
    } catch (IOException e) {
      throw Trouble.failed(file + " cannot be written: " + Skeleton.reason(e));
    }
  }

  private static void replace(Path file, byte[] content) throws IOException, Trouble {
    if (!Files.isRegularFile(file)) {
      throw Trouble.failed(file + " is no regular file", "Use - and a redirection.");
    }
    if (!Files.isWritable(file)) {
      throw new AccessDeniedException(file.toString());
    }
    Path directory = Objects.requireNonNull(file.getParent(), "a real path names a file");
    Path beside = Files.createTempFile(directory, ".croft-", ".tmp");
    try {
      Files.copy(
          file, beside, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
      if (!owners(beside).equals(owners(file))) {
        throw Trouble.failed(
            file + " belongs to somebody else, or to a group that is not yours",
            "Who owns it can format it; or use - and a redirection.");
      }
      try (FileChannel out =
          FileChannel.open(
              beside, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
        ByteBuffer left = ByteBuffer.wrap(content);
        while (left.hasRemaining()) {
          out.write(left);
        }
        out.force(true);
      }
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private static Map<String, Object> owners(Path file) throws IOException {
    return Files.readAttributes(file, "unix:uid,gid");
  }
}
