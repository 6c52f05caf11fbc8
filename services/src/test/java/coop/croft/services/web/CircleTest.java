package coop.croft.services.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who is to blame for a circle. */
class CircleTest {
  private static String what(List<String> programs, String... way) {
    return new Circle(programs, Stream.of(way).map(URI::create).toList()).finding().what();
  }

  @Test
  void theProgramThatDoesNotSeeHowTheVisitorCame() {
    assertThat(
            what(
                List.of("/ 50020", "/app 50021"),
                "http://moor.example/",
                "https://moor.example/app/x",
                "https://moor.example/app/x"))
        .isEqualTo(
            "http://moor.example/ is redirected in a circle: http://moor.example/ ->"
                + " https://moor.example/app/x -> https://moor.example/app/x: the program behind"
                + " it, on port 50021, sends visitors who came by https to https");
    assertThat(
            what(
                List.of("/ 50020"),
                "http://moor.example/",
                "https://moor.example",
                "http://moor.example/"))
        .endsWith("on port 50020, sends visitors who came by https to http");
  }

  @Test
  void anythingElseIsBetweenSiteAndProgram() {
    String[] names = {"http://a.example/", "https://b.example/", "https://a.example/"};
    assertThat(what(List.of("/ 50020"), names[0], names[1], names[2], names[1]))
        .endsWith("https://a.example/ -> https://b.example/");
    assertThat(what(List.of("/app 50020"), names[0], names[2], names[2])).endsWith(names[2]);
    assertThat(what(List.of(), names[0], names[0])).endsWith(names[0]);
  }
}
