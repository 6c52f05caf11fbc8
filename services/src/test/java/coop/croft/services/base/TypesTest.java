package coop.croft.services.base;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.core.model.Host;
import coop.croft.core.model.Site;
import coop.croft.lang.Externs;
import coop.croft.lang.Externs.TypeTest;
import coop.croft.lang.Verdict;
import coop.croft.services.Samples;
import coop.croft.services.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Runs the files of {@code types/}: see the README there. */
class TypesTest {
  private static final Path FILES = Samples.root().resolve("services/src/test/resources/types");

  private static final Site SITE =
      new Site(
          "croft.example",
          "hostmaster@croft.example",
          "/home",
          "/home",
          60,
          List.of(
              host("main", "dns-primary", "web-static"),
              host("dynamic", "dns-secondary", "web"),
              host("shell", "login"),
              host("offsite", "dns-secondary")));

  private static final Subject MALLORY =
      new Subject(Optional.of("mallory"), Samples.rights(), Optional.of(SITE));
  private static final Subject CHIDI =
      new Subject(Optional.of("chidi"), Samples.rights(), Optional.of(SITE));
  private static final Subject NOBODY =
      new Subject(Optional.empty(), Samples.rights(), Optional.empty());

  private static final Externs<Subject> EXTERNS = externs();

  private static Host host(String name, String... roles) {
    return new Host(
        name, List.of(), List.of(), "bookworm", new TreeSet<>(List.of(roles)), Optional.empty());
  }

  private static Externs<Subject> externs() {
    Externs.Builder<Subject> builder = Externs.builder();
    new BaseService().teach(builder);
    return builder.build();
  }

  private static Verdict ask(String type, String constant, Subject subject) {
    return switch (EXTERNS.types().get(type)) {
      case TypeTest.OverStrings<Subject>(Externs.StringTest<Subject> test, boolean _) ->
          test.test(constant, subject);
      case TypeTest.OverInts<Subject>(Externs.IntTest<Subject> test, boolean _) ->
          test.test(Long.parseLong(constant), subject);
      case TypeTest.Opaque<Subject> opaque -> throw new AssertionError(type + " has no test");
      case null -> throw new AssertionError("there is no type " + type);
    };
  }

  @TestFactory
  Stream<DynamicTest> files() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      return files.filter(f -> f.toString().endsWith(".txt")).sorted().toList().stream()
          .flatMap(TypesTest::file);
    }
  }

  private static Stream<DynamicTest> file(Path file) {
    String type = file.getFileName().toString().replace(".txt", "");
    return Samples.text(file)
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("# "))
        .map(line -> DynamicTest.dynamicTest(type + ": " + line, () -> run(type, line)));
  }

  private static void run(String type, String line) {
    String[] part = line.split(" (->|!!|\\?\\?) ", 2);
    String constant = unescaped(part[0]);
    String sign =
        part.length == 1 ? "" : line.substring(part[0].length() + 1, part[0].length() + 3);
    String rest = part.length == 1 ? constant : unescaped(part[1]);
    switch (ask(type, constant, MALLORY)) {
      case Verdict.Accepted(Object normal) -> {
        assertThat(sign).isIn("", "->");
        assertThat(normal.toString()).isEqualTo(rest);
        // A normal form is its own: it is what is held, compared and sent on.
        assertThat(ask(type, normal.toString(), MALLORY)).isEqualTo(Verdict.accepted(normal));
      }
      case Verdict.Invalid(String why) -> {
        assertThat(why).isEqualTo(rest);
        assertThat(sign).isEqualTo("!!");
      }
      case Verdict.NotHeld(String why, String hint) -> {
        assertThat(why).isEqualTo(rest);
        assertThat(sign).isEqualTo("??");
        assertThat(hint).isNotBlank();
      }
    }
  }

  private static String unescaped(String text) {
    if (text.equals("<empty>")) {
      return "";
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      switch (text.charAt(++i)) {
        case 'n' -> out.append('\n');
        case 't' -> out.append('\t');
        case '\\' -> out.append('\\');
        case 'u' -> {
          out.append((char) Integer.parseInt(text.substring(i + 1, i + 5), 16));
          i += 4;
        }
        default -> throw new AssertionError("bad escape in " + text);
      }
    }
    return out.toString();
  }

  @Test
  void everyRefinedTypeHasAFile() {
    EXTERNS
        .types()
        .forEach(
            (type, test) -> {
              if (!(test instanceof TypeTest.Opaque)) {
                assertThat(FILES.resolve(type + ".txt")).isRegularFile();
              }
            });
  }

  @Test
  void nobodyHoldsNothing() {
    List.of(
            "your_domain moor.example",
            "your_path /home/mallory",
            "your_user mallory",
            "your_group mallory",
            "your_port 50020")
        .forEach(
            typeAndValue -> {
              String[] word = typeAndValue.split(" ");
              assertThat(ask(word[0], word[1], NOBODY)).isInstanceOf(Verdict.NotHeld.class);
            });
    // A malformed one is malformed for everybody.
    assertThat(ask("your_path", "x", NOBODY)).isInstanceOf(Verdict.Invalid.class);
  }

  @Test
  void whileTheSiteIsReadEveryWellFormedHostIsAccepted() {
    for (String type : List.of("node", "dns_node", "web_node")) {
      assertThat(ask(type, "later", NOBODY)).isEqualTo(Verdict.accepted("later"));
      assertThat(ask(type, "two.labels", NOBODY)).isInstanceOf(Verdict.Invalid.class);
      assertThat(ask(type, "Main", NOBODY)).isInstanceOf(Verdict.Invalid.class);
    }
    assertThat(ask("site_host", "main", NOBODY)).isEqualTo(Verdict.accepted("main"));
  }

  @Test
  void aPortIsHeldByNumberOrRange() {
    assertThat(ask("your_port", "50020", CHIDI)).isEqualTo(Verdict.accepted(50_020L));
    assertThat(ask("your_port", "50021", CHIDI)).isInstanceOf(Verdict.NotHeld.class);
    assertThat(PortRange.of("50020-50029").covers(50_029)).isTrue();
    assertThat(PortRange.of("50020-50029").covers(50_030)).isFalse();
  }

  @Test
  void aRefusalSaysHowToAskAndThatANearerNameIsHeld() {
    assertThat(ask("your_domain", "bank.example", MALLORY))
        .isEqualTo(
            Verdict.notHeld(
                "you do not hold the domain bank.example",
                "ask hostmaster@croft.example for the right: domain bank.example"));
    assertThat(ask("your_domain", "a.ferry.moor.example", MALLORY))
        .isEqualTo(
            Verdict.notHeld(
                "you do not hold the domain a.ferry.moor.example",
                "somebody else holds the nearer domain ferry.moor.example; ask"
                    + " hostmaster@croft.example for the right: domain a.ferry.moor.example"));
  }
}
