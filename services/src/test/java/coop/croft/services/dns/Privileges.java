package coop.croft.services.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The verbs of this service's privileges file. */
final class Privileges {
  private Privileges() {}

  record Verb(
      List<String> argv,
      List<String> first,
      List<String> each,
      List<String> last,
      List<String> done) {
    /** Standard input, the groups of arguments filled in. */
    String input(List<String> arguments) {
      StringBuilder out = new StringBuilder();
      first.forEach(l -> out.append(l).append('\n'));
      for (String line : each) {
        int names = line.split("\\{", -1).length - 1;
        for (int i = 0; i + names <= arguments.size(); i += names) {
          String filled =
              line.replace("{hex}", arguments.get(i)).replace("{number}", arguments.get(i));
          if (names == 2) {
            filled = filled.replace("{zone}", arguments.get(i + 1));
          }
          out.append(filled).append('\n');
        }
      }
      last.forEach(l -> out.append(l).append('\n'));
      return out.toString();
    }
  }

  static Verb verb(String name) {
    Verb found = null;
    for (String line : text().lines().toList()) {
      String[] word = line.split(" +", 2);
      if (word[0].equals("run")) {
        List<String> words = List.of(word[1].split(" +"));
        if (found != null) {
          return found;
        }
        if (words.getFirst().equals(name)) {
          found =
              new Verb(
                  new ArrayList<>(words.subList(2, words.size())),
                  new ArrayList<>(),
                  new ArrayList<>(),
                  new ArrayList<>(),
                  new ArrayList<>());
        }
      } else if (found != null) {
        switch (word[0]) {
          case "first" -> found.first().add(word[1]);
          case "each" -> found.each().add(word[1]);
          case "last" -> found.last().add(word[1]);
          case "done" -> found.done().add(word[1]);
          default -> {}
        }
      }
    }
    if (found == null) {
      throw new AssertionError("no verb " + name);
    }
    return found;
  }

  private static String text() {
    try (var in = DnsService.class.getResourceAsStream("privileges")) {
      if (in == null) {
        throw new AssertionError("no privileges file");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
