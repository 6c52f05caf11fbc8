package coop.croft.services.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What PHP's own parser makes of a setting is the text that was meant. */
class IniTest {
  /** Prints each value of a file in a line of its own, in hexadecimal digits. */
  private static final String READ =
      "foreach (parse_ini_file($argv[1]) as $n => $v) echo $n, ' ', bin2hex($v), PHP_EOL;";

  @Test
  void phpReadsAnyText(@TempDir Path directory) throws IOException {
    Texts texts = new Texts(7);
    List<String> lines = new ArrayList<>();
    List<String> meant = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      String text = texts.line();
      lines.add(Ini.line("t" + i, text));
      meant.add("t" + i + " " + hex(text));
    }
    Path file = Files.write(directory.resolve("t.ini"), lines);
    Apache.Ran ran = Apache.run(List.of("php8.2", "-n", "-r", READ, file.toString()));
    assertThat(ran.output().lines()).containsExactlyElementsOf(meant);
  }

  private static String hex(String text) {
    return java.util.HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void nothingBeginsAnotherLine() {
    assertThatThrownBy(() -> Ini.line("a", "b\nc = d"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Ini.line("a", "b\rc")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Ini.line("a = b\nc", "d"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** PHP's process manager says what it read, each setting in its pool. */
  @Test
  void theMastersFileIsReadAsItWasMeant(@TempDir Path directory) throws IOException {
    // As root, which tests may be, PHP wants to know whose the processes shall be.
    String text = new String(PhpPool.file(), StandardCharsets.UTF_8).replace("warning", "notice");
    Path file = directory.resolve("pool.conf");
    Files.writeString(file, text.replaceAll("(?m)^(\\[[0-9]+])$", "$1\nuser = nobody"));
    Apache.Ran ran = Apache.run(List.of("php-fpm8.2", "-n", "-tt", "-y", file.toString()));
    assertThat(ran.output()).contains("test is successful");
    List<String> read =
        ran.output()
            .lines()
            .map(Pattern.compile("^.*?NOTICE[]:]\\s*")::matcher)
            .map(m -> m.replaceFirst("").replaceAll("\\s+", " ").strip())
            .toList();
    for (PhpDeadline deadline : PhpDeadline.values()) {
      List<String> pool = read.subList(read.indexOf("[" + deadline.seconds + "]"), read.size());
      assertThat(pool)
          .contains(
              "listen = /run/croft/php/" + deadline.seconds,
              "pm = ondemand",
              "pm.process_idle_timeout = 5",
              "request_terminate_timeout = " + deadline.seconds + "s",
              "security.limit_extensions = .php",
              "php_admin_value[upload_tmp_dir] = /var/tmp");
    }
    assertThat(read).contains("process.max = 24", "error_log = syslog");
  }

  /** The way through Apache: a word, a string expression, and lines for PHP. */
  @Test
  void linesComeOutOfAWordAsTheyWere() {
    Texts texts = new Texts(11);
    for (int i = 0; i < 2_000; i++) {
      List<String> lines = List.of(Ini.line("a", texts.line()), Ini.line("b.c", texts.line()));
      String line = new ConfigWriter().directive("X", Word.lines(lines)).text().strip();
      String word = Reading.words(line.replace("${" + Word.DOLLAR + "}", "$")).get(1);
      assertThat(Reading.lines(word)).isEqualTo(lines);
    }
  }
}
