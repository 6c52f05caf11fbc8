package coop.croft.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A host below a directory: agent and helper as processes, as they are on a real one. */
final class TrialHost {
  final Path root;
  private final List<Process> processes = new ArrayList<>();

  TrialHost(Path directory) throws IOException {
    root = directory.toRealPath();
    for (String d : List.of("run/croft/helper", "run/croft/agent", "etc", "var/lib/croft")) {
      Files.createDirectories(root.resolve(d));
    }
  }

  private Process java(String main, String kill, List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx48m",
                "-Dcroft.kill=" + kill,
                "-cp",
                System.getProperty("java.class.path"),
                main,
                "--root",
                root.toString(),
                "--agent",
                "0"));
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(root.resolve("log").toFile()))
        .start();
  }

  int join(String token) throws Exception {
    return java("coop.croft.agent.Main", "", List.of("join", token)).waitFor();
  }

  Process helper() throws Exception {
    return helper("");
  }

  Process helper(String kill) throws Exception {
    Process p = java("coop.croft.helper.Main", kill, List.of());
    processes.add(p);
    return p;
  }

  Process agent(String kill) throws Exception {
    Process p = java("coop.croft.agent.Main", kill, List.of());
    processes.add(p);
    return p;
  }

  String log() throws IOException {
    return Files.readString(root.resolve("log"));
  }

  Map<String, String> live() throws IOException {
    Map<String, String> found = new TreeMap<>();
    Path top = root.resolve("etc/trial");
    if (Files.isDirectory(top)) {
      try (var files = Files.walk(top)) {
        for (Path f : files.filter(Files::isRegularFile).toList()) {
          found.put("/" + root.relativize(f), Files.readString(f));
        }
      }
    }
    return found;
  }

  static void kill(Process process) throws InterruptedException {
    process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
  }

  void end() throws InterruptedException {
    for (Process p : processes) {
      kill(p);
    }
  }
}
