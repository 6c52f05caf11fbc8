package coop.croft.services.web;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.lang.SourceText;
import coop.croft.services.Foreign;
import coop.croft.services.imports.Imported;
import coop.croft.services.imports.apache.ApacheImport;
import coop.croft.services.web.AccessTrial.Pair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nobody gets into a site that was imported who did not get into what it was made of, and nobody is
 * shown another file: a real Apache answers for both. A site that is not closed answers as the old
 * one did. {@code access.conf} has the hosts that were thought of, and {@code access.out} which
 * lines close them: {@code CROFT_GOLDEN=update} writes it anew; read the difference.
 */
class ApacheAccessTest {
  private static final Path FOLDER = Path.of("src/test/resources/web/import");

  /** Hosts that are drawn where nothing else is said. */
  private static final int FEW = 100;

  /** Hosts of one server. */
  private static final int AT_A_TIME = 100;

  private static final Pattern NAME = Pattern.compile("(?m)^ *ServerName (\\S+)");
  private static final String CLOSED = "# Nobody is let in yet";

  @TempDir Path directory;

  private static Imported.Program program(String hosts) {
    byte[] octets = hosts.getBytes(StandardCharsets.UTF_8);
    return Foreign.program(ApacheImport.of(List.of(new SourceText("a.conf", octets)), List.of()));
  }

  private static String name(String host) {
    Matcher name = NAME.matcher(host);
    assertThat(name.find()).as(host).isTrue();
    return name.group(1);
  }

  private static boolean isThere(String program) {
    return program.contains("vhostDefault") || program.contains("  web ");
  }

  @Test
  void nobodyGetsInWhereItWasThoughtOf() throws Exception {
    Path file = FOLDER.resolve("access.conf");
    Map<String, String> texts = new LinkedHashMap<>();
    StringBuilder table = new StringBuilder();
    for (String text : Files.readString(file).split("(?m)^#=.*\n")) {
      if (text.contains("ServerName")) {
        texts.put(name(text), text);
      }
    }
    // A host with an address comes before all others, so that it has a server of its own.
    Map<String, String> alone = new LinkedHashMap<>();
    for (Map.Entry<String, String> e : texts.entrySet()) {
      if (e.getValue().contains("<VirtualHost 192.0.2.80:")) {
        alone.put(e.getKey(), e.getValue());
      }
    }
    texts.keySet().removeAll(alone.keySet());
    judge(texts, "all", table);
    for (Map.Entry<String, String> e : alone.entrySet()) {
      judge(Map.of(e.getKey(), e.getValue()), e.getKey(), table);
    }
    Path golden = FOLDER.resolve("access.out");
    if ("update".equals(System.getenv("CROFT_GOLDEN"))) {
      Files.writeString(golden, table.toString());
    }
    assertThat(table.toString()).isEqualTo(Files.readString(golden));
  }

  /** Drawn hosts; {@code -Dcroft.access.hosts=6000} draws more of them, other ones each time. */
  @Test
  void nobodyGetsInByChance() throws Exception {
    int count = Integer.getInteger("croft.access.hosts", FEW);
    long seed = Long.getLong("croft.access.seed", count == FEW ? 20261128L : System.nanoTime());
    int open = 0;
    for (int from = 0; from < count; from += AT_A_TIME) {
      Map<String, String> texts = new LinkedHashMap<>();
      for (int i = from; i < Math.min(count, from + AT_A_TIME); i++) {
        String name = "h" + Long.toUnsignedString(seed + i) + ".example";
        texts.put(name, new AccessTexts(seed + i).host(name));
      }
      open += judge(texts, "run" + from, new StringBuilder());
    }
    System.out.println("seed " + seed + ": " + count + " hosts, " + open + " not closed");
    // Else it would be enough to close all of them.
    assertThat(open).isGreaterThan(count * 3 / 20);
  }

  /** How many are not closed; with one line for each host. */
  private int judge(Map<String, String> texts, String run, StringBuilder table)
      throws IOException, InterruptedException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    int open = 0;
    try (AccessTrial trial = new AccessTrial(Files.createDirectory(directory.resolve(run)))) {
      Map<String, String> programs = new LinkedHashMap<>();
      for (Map.Entry<String, String> e : texts.entrySet()) {
        Imported.Program program = program(trial.placed(e.getValue()));
        programs.put(e.getKey(), program.text());
        boolean closed = program.text().contains(CLOSED);
        open += closed || !isThere(program.text()) ? 0 : 1;
        String what =
            !isThere(program.text()) ? ": left out\n" : closed ? ": closed\n" : ": open\n";
        table.append(e.getKey()).append(what);
        program
            .text()
            .lines()
            .filter(l -> closed && l.matches(" +# line .*"))
            .forEach(l -> table.append(trial.general(l.replaceFirst("^.*#", "#"))).append('\n'));
      }
      String all =
          programs.values().stream()
              .map(p -> p.replaceAll("(?m)^ *#.*\n", "").strip())
              .filter(p -> !p.isEmpty())
              .collect(Collectors.joining(";\n"));
      List<String> tls =
          texts.keySet().stream()
              .filter(n -> Objects.requireNonNull(texts.get(n)).contains(":443>"))
              .toList();
      List<String> plain = texts.keySet().stream().filter(n -> !tls.contains(n)).toList();
      String source = trial.placed(String.join("", texts.values()));
      List<Pair> pairs = trial.run(source, all, plain, tls);
      for (Pair pair : pairs) {
        String host = pair.question().host();
        String program = Objects.requireNonNull(programs.get(host));
        if (!holds(pair, program) && !isFrontPage(pair, program, pairs)) {
          String text = Objects.requireNonNull(texts.get(host));
          throw new AssertionError(pair + "\n" + text + "\n" + trial.general(program));
        }
      }
    }
    return open;
  }

  private static boolean holds(Pair pair, String program) {
    if (program.contains(CLOSED)) {
      return pair.result().status() == 403 || pair.question().path().startsWith("/.well-known/");
    }
    return !pair.widens() && (!isThere(program) || pair.isAlike());
  }

  /** A front controller answers for directories without a page, too: by what all others see. */
  private static boolean isFrontPage(Pair pair, String program, List<Pair> pairs) {
    return program.contains("frontController")
        && pair.question().path().endsWith("/")
        && pairs.stream()
            .filter(p -> p.question().host().equals(pair.question().host()))
            .filter(p -> p.question().path().equals("/nothing"))
            .anyMatch(p -> p.source().equals(pair.result()));
  }
}
