package coop.croft.helper;

import coop.croft.core.os.Accounts;
import coop.croft.core.os.ContentStore;
import coop.croft.core.os.Directory;
import coop.croft.core.os.Disk;
import coop.croft.core.os.SdNotify;
import coop.croft.core.os.UnixServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code Main} answers the agent; {@code Main recover} finishes the moves of an unfinished change
 * and ends, before a daemon may start. For tests: {@code --root DIR} stands for {@code /}, {@code
 * --agent UID} for the user {@code croft-agent}.
 */
public final class Main {
  private static final String STATE = "var/lib/croft/helper";
  private static final String STORE = "store";
  private static final String RUN = "run/croft/helper";
  private static final String SERVICES = "META-INF/services/coop.croft.services.Service";

  private static final Duration IDLE = Duration.ofHours(12);

  private Main() {}

  /** Takes an option out of the arguments. */
  private static String option(List<String> arguments, String name, String otherwise) {
    int at = arguments.indexOf(name);
    if (at < 0) {
      return otherwise;
    }
    arguments.remove(at);
    return arguments.remove(at);
  }

  public static void main(String[] arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of(arguments));
    boolean recover = words.remove("recover");
    Path root = Path.of(option(words, "--root", "/"));
    String agent = option(words, "--agent", "croft-agent");
    if (!words.isEmpty()) {
      throw new IllegalArgumentException("unknown: " + words);
    }
    Path state = root.resolve(STATE);
    // A host that has not joined, or was never changed, has nothing to finish.
    if (recover && !Files.isDirectory(state.resolve(STORE))) {
      return;
    }
    Directory directory = Directory.open(state);
    if (directory.make(STORE, 0700)) {
      directory.sync();
    }
    ContentStore store = new ContentStore(directory.directory(STORE));
    Switch files = new Switch(new Disk(root), directory, store);
    if (files.recover()) {
      System.err.println("finished a change that was cut short");
    }
    if (!recover) {
      serve(root, agent, Trust.read(state.resolve("trust")), files);
    }
  }

  private static void serve(Path root, String agentName, Trust trust, Switch files)
      throws IOException, InterruptedException {
    long agent =
        Accounts.user(agentName)
            .orElseThrow(() -> new IOException("this host has no user " + agentName))
            .uid();
    Generations generations = new Generations(trust, privileges(), files);
    generations.load();
    Programs programs = new Programs(generations, files, root);
    programs.forgetChecks();
    Desk desk = new Desk(generations, programs, files);
    desk.operate();
    Path socket = root.resolve(RUN).resolve("helper.sock");
    try (UnixServer server = UnixServer.listen(socket, "rw-------")) {
      // The agent alone can connect; who it is says the kernel again at each call.
      Files.setAttribute(socket, "unix:uid", (int) agent);
      SdNotify.ready();
      server.serve(agent, IDLE, Desk.REQUEST_BYTES, desk::answer);
    }
  }

  /**
   * The privileges of all registered services, from our own jar; a fault in one ends the helper.
   */
  static Map<String, Privileges> privileges() throws IOException {
    Map<String, Privileges> table = new LinkedHashMap<>();
    ClassLoader loader = Main.class.getClassLoader();
    for (URL list : Collections.list(loader.getResources(SERVICES))) {
      for (String type : read(list).replaceAll("#.*", "").strip().split("\\s+")) {
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
