package coop.croft.services.outside;

import coop.croft.services.Driver.Hands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a name server answers to one question, as dig(1) shows it. */
public final class Dig {
  private static final Duration LIMIT = Duration.ofSeconds(3);
  private static final String HEADER = ";; ->>HEADER<<- ";
  private static final String STATUS = "status: ";

  /** Owner, time to live, class, type, data. */
  private static final int WORDS = 5;

  private Dig() {}

  /**
   * A record of an answer.
   *
   * @param section {@code ANSWER}, {@code AUTHORITY} or {@code ADDITIONAL}
   * @param owner and names in {@code data}: in lower case, without the dot at the end
   */
  public record Row(String section, String owner, String type, String data) {}

  /**
   * @param status {@code NOERROR}, {@code NXDOMAIN}, {@code REFUSED}, …
   */
  public record Reply(String status, List<Row> rows) {
    public Reply {
      rows = List.copyOf(rows);
    }

    /** Whether the server answers such questions at all. */
    public boolean knows() {
      return status.equals("NOERROR") || status.equals("NXDOMAIN");
    }

    /** The data of a type in those sections, whoever has it. */
    public List<String> data(String type, String... sections) {
      return rows.stream()
          .filter(r -> r.type().equals(type) && Set.of(sections).contains(r.section()))
          .map(Row::data)
          .toList();
    }

    /** The data of a type that a name has, wherever it stands. */
    public List<String> of(String owner, String type) {
      return rows.stream()
          .filter(r -> r.type().equals(type) && r.owner().equals(owner))
          .map(Row::data)
          .distinct()
          .toList();
    }
  }

  /**
   * Asks a name server what it knows by itself.
   *
   * @return empty if it does not answer
   */
  public static Optional<Reply> ask(Hands hands, String server, String name, String type) {
    return ask(hands, List.of("@" + server, "+norecurse"), name, type);
  }

  /**
   * Asks a resolver, which finds out.
   *
   * @return empty if it does not answer
   */
  static Optional<Reply> resolve(Hands hands, String resolver, String name, String type) {
    return ask(hands, List.of("@" + resolver, "+recurse"), name, type);
  }

  private static Optional<Reply> ask(Hands hands, List<String> whom, String name, String type) {
    List<String> argv = new ArrayList<>(List.of("dig"));
    argv.addAll(whom);
    argv.addAll(
        List.of(
            "+time=1",
            "+tries=2",
            "+noall",
            "+comments",
            "+answer",
            "+authority",
            "+additional",
            "-q",
            name + ".",
            "-t",
            type));
    return read(hands.run(argv, LIMIT).output());
  }

  /** Empty if there is no answer in it. */
  static Optional<Reply> read(String output) {
    Optional<String> status = Optional.empty();
    String section = "";
    List<Row> rows = new ArrayList<>();
    for (String line : output.lines().toList()) {
      if (line.startsWith(HEADER) && line.contains(STATUS)) {
        String rest = line.substring(line.indexOf(STATUS) + STATUS.length());
        status = Optional.of(rest.split(",", 2)[0].strip());
      } else if (line.startsWith(";; ") && line.endsWith(" SECTION:")) {
        section = line.substring(";; ".length(), line.length() - " SECTION:".length());
      } else if (!line.startsWith(";")) {
        String[] word = line.strip().split("\\s+", WORDS);
        if (word.length == WORDS && word[2].equals("IN")) {
          rows.add(new Row(section, plain(word[0]), word[3], data(word[3], word[4])));
        }
      }
    }
    return status.map(s -> new Reply(s, rows));
  }

  private static String data(String type, String text) {
    return Stream.of("NS", "CNAME").anyMatch(type::equals) ? plain(text) : text.strip();
  }

  private static String plain(String name) {
    String lower = name.strip().toLowerCase(Locale.ROOT);
    return lower.endsWith(".") && lower.length() > 1
        ? lower.substring(0, lower.length() - 1)
        : lower;
  }
}
