package coop.croft.agent;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What the host was told when it joined: lines {@code host NAME} and {@code controller URL}. */
record Settings(String host, URI controller) {

  static Settings read(Path file) throws IOException {
    Map<String, String> fields = new HashMap<>();
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      String[] words = line.split(" ", 2);
      if (words.length == 2) {
        fields.put(words[0], words[1]);
      }
    }
    String host = fields.get("host");
    String controller = fields.get("controller");
    if (host == null || controller == null) {
      throw new IOException(file + " needs the lines host and controller");
    }
    return new Settings(host, URI.create(controller));
  }

  String text() {
    return "host " + host + "\ncontroller " + controller + "\n";
  }
}
