package coop.croft.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong is told with its place, its cause and the next step; what is well is not. */
@Tag("lab")
class DoctorTest {
  private static final String SITE = "www.moor.example";

  @AfterEach
  void tidy() {
    Lab.remove("mallory", "moor");
    Lab.on("main", "croft", "revoke", "--yes", "mallory", "port", "50060");
    Lab.on("dynamic", "systemctl", "stop", "trial-listener.service");
    Lab.on("dynamic", "rm", "-rf", "/home/mallory/closed");
    Lab.on("dynamic", "systemctl", "kill", "-s", "CONT", "named");
  }

  private static Lab.Ran doctor(String member, String name) {
    return Lab.as(member, "croft", "doctor", name);
  }

  private static void site(String before, String inside) {
    Lab.apply(
            "mallory",
            "moor",
            "dom \"moor.example\" with web \"www\" %s with %s end end\n".formatted(before, inside))
        .expectSuccess();
  }

  @ParameterizedTest
  @CsvSource({
    "alice, www.greenhouse.example",
    "alice, greenhouse.example",
    "bob, www.forge.example",
    "chidi, www.press.example",
    "chidi, static.press.example",
    "dora, archive.example",
    "emil, mirror.example"
  })
  void whatIsWellIsCalledWell(String member, String name) {
    Lab.Ran told = doctor(member, name);
    assertThat(told.all()).isEqualTo(name + " is well\n");
    assertThat(told.exit()).isZero();
  }

  @Test
  void nobodyLooksAtWhatIsNotTheirs() {
    Lab.Ran told = doctor("mallory", "www.greenhouse.example");
    assertThat(told.exit()).isEqualTo(1);
    assertThat(told.all()).contains("there is no site or domain www.greenhouse.example of yours");
  }

  /** The two failures that members of other co-operatives meet most. */
  @Test
  void aProgramThatDoesNotListenWhereItIsLookedFor() {
    Lab.on("main", "croft", "grant", "mallory", "port", "50060").expectSuccess();
    site("", "proxyPass \"/\" 50060");
    Lab.Ran none = doctor("mallory", SITE);
    assertThat(none.exit()).isEqualTo(1);
    assertThat(none.out())
        .contains("dynamic: nothing listens on port 50060")
        .contains("start your program on 127.0.0.1:50060")
        .contains("gets no answer from the program behind it (503)");
    Lab.on(
            "dynamic",
            "systemd-run",
            "--unit=trial-listener",
            "--uid=mallory",
            "python3",
            "-m",
            "http.server",
            "50060",
            "--bind",
            "::1")
        .expectSuccess();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(doctor("mallory", SITE).out())
                    .containsPattern("dynamic: 50060: only on ::1, pid [0-9]+ python3")
                    .contains("let it listen on 127.0.0.1"));
  }

  @Test
  void aDirectoryThatTheServerCannotPassOrThatIsNotThere() {
    Lab.on(
            "dynamic",
            "install",
            "-d",
            "-m",
            "0700",
            "-o",
            "mallory",
            "-g",
            "mallory",
            "/home/mallory/closed",
            "/home/mallory/closed/www")
        .expectSuccess();
    site("where DocumentRoot = \"/home/mallory/closed/www\"", "");
    Lab.Ran closed = doctor("mallory", SITE);
    assertThat(closed.exit()).isEqualTo(1);
    assertThat(closed.out())
        .contains("the web server cannot pass the directory /home/mallory/closed,")
        .contains("do: chmod o+x /home/mallory/closed\n")
        .contains("is forbidden (403)");
    site("where DocumentRoot = \"/home/mallory/nowhere/www\"", "");
    assertThat(doctor("mallory", SITE).out())
        .contains("there is no /home/mallory/nowhere")
        .contains("do: mkdir -p /home/mallory/nowhere/www");
  }

  @Test
  void aRedirectionInACircle() {
    site("", "redirect \"/\" \"http://www.moor.example/\"");
    Lab.Ran told = doctor("mallory", SITE);
    assertThat(told.exit()).isEqualTo(1);
    assertThat(told.out())
        .contains("http://www.moor.example/ is redirected in a circle: http://www.moor.example/ ->")
        .contains("do: let one place decide");
  }

  @Test
  void aNameServerThatDoesNotAnswer() {
    site("", "");
    assertThat(doctor("mallory", "moor.example").out()).isEqualTo("moor.example is well\n");
    Lab.on("dynamic", "systemctl", "kill", "-s", "STOP", "named").expectSuccess();
    Lab.Ran told = doctor("mallory", "moor.example");
    assertThat(told.exit()).isEqualTo(1);
    assertThat(told.out())
        .contains("the name server dynamic ")
        .contains("does not answer for moor.example");
    assertThat(told.out()).doesNotContain("the name server main");
  }
}
