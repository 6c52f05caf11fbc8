package coop.croft.services.web;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.services.web.RunningApache.Answer;
import coop.croft.services.web.RunningApache.Question;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Apache answers as the program says, whatever marks of Apache's own its texts hold. */
class SiteAnswersTest {
  private static final String HOST = "www.forge.example";

  @TempDir Path directory;

  /** The site of a program's statements, which serves a folder of this test. */
  private RunningApache serve(String statements) throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path files = Files.createDirectories(directory.resolve("files"));
    int port = RunningApache.freePort();
    String program =
        """
        dom "forge.example" with
          web "www" where SSL = no_ssl; DocumentRoot = "/home/bob/files" with
        %s
          end
        end
        """
            .formatted(statements);
    String site =
        Programs.render("bob", program).stream()
            .filter(f -> f.path().equals(SiteNames.site(HOST)))
            .map(Programs::text)
            .collect(Collectors.joining())
            .replaceAll("(?m)^ *SuexecUserGroup .*\n", "")
            .replace("/home/bob/files", files.toString())
            .replace("*:80>", "*:" + port + ">");
    String global =
        Programs.text(Programs.global())
            .replace("Listen 80\n", "Listen 127.0.0.1:" + port + "\n")
            .replaceAll("(?m)^LoadModule (cgid|suexec)_module .*\n|^Suexec .*\n|^CGID.*\n", "")
            .replace("StartServers 2", "StartServers 1");
    byte[] octets = global.getBytes(StandardCharsets.UTF_8);
    return RunningApache.start(new Apache(directory).main(octets, site), port);
  }

  private void file(String name, String text) throws Exception {
    Path file = directory.resolve("files").resolve(name);
    Files.createDirectories(file.resolve("..").normalize());
    Files.writeString(file, text);
  }

  /** A text as a constant of the language. */
  private static String constant(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static Question get(String path) {
    return new Question("GET", HOST, path, "");
  }

  private static List<Integer> statuses(RunningApache apache, String... paths) throws Exception {
    List<Question> questions = Arrays.stream(paths).map(SiteAnswersTest::get).toList();
    return apache.ask("127.0.0.1", questions).stream().map(Answer::status)
        .toList();
  }

  @Test
  void aHeaderHasTheValueThatWasWritten() throws Exception {
    List<String> values =
        List.of(
            "C:\\new\\temp\\root",
            "a\\r\\nX-Evil: 1\\",
            "\\",
            "\\\\",
            "at the end \\",
            "100% %t %{HTTP_HOST}e %%",
            "\\% %\\ \\\" \"",
            "${PATH} \\${PATH}");
    String statements =
        IntStream.range(0, values.size())
            .mapToObj(i -> "setHeader \"X-" + i + "\" " + constant(values.get(i)))
            .collect(Collectors.joining(";\n"));
    file("index.html", "here");
    try (RunningApache apache = serve(statements)) {
      assertThat(statuses(apache, "/")).containsExactly(200);
      for (int i = 0; i < values.size(); i++) {
        assertThat(apache.field(get("/"), "X-" + i)).containsExactly(values.get(i));
      }
      assertThat(apache.field(get("/"), "X-Evil")).isEmpty();
    }
  }

  @Test
  void aQuotationMarkInAPatternIsOne() throws Exception {
    String statements =
        List.of("^/p\\\"q$", "^/r\"s$", "^/t[\\\"]u$", "^/v[\"]w$", "^/x\\\\\"y$").stream()
            .map(p -> "rewriteRule " + constant(p) + " \"-\" [forbidden]")
            .collect(Collectors.joining(";\n"));
    try (RunningApache apache = serve(statements)) {
      assertThat(statuses(apache, "/p%22q", "/r%22s", "/t%22u", "/v%22w", "/x%5C%22y"))
          .containsOnly(403);
      assertThat(statuses(apache, "/p%5Cx22q", "/tx", "/t2u", "/t%5Cu", "/v%5Cw", "/x%22y"))
          .containsOnly(404);
    }
  }
}
