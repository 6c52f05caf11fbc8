package coop.croft.cli.repl;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.cli.editor.Author;
import coop.croft.cli.editor.Authors;
import coop.croft.cli.editor.Offer;
import coop.croft.cli.offline.Findings;
import coop.croft.cli.offline.Premises;
import coop.croft.cli.terminal.Screen;
import coop.croft.cli.terminal.Streams;
import coop.croft.cli.terminal.Trouble;
import coop.croft.core.model.Rights;
import coop.croft.lang.SourceText;
import coop.croft.services.Compiler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is offered at the cursor: what is legal there, and what the member holds. */
class ProposalsTest {
  private static final Path LAB = Path.of("../lab");

  private final Repl repl = repl();
  private final Proposals proposals = new Proposals(repl);

  private static Repl repl() {
    OutputStream nowhere = OutputStream.nullOutputStream();
    Screen screen =
        new Screen(
            new Streams(
                InputStream.nullInputStream(), nowhere, nowhere, false, false, false, false));
    Author alice = alice(new Findings(screen, false));
    Authors authors =
        new Authors() {
          @Override
          public Author current() {
            return alice;
          }

          @Override
          public Optional<Path> site() {
            return Optional.empty();
          }
        };
    return new Repl(screen, authors, Optional.empty());
  }

  private static Author alice(Findings findings) {
    try {
      Compiler compiler = Premises.site(LAB.resolve("site"), findings).orElseThrow();
      Rights rights = Premises.rights(LAB.resolve("programs/rights"), findings).orElseThrow();
      return new Author(compiler, rights.in(compiler.site()), "alice");
    } catch (Trouble trouble) {
      throw new IllegalStateException(trouble);
    }
  }

  /** The texts that go on with the word at the end. */
  private List<String> at(String text) {
    int start = proposals.wordStart(text, text.length());
    String word = text.substring(start);
    return proposals.at(text, text.length()).stream()
        .filter(o -> o.start() == start && o.text().startsWith(word))
        .map(Offer::text)
        .toList();
  }

  @Test
  void onlyWhatIsLegalThere() {
    assertThat(at("d")).contains("dom", "domain", "dnsA").doesNotContain("dns", "dnssec");
    assertThat(at("web")).isEmpty();
    assertThat(at("dom \"greenhouse.example\" with\n we")).contains("web", "website");
    assertThat(at("dom \"greenhouse.example\" with web \"www\" with we")).isEmpty();
    assertThat(at(":type we")).contains("web");
  }

  @Test
  void onlyWhatIsHeld() {
    assertThat(at("dom \"")).containsExactly("greenhouse.example\"");
    assertThat(at("dom \"b")).isEmpty();
  }

  @Test
  void whatWasDeclared() {
    Draft draft = repl.draft();
    byte[] piece = "val officeOfMine : ip = \"203.0.113.80\"".getBytes(StandardCharsets.UTF_8);
    assertThat(draft.enter(new SourceText("input", piece), () -> false))
        .isInstanceOf(Draft.Taken.class);
    assertThat(at("off")).containsExactly("officeOfMine");
    assertThat(at("dom \"greenhouse.example\" with dns (dnsA \"a\" off"))
        .containsExactly("officeOfMine");
    assertThat(at(":doc off")).containsExactly("officeOfMine");
  }

  @Test
  void filesThatCanBeNamedAre(@TempDir Path directory) throws IOException {
    for (String name : List.of("my site.dtl", "ünder.dtl", "a\u001b[2Jb.dtl", "end .dtl", "x")) {
      Files.createFile(directory.resolve(name));
    }
    Files.createDirectory(directory.resolve("a b"));
    String load = ":load " + directory + "/";
    assertThat(at(load))
        .containsExactlyInAnyOrder(
            directory + "/my site.dtl",
            directory + "/ünder.dtl",
            directory + "/end .dtl",
            directory + "/a b/");
    assertThat(at(load + "my s")).containsExactly(directory + "/my site.dtl");
    String home = System.getProperty("user.home");
    try {
      System.setProperty("user.home", directory.toString());
      assertThat(at(":load ~/my")).containsExactly("~/my site.dtl");
    } finally {
      System.setProperty("user.home", home);
    }
  }

  @Test
  void commandsAndTheirArguments() {
    assertThat(at(":re")).containsExactly(":reload", ":reset");
    assertThat(at(":doc dnsM")).containsExactlyInAnyOrder("dnsMX", "dnsMXAt");
    assertThat(at(":load ../lab/programs/accepted/al"))
        .containsExactly("../lab/programs/accepted/alice/");
    assertThat(at(":load ../nowhere/")).isEmpty();
    assertThat(at(":show ")).isEmpty();
  }
}
