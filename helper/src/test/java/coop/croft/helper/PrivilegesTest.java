package coop.croft.helper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivilegesTest {
  private static final Template.Surroundings AROUND =
      new Template.Surroundings() {
        @Override
        public String stage() {
          return "/stage";
        }

        @Override
        public String content(String path) {
          return "text of " + path + "\n";
        }
      };

  @Test
  void longestPathWins() {
    Privileges p =
        Privileges.parse(
            "t",
            """
            # remark
            file /etc/t/ root:root 0644
            file /etc/t/keys/ root:bind 0640
            file /etc/t/keys/open root:root 0644
            file /etc/t.conf root:root 0644
            """);
    assertThat(p.placeOf("/etc/t/a/b").orElseThrow().mode()).isEqualTo(0644);
    assertThat(p.placeOf("/etc/t/keys/a").orElseThrow().group()).isEqualTo("bind");
    assertThat(p.placeOf("/etc/t/keys/open").orElseThrow().group()).isEqualTo("root");
    assertThat(p.placeOf("/etc/t.conf")).isPresent();
    assertThat(p.placeOf("/etc/t.conf.d")).isEmpty();
    assertThat(p.placeOf("/etc/t")).isEmpty();
    assertThat(p.placeOf("/etc/tt")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "file relative root:root 0644",
        "file /etc/../x root:root 0644",
        "file /etc/x root 0644",
        "file /etc/x root:root 0664",
        "file /etc/x root:root 4755",
        "file /etc/x root:root 0644 more",
        "dir /etc/x root:root 0755",
        "stage",
        "run",
        "run v 0 /bin/x",
        "run v 601 /bin/x",
        "run v x /bin/x",
        "run V 5 /bin/x",
        "run v 5 /bin/x {name:nothing}",
        "run v 5 /bin/x {word",
        "run v 5 /bin/x {content:/a/{b}}",
        "each {word}",
        "run v 5 /bin/x {word}\neach {word}",
        "run v 5 /bin/x\nrun v 5 /bin/x",
        "dry v 5 pid /bin/x",
        "adopt v /etc/wants /var/x/ root:root 0640 100",
        "adopt v /etc/wants/ /var/x root:root 0640 100",
        "adopt v /etc/wants/ /var/x/ root:root 0640 many",
      })
  void aFaultNamesItsLine(String text) {
    int lines = (int) text.lines().count();
    assertThatThrownBy(() -> Privileges.parse("t", "# first\n" + text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("privileges of t, line " + (lines + 1));
  }

  private static String fill(String word, String... arguments) throws java.io.IOException {
    var names = Template.names(List.of(word));
    return Template.fill(word, Template.bind(names, List.of(arguments)), AROUND);
  }

  @Test
  void fillsPlaceholders() throws Exception {
    assertThat(fill("a{x:zone}b{y:number}{x}", "a.example", "5"))
        .isEqualTo("aa.exampleb5a.example");
    assertThat(fill("{content:/etc/{zone}.conf}", "a.b")).isEqualTo("text of /etc/a.b.conf");
    assertThat(fill("{stage}/x")).isEqualTo("/stage/x");
    assertThat(fill("zone { type {word}; };", "primary")).isEqualTo("zone { type primary; };");
    assertThat(fill("plain")).isEqualTo("plain");
    assertThat(fill("{}")).isEqualTo("{}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-x", "A.example", "a b", "a\n", "a;", "a/b", "..", "a..b", "ä", "$(x)"})
  void refusesWhatIsNoZone(String argument) {
    assertThatThrownBy(() -> fill("{zone}", argument)).isInstanceOf(Refused.class);
  }

  @Test
  void groupsFillLinesOfInput() {
    Privileges p =
        Privileges.parse("t", "run v 5 /bin/x {key:hex}\nfirst a {key}\neach {key} {zone} {hex}");
    Privileges.Run run =
        p.verbs().values().stream().map(Privileges.Run.class::cast).findFirst().orElseThrow();
    assertThat(run.groupNames().keySet()).containsExactly("zone", "hex");
    assertThat(Template.names(run.argv()).keySet()).containsExactly("key");
  }

  @Test
  void theShippedTablesAreWithoutFault() throws Exception {
    assertThat(Main.privileges()).containsKey("trial");
  }
}
