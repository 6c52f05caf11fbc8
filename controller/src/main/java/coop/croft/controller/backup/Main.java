package coop.croft.controller.backup;

import java.io.IOException;
import java.nio.file.Path;

/** {@code croft-controller backup FILE} and {@code croft-controller restore FILE}, by root. */
public final class Main {
  private static final String USAGE =
      """
      usage: croft-controller backup FILE    the state of controller and daemons of this host into FILE
             croft-controller restore FILE   and out of it, on a fresh host, while the controller is stopped""";

  private Main() {}

  public static void main(String[] words) throws InterruptedException {
    if (words.length != 2) {
      System.err.println(USAGE);
      System.exit(2);
    }
    Backup backup = new Backup(Path.of("/"));
    Path file = Path.of(words[1]);
    try {
      switch (words[0]) {
        case "backup" -> {
          backup.write(file);
          System.out.println(
              file + " holds every key of the site: keep it where nobody else can read it");
        }
        case "restore" -> {
          backup.restore(file);
          System.out.println("restored; now: systemctl start croft-controller");
        }
        default -> {
          System.err.println(USAGE);
          System.exit(2);
        }
      }
    } catch (Backup.Failure e) {
      System.err.println("croft-controller: " + e.getMessage());
      System.exit(1);
    } catch (IOException e) {
      System.err.println("croft-controller: " + words[0] + " failed: " + e.getMessage());
      System.exit(3);
    }
  }
}
