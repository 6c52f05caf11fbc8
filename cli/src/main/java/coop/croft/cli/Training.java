package coop.croft.cli;

import coop.croft.cli.offline.Deletion;
import coop.croft.cli.terminal.Exit;
import coop.croft.cli.terminal.Screen;
import coop.croft.cli.terminal.Streams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Uses the command as people do, so that a JVM started with {@code -XX:AOTCacheOutput} learns which
 * classes it will need and how its hot paths run. Touches nothing but a temporary directory.
 */
final class Training {
  private static final String PROGRAM =
      """
      # A site, its address, and two things besides.
      val office : ip = "203.0.113.80";
      dom "training.example" with
        web "www" with
          serverAlias "training.example";
          directoryIndex ["index.html"];
          errorDocument 404 "/lost.html";
          setHeader "X-Content-Type-Options" "nosniff";
          location "/old" with denyFrom ["203.0.113.0/24"] end
        end;
        dns (dnsA "shop" office) where TTL = 600 end;
        for mx in ["mx1.training.example", "mx2.training.example"] do dns (dnsMX 10 mx) end;
        dns (dnsTXT "@" "v=spf1 -all")
      end
      """;

  private static final String ZONE =
      """
      $ORIGIN training.example.
      $TTL 1h
      @ IN SOA ns.elsewhere.test. hostmaster 1 3h 15m 4w 5m
        IN NS ns.elsewhere.test.
      @ IN A 203.0.113.80
      @ IN MX 10 mail ; so far
      @ IN TXT "v=spf1 -all"
      """;

  private static final String RIGHTS =
      """
      # MEMBER CLASS VALUE
      apprentice domain training.example
      apprentice path /home/apprentice
      apprentice user apprentice
      apprentice group apprentice
      """;

  private final Path directory;
  private final List<String> offline;

  private Training(Path directory) {
    this.directory = directory;
    this.offline =
        List.of(
            "--site",
            directory.resolve("site").toString(),
            "--rights",
            directory.resolve("rights").toString(),
            "--as",
            "apprentice");
  }

  public static void main(String[] arguments) throws IOException {
    Path directory = Files.createTempDirectory("croft-training");
    try {
      new Training(directory).run();
    } finally {
      Deletion.of(directory);
    }
  }

  private void run() throws IOException {
    Files.writeString(directory.resolve("rights"), RIGHTS);
    String good = Files.writeString(directory.resolve("good.dtl"), PROGRAM).toString();
    String bad =
        Files.writeString(
                directory.resolve("bad.dtl"),
                PROGRAM.replace("dom \"training", "dom \"bank").replace("404", "lost"))
            .toString();
    String zone = Files.writeString(directory.resolve("training.zone"), ZONE).toString();
    expect(Exit.DONE, List.of("init", directory.resolve("site").toString()));
    expect(Exit.DONE, offline("check", good));
    expect(Exit.REFUSED, offline("check", bad));
    expect(Exit.REFUSED, offline("check", "--json", bad));
    expect(Exit.DONE, List.of("format", "--diff", good));
    expect(Exit.DONE, offline("render", "--out", directory.resolve("out").toString(), good));
    expect(Exit.DONE, List.of("explain", "not-held"));
    expect(Exit.DONE, List.of("doc", "dnsMX"));
    expect(Exit.DONE, List.of("import", "zone", zone));
    expect(Exit.DONE, offline("repl", good));
    expect(Exit.DONE, List.of("help"));
    expect(Exit.DONE, List.of("apply", "--help"));
    expect(Exit.USAGE, List.of("chekc"));
    expect(Exit.FAILED, List.of("status"));
  }

  private List<String> offline(String verb, String... more) {
    List<String> all = new ArrayList<>(List.of(verb));
    all.addAll(offline);
    all.addAll(List.of(more));
    return all;
  }

  private void expect(Exit exit, List<String> arguments) {
    Streams real = Streams.ofProcess(Map.of());
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    Streams streams =
        new Streams(
            InputStream.nullInputStream(), shown, shown, false, real.outIsTerminal(), false, true);
    Exit was =
        new Croft(new Desk(new Screen(streams), directory)).run(arguments.toArray(String[]::new));
    if (was != exit) {
      throw new IllegalStateException(
          "croft "
              + String.join(" ", arguments)
              + ": "
              + was
              + "\n"
              + shown.toString(StandardCharsets.UTF_8));
    }
  }
}
