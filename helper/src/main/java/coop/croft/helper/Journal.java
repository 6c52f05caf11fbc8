package coop.croft.helper;

import coop.croft.core.os.Sha256;
import coop.croft.core.os.WantedFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is under way and will be finished, whoever dies: every entry can be repeated without harm.
 *
 * @param live what will be live then
 * @param previous what one could go back to then
 * @param files in the order of their paths
 * @param operations to run after the files are in place
 */
record Journal(
    Signed live, Optional<Signed> previous, List<WantedFile> files, List<Operation> operations) {
  private static final String HEAD = "croft journal 1\n";

  /** A verb of a service with its arguments; none of them has a blank in it. */
  record Operation(String service, String verb, List<String> arguments) {
    static Operation of(List<String> words) throws Refused {
      if (words.size() < 2 || String.join("", words).chars().anyMatch(c -> c < 32)) {
        throw new Refused("not an operation: " + words);
      }
      return new Operation(words.get(0), words.get(1), words.subList(2, words.size()));
    }

    String line() {
      return service + " " + verb + (arguments.isEmpty() ? "" : " " + String.join(" ", arguments));
    }
  }

  byte[] text() {
    StringBuilder text = new StringBuilder(HEAD);
    text.append("live ").append(live.line()).append('\n');
    text.append("previous ").append(previous.map(Signed::line).orElse("-")).append('\n');
    files.forEach(f -> text.append(f.line()).append('\n'));
    operations.forEach(o -> text.append("run ").append(o.line()).append('\n'));
    return (text + "end " + Sha256.of(text.toString()) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads {@link #text}.
   *
   * @throws Refused if it is not whole; it was made durable before it got its name, so that is a
   *     broken disk
   */
  static Journal read(String text) throws Refused {
    int end = text.lastIndexOf("end ");
    if (!text.startsWith(HEAD)
        || end < 0
        || !text.substring(end).equals("end " + Sha256.of(text.substring(0, end)) + "\n")) {
      throw new Refused("the journal is damaged");
    }
    Optional<Signed> live = Optional.empty();
    Optional<Signed> previous = Optional.empty();
    List<WantedFile> files = new ArrayList<>();
    List<Operation> operations = new ArrayList<>();
    for (String line : text.substring(HEAD.length(), end).split("\n")) {
      String[] part = line.split(" ", 2);
      switch (part[0]) {
        case "live" -> live = Signed.read(part[1]);
        case "previous" -> previous = Signed.read(part[1]);
        case "put", "remove" -> files.add(WantedFile.of(line));
        case "run" -> operations.add(Operation.of(List.of(part[1].split(" "))));
        default -> throw new Refused("the journal has a line that begins with " + part[0]);
      }
    }
    Signed now = live.orElseThrow(() -> new Refused("the journal has no live manifest"));
    return new Journal(now, previous, List.copyOf(files), List.copyOf(operations));
  }
}
