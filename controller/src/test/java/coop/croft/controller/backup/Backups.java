package coop.croft.controller.backup;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;

/** The command's insides over another root. */
public final class Backups {
  private Backups() {}

  public static void write(Path root, Path file) throws Exception {
    new Backup(root).write(file);
  }

  public static void restore(Path root, Path file) throws Exception {
    new Backup(root).restore(file);
  }

  /** Why a back-up is not made. */
  public static String problem(Path root, Path file) {
    return String.valueOf(
        catchThrowableOfType(Backup.Failure.class, () -> write(root, file)).getMessage());
  }

  /** Why nothing is restored. */
  public static String restoreProblem(Path root, Path file) {
    return String.valueOf(
        catchThrowableOfType(Backup.Failure.class, () -> restore(root, file)).getMessage());
  }
}
