package coop.croft.helper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coop.croft.core.manifest.Fragment;
import coop.croft.core.manifest.LineMap;
import coop.croft.core.manifest.Manifest;
import coop.croft.core.manifest.SignedManifest;
import coop.croft.core.os.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The helper as a process, spoken to as the agent does. Runs as root, for owners and modes are
 * real.
 */
@Timeout(60)
class DeskTest {
  @TempDir Path dir;
  private TrialHost host;

  @BeforeEach
  void start() throws Exception {
    host = new TrialHost(dir).start();
  }

  @AfterEach
  void end() throws Exception {
    host.close();
  }

  private void live(long generation, Map<String, String> files) throws Exception {
    assertThat(host.stage(host.manifest(1, generation, files)).getFirst()).isEqualTo("ok");
    assertThat(host.commit(generation + "")).containsExactly("ok");
  }

  @Test
  void whatWasOnlyProposedDoesNotBecomeLive() throws Exception {
    live(1, Map.of("/etc/trial/a", "1"));
    SignedManifest next = host.manifest(1, 2, Map.of("/etc/trial/a", "2"));
    host.stage(next);
    for (String decision : List.of("", "-", next.signature())) {
      assertThat(host.ask("commit", "2", decision))
          .containsExactly("refused", "generation 2 was not decided");
    }
    assertThat(host.ask("commit", "2").getFirst()).isEqualTo("refused");
    assertThat(host.file("/etc/trial/a")).hasContent("1");
    assertThat(host.commit("2")).containsExactly("ok");
    assertThat(host.live()).isEqualTo(Map.of("/etc/trial/a", "2"));
  }

