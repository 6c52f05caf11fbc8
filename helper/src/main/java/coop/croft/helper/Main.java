package coop.croft.helper;

import coop.croft.core.os.Accounts;
import coop.croft.core.os.Directory;
import coop.croft.core.os.SdNotify;
import coop.croft.core.os.UnixServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code Main} answers the agent; {@code Main recover} finishes the moves of an unfinished change
 * and ends, before a daemon may start. For tests: {@code --root DIR} stands for {@code /}, {@code
 * --agent UID} for the user {@code croft-agent}.
 */
public final class Main {
  private static final String STATE = "var/lib/croft/helper";
  private static final String RUN = "run/croft/helper";
  private static final String SERVICES = "META-INF/services/coop.croft.services.Service";

  private Main() {}

  private record Settings(Path root, Optional<Long> agent, boolean recover) {
    static Settings of(List<String> arguments) {
      Path root = Path.of("/");
      Optional<Long> agent = Optional.empty();
      boolean recover = false;
      for (int i = 0; i < arguments.size(); i++) {
        switch (arguments.get(i)) {
          case "recover" -> recover = true;
          case "--root" -> root = Path.of(arguments.get(++i));
          case "--agent" -> agent = Optional.of(Long.valueOf(arguments.get(++i)));
          default -> throw new IllegalArgumentException("unknown: " + arguments.get(i));
        }
      }
      return new Settings(root, agent, recover);
    }
  }

  public static void main(String[] arguments) throws Exception {
    Settings settings = Settings.of(List.of(arguments));
    Path state = settings.root.resolve(STATE);
    if (settings.recover) {
      // A host that has not joined, or was never changed, has nothing to finish.
      if (Files.isDirectory(state.resolve("store"))) {
        recover(settings.root, state);
      }
      return;
    }
    serve(settings, state);
  }

  private static void recover(Path root, Path state) throws IOException, Refused {
    try (Disk disk = new Disk(root);
        Directory directory = Directory.open(state);
        Directory store = directory.directory("store")) {
      if (new Switch(disk, directory, state, new Store(store)).recover()) {
        System.err.println("finished a change that was cut short");
      }
    }
  }

  private static void serve(Settings settings, Path state)
      throws IOException, Refused, InterruptedException {
    Trust trust = Trust.read(state.resolve("trust"));
    long agent = settings.agent.isPresent() ? settings.agent.get() : agentUid();
    Disk disk = new Disk(settings.root);
    Directory directory = Directory.open(state);
    if (directory.make("store", 0700)) {
      directory.sync();
    }
    Store store = new Store(directory.directory("store"));
    Switch files = new Switch(disk, directory, state, store);
    if (files.recover()) {
      System.err.println("finished a change that was cut short");
    }
    Generations generations = new Generations(trust, privileges(), disk, directory, store, files);
    generations.load();
    Programs programs =
        new Programs(generations, disk, store, settings.root, state.resolve("check"));
    programs.forgetChecks();
    Desk desk = new Desk(generations, programs, files, System.err);
    desk.operate();
    Path socket = settings.root.resolve(RUN).resolve("helper.sock");
    try (UnixServer server = UnixServer.listen(socket, "rw-------")) {
      // The agent alone can connect; who it is says the kernel again at each call.
      Files.setAttribute(socket, "unix:uid", (int) agent);
      SdNotify.ready();
      desk.serve(server, agent);
    }
  }

  private static long agentUid() throws IOException {
    return Accounts.byName("croft-agent")
        .orElseThrow(() -> new IOException("this host has no user croft-agent"))
        .uid();
  }

  /**
   * The privileges of all registered services, from our own jar; a fault in one ends the helper.
   */
  static Map<String, Privileges> privileges() throws IOException {
    Map<String, Privileges> table = new LinkedHashMap<>();
    ClassLoader loader = Main.class.getClassLoader();
    for (URL list : Collections.list(loader.getResources(SERVICES))) {
      for (String line : read(list).split("\n")) {
        String type = line.replaceFirst("#.*", "").strip();
        if (type.isEmpty()) {
          continue;
        }
        String folder = type.substring(0, type.lastIndexOf('.'));
        String service = folder.substring(folder.lastIndexOf('.') + 1);
        URL file = loader.getResource(folder.replace('.', '/') + "/privileges");
        // A service without the file has nothing to do with root.
        if (file != null) {
          table.put(service, Privileges.parse(service, read(file)));
        }
      }
    }
    return Map.copyOf(table);
  }

  private static String read(URL url) throws IOException {
    try (InputStream in = url.openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
