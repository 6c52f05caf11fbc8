package coop.croft.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command as a process of its own, as people start it. */
record ProcessRun(int status, String out, String err) {
  static ProcessRun croft(Path directory, List<String> arguments)
      throws IOException, InterruptedException {
    return croft(directory, List.of(), arguments);
  }

  /**
   * @param directory in which it runs
   * @param flags further flags of the JVM
   */
  static ProcessRun croft(Path directory, List<String> flags, List<String> arguments)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("croft", ".out");
    Path err = Files.createTempFile("croft", ".err");
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dcroft.run=" + directory,
                "-cp",
                System.getProperty("java.class.path")));
    command.addAll(flags);
    command.add("coop.croft.cli.Main");
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().put("LC_ALL", "C.UTF-8");
    int status = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
    try {
      return new ProcessRun(
          status,
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