  @Test
  void stagesCommitsAndGoesBack() throws Exception {
    Map<String, String> one =
        Map.of("/etc/trial/a", "1", "/etc/trial/deep/er/b", "1", "/var/lib/trial/z", "zone");
    var staged = host.stage(host.manifest(1, 7, one));
    assertThat(staged)
        .containsExactly(
            "ok",
            "put trial /etc/trial/a",
            "put trial /etc/trial/deep/er/b",
            "put trial /var/lib/trial/z");
    assertThat(host.file("/etc/trial/a")).doesNotExist();
    assertThat(host.commit("8").get(1)).isEqualTo("generation 8 is not staged");
    assertThat(host.commit("7")).containsExactly("ok");
    assertThat(host.live()).isEqualTo(one);
    assertThat(Files.getAttribute(host.file("/var/lib/trial/z"), "unix:uid")).isEqualTo(54321);
    assertThat(Files.getPosixFilePermissions(host.file("/var/lib/trial/z")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(host.file("/var/lib/trial")))
        .isEqualTo(PosixFilePermissions.fromString("rwxr-x---"));
    assertThat(Files.getPosixFilePermissions(host.file("/etc/trial/deep")))
        .isEqualTo(PosixFilePermissions.fromString("rwxr-xr-x"));

    Map<String, String> two = Map.of("/etc/trial/a", "2", "/var/lib/trial/z", "zone");
    live(8, two);
    assertThat(host.live()).isEqualTo(two);
    assertThat(host.ask("back"))
        .containsExactly("ok", "put trial /etc/trial/a", "put trial /etc/trial/deep/er/b");
    assertThat(host.ask("rollback", "8")).containsExactly("ok");
    assertThat(host.live()).isEqualTo(one);
    assertThat(host.ask("status").subList(1, 3)).containsExactly("1", "7");
    assertThat(host.ask("rollback", "7").getFirst()).isEqualTo("refused");
    live(8, two);
    assertThat(host.live()).isEqualTo(two);
  }

  @Test
  void goesBackToNothing() throws Exception {
    live(1, Map.of("/etc/trial/a", "1"));
    assertThat(host.ask("rollback", "1")).containsExactly("ok");
    assertThat(host.live()).isEmpty();
    host.kill();
    host.start();
    assertThat(host.ask("status").get(2)).isEqualTo("0");
    live(1, Map.of("/etc/trial/a", "1"));
  }

  @Test
  void keepsWhatIsNeededToGoBackAndNoMore() throws Exception {
    for (int g = 1; g <= 4; g++) {
      live(g, Map.of("/etc/trial/a", "content " + g));
    }
    host.ask("clean");
    Path store = host.state().resolve("store");
    assertThat(store.resolve(Sha256.of("content 4"))).exists();
    assertThat(store.resolve(Sha256.of("content 3"))).exists();
    assertThat(store.resolve(Sha256.of("content 2"))).doesNotExist();
    try (var all = Files.list(store)) {
      assertThat(all).hasSize(6);
    }
    host.ask("rollback", "4");
    assertThat(host.live()).isEqualTo(Map.of("/etc/trial/a", "content 3"));
  }

  @Test
  void repeatingChangesNothing() throws Exception {
    live(1, Map.of("/etc/trial/a", "1"));
    var time = Files.getAttribute(host.file("/etc/trial/a"), "unix:ctime");
    assertThat(host.stage(host.manifest(1, 2, Map.of("/etc/trial/a", "1")))).containsExactly("ok");
    assertThat(host.commit("2")).containsExactly("ok");
    assertThat(Files.getAttribute(host.file("/etc/trial/a"), "unix:ctime")).isEqualTo(time);
  }

  @Test
  void abandonLeavesNothing() throws Exception {
    live(1, Map.of("/etc/trial/a", "1"));
    host.stage(host.manifest(1, 2, Map.of("/etc/trial/a", "2", "/etc/trial/b", "2")));
    assertThat(host.live()).hasSize(3);
    assertThat(host.ask("abandon")).containsExactly("ok");
    assertThat(host.live()).isEqualTo(Map.of("/etc/trial/a", "1"));
    assertThat(host.commit("2").getFirst()).isEqualTo("refused");
  }

  @Test
  void believesNobodyButTheController() throws Exception {
    live(5, Map.of("/etc/trial/a", "1"));
    Map<String, String> files = Map.of("/etc/trial/a", "evil");
    SignedManifest good = host.manifest(1, 6, files);
    SignedManifest other = new SignedManifest("trial", "main", 1, 7, good.root(), good.signature());
    refused(other, "not signed");
    refused(new SignedManifest("trial", "main", 1, 6, good.root(), "AAAA"), "not signed");
    refused(new SignedManifest("trial", "main", 1, 6, good.root(), "!"), "not signed");
    refused(
        host.sign(new SignedManifest("trial", "dynamic", 1, 6, good.root(), "")), "for the host");
    refused(host.sign(new SignedManifest("other", "main", 1, 6, good.root(), "")), "another site");
    refused(host.manifest(1, 4, files), "generation 5 is live");
    host.stage(host.manifest(3, 6, Map.of("/etc/trial/a", "2")));
    host.ask("abandon");
    refused(host.manifest(2, 7, files), "a newer controller");
    host.kill();
    host.start();
    refused(host.manifest(2, 7, files), "a newer controller");
    assertThat(host.live()).isEqualTo(Map.of("/etc/trial/a", "1"));
  }

  private void refused(SignedManifest manifest, String why) throws Exception {
    var answer = host.stage(manifest);
    assertThat(answer.getFirst()).isEqualTo("refused");
    assertThat(answer.get(1)).contains(why);
  }

  @Test
  void computesEveryHashItself() throws Exception {
    SignedManifest m = host.manifest(1, 1, Map.of("/etc/trial/a", "good"));
    for (String level : List.of("root", "bucket", "content")) {
      var answer = host.ask("stage", "trial", "main", "1", "1", m.root(), m.signature());
      assertThat(answer.getFirst()).as(level).isEqualTo("missing");
      String hash = answer.get(1);
      // What does not have the hash is not what was asked for, however often it is sent.
      host.exchange(List.of("blobs".getBytes(UTF_8), "evil".getBytes(UTF_8)));
      assertThat(host.state().resolve("store").resolve(Sha256.of("evil"))).doesNotExist();
      assertThat(host.ask("stage", "trial", "main", "1", "1", m.root(), m.signature()))
          .containsExactly("missing", hash);
      host.exchange(List.of("blobs".getBytes(UTF_8), host.blob(hash)));
    }
    assertThat(host.stage(m).getFirst()).isEqualTo("ok");
  }

  private SignedManifest oneFile(String service, String path) {
    var f = new Fragment("main", service, path, "x".getBytes(UTF_8), false, LineMap.EMPTY);
    return host.manifest(1, 1, Manifest.of(List.of(f)), List.of(f));
  }

  @Test
  void writesOnlyWhereTheServiceMay() throws Exception {
    for (String path :
        List.of(
            "/etc/passwd",
            "/etc/trialx",
            "/etc/trial/../passwd",
            "/etc/trial/./x",
            "/etc/trial//x",
            "/etc/trial/x/",
            "/etc/trial/",
            "/etc/trial",
            "etc/trial/x",
            "/etc/trial/a\tb",
            "/var/lib/croft/helper/trust",
            "/var/lib/croft/helper/adopted/trial/x")) {
      var answer = host.stage(oneFile("trial", path));
      assertThat(answer.getFirst()).as(path).isEqualTo("refused");
    }
    refused(oneFile("nobody", "/etc/trial/x"), "no service nobody");
    assertThat(host.live()).isEmpty();
    assertThat(host.file("/etc/passwd")).doesNotExist();
  }

  @Test
  void followsNoLinks() throws Exception {
    Path elsewhere = Files.createDirectories(dir.resolve("elsewhere"));
    Files.createDirectories(host.file("/etc/trial"));
    Files.createSymbolicLink(host.file("/etc/trial/sub"), elsewhere);
    var answer = host.stage(oneFile("trial", "/etc/trial/sub/x"));
    assertThat(answer.getFirst()).isEqualTo("broken");
    assertThat(answer.get(1)).contains("symbolic link");
    assertThat(elsewhere).isEmptyDirectory();

    // A link in the place of a file is replaced, not followed.
    Path victim = Files.writeString(dir.resolve("victim"), "mine");
    Files.createSymbolicLink(host.file("/etc/trial/x"), victim);
    live(1, Map.of("/etc/trial/x", "new"));
    assertThat(victim).hasContent("mine");
    assertThat(Files.isSymbolicLink(host.file("/etc/trial/x"))).isFalse();

    // And a link that comes between staging and commit.
    Files.createDirectories(host.file("/etc/trial/late"));
    host.stage(host.manifest(1, 2, Map.of("/etc/trial/x", "new", "/etc/trial/late/y", "y")));
    Files.move(host.file("/etc/trial/late"), dir.resolve("moved"));
    Files.createSymbolicLink(host.file("/etc/trial/late"), elsewhere);
    // It cannot go on, and must not go on half done: it ends, and finishes when it can.
    assertThatThrownBy(() -> host.commit("2")).isInstanceOf(IOException.class);
    assertThat(host.awaitEnd()).isEqualTo(1);
    assertThat(elsewhere).isEmptyDirectory();
    Files.delete(host.file("/etc/trial/late"));
    host.kill();
    host.start();
    assertThat(host.live()).isEqualTo(Map.of("/etc/trial/x", "new", "/etc/trial/late/y", "y"));
  }

  @Test
  void seesAndMendsWhatSomebodyChanged() throws Exception {
    Map<String, String> files =
        new TreeMap<>(Map.of("/etc/trial/a", "1", "/etc/trial/b", "1", "/etc/trial/c", "1"));
    live(3, files);
    // A newer controller has spoken since; what is live is mended all the same.
    host.stage(host.manifest(9, 4, Map.of()));
    host.ask("abandon");
    assertThat(host.ask("drift")).containsExactly("ok");
    Files.writeString(host.file("/etc/trial/a"), "x");
    Files.delete(host.file("/etc/trial/b"));
    Files.setPosixFilePermissions(
        host.file("/etc/trial/c"), PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThat(host.ask("drift"))
        .containsExactly(
            "ok", "put trial /etc/trial/a", "put trial /etc/trial/b", "put trial /etc/trial/c");
    String bucket = Sha256.of("/etc/trial/b").substring(0, 2);
    assertThat(host.ask("drift", bucket)).containsExactly("ok", "put trial /etc/trial/b");
    assertThat(host.ask("drift", "0g")).containsExactly("ok");
    assertThat(host.stage(host.manifest(1, 3, files))).hasSize(4);
    assertThat(host.commit("3")).containsExactly("ok");
    assertThat(host.live()).isEqualTo(files);
    assertThat(host.ask("drift")).containsExactly("ok");
  }

  @Test
  void runsTheVerbsOfTheTableAlone() throws Exception {
    live(1, Map.of("/etc/trial/a.example.conf", "text of a\n", "/etc/trial/main.conf", "m"));
    assertThat(host.ask("run", "trial", "show", "a.example"))
        .containsExactly("ok", "0", "a.example|text of a");
    assertThat(host.ask("run", "trial", "lines", "0a", "a", "0b", "b"))
        .containsExactly("ok", "0", "begin\nadd 0a a\nadd 0b b\nend\n");
    assertThat(host.ask("run", "trial", "fail")).containsExactly("ok", "1", "");
    assertThat(host.ask("run", "trial", "again")).containsExactly("ok", "0", "already_there");
    assertThat(host.ask("run", "trial", "slow").get(1)).isEqualTo("124");
    for (String[] bad :
        new String[][] {
          {"run", "trial", "none"},
          {"run", "other", "show", "a"},
          {"run", "trial", "show", "../../etc/passwd"},
          {"run", "trial", "show", "-x"},
          {"run", "trial", "show", "b.example"},
          {"run", "trial", "show"},
          {"run", "trial", "show", "a.example", "b"},
          {"run", "trial", "lines", "0a"},
          {"run", "trial", "lines", "0a", "a\nb"},
          {"run", "trial", "lines", "0a", "a;b"},
          {"run", "trial", "look"},
          {"sh", "-c", "true"},
        }) {
      assertThat(host.ask(bad).getFirst()).as(String.join(" ", bad)).isEqualTo("refused");
    }
  }

  @Test
  void laysStagedFilesOutForCheckers() throws Exception {
    live(1, Map.of("/etc/trial/main.conf", "m", "/etc/trial/parts/p", "pp", "/etc/trial/o", "o"));
    host.stage(
        host.manifest(
            1,
            2,
            Map.of(
                "/etc/trial/main.conf", "m",
                "/etc/trial/parts/p", "pp",
                "/etc/trial/o", "o",
                "/etc/trial/new", "new")));
    var answer = host.ask("try", "trial", "look");
    assertThat(answer.get(1)).isEqualTo("0");
    assertThat(answer.get(2).lines())
        .containsExactlyInAnyOrder(
            "etc/trial/main.conf:1", "etc/trial/parts/p:2", "etc/trial/new:3");
    host.ask("abandon");
    assertThat(host.ask("try", "trial", "look").getFirst()).isEqualTo("refused");
  }

  @Test
  void journalsOperationsAndTellsWhatCameOfThem() throws Exception {
    host.stage(host.manifest(1, 1, Map.of("/etc/trial/a.conf", "A")));
    assertThat(host.commit("1", "trial show a", "trial fail", "trial none x"))
        .containsExactly("ok", "0", "a|A", "1", "", "1", "trial has no verb none\n");
    assertThat(host.state().resolve("operations")).doesNotExist();
    assertThat(host.state().resolve("journal")).doesNotExist();
  }
}
