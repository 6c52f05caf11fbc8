package coop.croft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dialogue on a real pseudo-terminal, which {@code script} of util-linux makes. */
class ReplTerminalTest {
  private static final Path SCRIPT = Path.of("/usr/bin/script");

  /** Takes minutes, if nobody ends it: the steps of a program, and much to do in each. */
  private static final String ENDLESS =
      "val text = \""
          + "x".repeat(60_000)
          + "\";\n"
          + "val one = \\r : (dnsRecord) -> \\x : (int) -> x;\n"
          + "val t = \\f : (int -> int) -> \\x -> f (f x);\n"
          + "val y = "
          + "t (".repeat(40)
          + "\\x -> one (dnsTXT \"@\" text) x"
          + ")".repeat(40)
          + " 1;\n";

  private static final int INTERRUPTS = 1_000;
  private static final long MOST_BETWEEN_INTERRUPTS = 3_000_000;

  /** Milliseconds after which it runs. */
  private static final long ON_ITS_WAY = 500;

  @TempDir Path directory;

  @Test
  void linesAreEditedCompletedAndKept() throws Exception {
    assumeThat(SCRIPT).exists();
    Files.writeString(directory.resolve("endless.dtl"), ENDLESS);
    Path history = directory.resolve("state/croft/repl-history");
    try (Typist typist = new Typist("xterm")) {
      typist.await("croft> ");
      typist.type("dom \"gre\t");
      typist.await("greenhouse.example\"");
      typist.type(" with webs\t with end e\bend\r");
      typist.await("virtual host: name greenhouse.example");
      typist.type("dom \"greenhouse.example\" with\r");
      typist.await("  ...> ");
      typist.type("nonsense\u0003");
      typist.await("croft> ");
      typist.type("val \u0003");
      typist.await("croft> ");
      typist.type("40 40\u007f\u007f\u007f\r");
      typist.await("40 : int");
      typist.await("croft> ");
      typist.type(":load endless.dtl\r");
      typist.await("\n");
      Thread.sleep(ON_ITS_WAY);
      typist.type("\u0003");
      typist.await("given up");
      typist.type(":doc dnsMX\t\r");
      typist.await("A mail server of the domain itself.");
      typist.await("croft> ");
      typist.type("\u0004");
      assertThat(typist.end()).isZero();
    }
    assertThat(Files.readString(history))
        .isEqualTo(
            """
            dom "greenhouse.example" with website with end end
            40
            :load endless.dtl
            :doc dnsMX
            """);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(history)))
        .isEqualTo("rw-------");
    Files.move(history, directory.resolve("elsewhere"));
    Files.createSymbolicLink(history, directory.resolve("elsewhere"));
    try (Typist typist = new Typist("xterm")) {
      typist.await("no history is kept");
      typist.await("croft> ");
      typist.type("41\r");
      typist.await("41 : int");
      typist.await("croft> ");
      typist.type(":quit\r");
      assertThat(typist.end()).isZero();
    }
    assertThat(directory.resolve("elsewhere")).content().doesNotContain("41");
  }

  @Test
  void arrowsAreUnderstoodInBothForms() throws Exception {
    assumeThat(SCRIPT).exists();
    for (String up : List.of("\u001b[A", "\u001bOA")) {
      try (Typist typist = new Typist("xterm")) {
        typist.await("croft> ");
        typist.type("43\r");
        typist.await("43 : int");
        typist.await("croft> ");
        typist.type(up + "\r");
        typist.await("43 : int");
        typist.await("croft> ");
        typist.type("\u0004");
        assertThat(typist.end()).isZero();
      }
    }
  }

  /** Wherever in reading a line it comes, and however often. */
  @Test
  void aKeyThatDropsALineNeverEndsTheDialogue() throws Exception {
    assumeThat(SCRIPT).exists();
    Random random = new Random(1);
    try (Typist typist = new Typist("xterm")) {
      typist.await("croft> ");
      for (int i = 0; i < INTERRUPTS; i++) {
        typist.type("\u0003");
        Thread.sleep(Duration.ofNanos(random.nextLong(MOST_BETWEEN_INTERRUPTS)));
      }
      Thread.sleep(ON_ITS_WAY);
      typist.type("42\r");
      typist.await("42 : int");
      typist.type("\u0004");
      assertThat(typist.end()).isZero();
    }
  }

  @Test
  void aTerminalThatCanDoNothingIsOne() throws Exception {
    assumeThat(SCRIPT).exists();
    Files.writeString(directory.resolve("endless.dtl"), ENDLESS);
    try (Typist typist = new Typist("dumb")) {
      typist.await("croft> ");
      typist.type("dom \"greenhouse.example\" with\n");
      typist.await("  ...> ");
      typist.type("dns (dnsA \"shop\" \"203.0.113.80\") end\n");
      typist.await("data a (address 203.0.113.80)");
      typist.await("croft> ");
      typist.type("dom \"greenhouse.example\" with\n");
      typist.await("  ...> ");
      typist.type("nonsense\u0003");
      typist.await("croft> ");
      typist.type("42\n");
      typist.await("42 : int");
      typist.await("croft> ");
      typist.type(":load endless.dtl\n");
      Thread.sleep(ON_ITS_WAY);
      typist.type("\u0003");
      typist.await("given up");
      typist.await("croft> ");
      typist.type("\u0004");
      assertThat(typist.end()).isZero();
    }
  }

  /** Types, and reads the screen. */
  private final class Typist implements AutoCloseable {
    private static final long PATIENCE = 60_000_000_000L;

    private final Process process;
    private final OutputStream keys;
    private final InputStream shown;
    private final StringBuilder screen = new StringBuilder();

    Typist(String terminal) throws IOException {
      List<String> command = new ArrayList<>();
      // What began in the background ignores Ctrl-C, and so do its children unless they are told.
      command.add("exec env --default-signal=INT");
      command.add(System.getProperty("java.home") + "/bin/java");
      command.addAll(
          List.of(
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "--enable-native-access=ALL-UNNAMED",
              "-cp",
              System.getProperty("java.class.path"),
              "coop.croft.cli.Main"));
      command.addAll(ReplTest.OFFLINE);
      ProcessBuilder builder =
          new ProcessBuilder(
                  SCRIPT.toString(), "-q", "-e", "-c", String.join(" ", command), "/dev/null")
              .directory(directory.toFile())
              .redirectErrorStream(true);
      builder.environment().put("TERM", terminal);
      builder.environment().put("LC_ALL", "C.UTF-8");
      builder.environment().put("XDG_STATE_HOME", directory.resolve("state").toString());
      process = builder.start();
      keys = process.getOutputStream();
      shown = process.getInputStream();
    }

    void type(String text) throws IOException {
      keys.write(text.getBytes(StandardCharsets.UTF_8));
      keys.flush();
    }

    /** Reads on until that is shown. */
    void await(String text) throws Exception {
      long end = System.nanoTime() + PATIENCE;
      while (screen.indexOf(text) < 0) {
        assertThat(System.nanoTime()).as("waiting for %s in %s", text, screen).isLessThan(end);
        if (shown.available() > 0) {
          byte[] bytes = shown.readNBytes(shown.available());
          // Without what moves the cursor and colours.
          screen.append(
              new String(bytes, StandardCharsets.UTF_8)
                  .replaceAll("\u001b\\[[0-9;?]*[a-zA-Z]", ""));
        } else {
          assertThat(process.isAlive()).as("waiting for %s in %s", text, screen).isTrue();
          Thread.sleep(10);
        }
      }
      screen.delete(0, screen.indexOf(text) + text.length());
    }

    int end() throws InterruptedException {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
