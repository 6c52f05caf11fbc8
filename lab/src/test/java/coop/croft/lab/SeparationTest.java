package coop.croft.lab;

import static coop.croft.lab.Lab.DYNAMIC;
import static coop.croft.lab.Lab.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nobody acts for anybody else, and nobody reads what is not theirs. */
@Tag("lab")
class SeparationTest {
  @AfterEach
  void tidy() {
    Lab.remove("mallory", "moor");
    Lab.on(
        "dynamic",
        "rm",
        "-f",
        "/home/mallory/public_html/stolen.txt",
        "/home/mallory/public_html/hard.txt",
        "/home/mallory/link",
        "/home/mallory/own-passwords");
    Lab.on("dynamic", "rm", "-f", "/home/bob/cgi/call");
    // While bob's password file has a second link it is not taken, and his door is shut; the agent
    // looks again every 30 s.
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () -> assertThat(get(DYNAMIC, "www.forge.example", "/admin/").status()).isEqualTo(401));
  }

  @Test
  void theSocketKnowsWhoCalls() {
    assertThat(Lab.as("alice", "croft", "whoami").expectSuccess().out())
        .contains("alice")
        .doesNotContain("admin");
    assertThat(Lab.as("alice", "croft", "rights").expectSuccess().out())
        .contains("greenhouse.example")
        .doesNotContain("forge.example");
  }

  @Test
  void noMemberActsForAnotherOrAsAdministrator() {
    for (List<String> argv :
        List.of(
            List.of("croft", "grant", "alice", "domain", "forge.example"),
            List.of("croft", "revoke", "bob", "domain", "forge.example"),
            List.of("croft", "member", "add", "eve"),
            List.of("croft", "host", "add", "evil"),
            List.of("croft", "remove", "--yes", "bob/forge.example"))) {
      Lab.Ran ran = Lab.as("alice", argv.toArray(String[]::new));
      assertThat(ran.exit()).as("%s: %s", argv, ran.all()).isNotZero();
    }
    assertThat(get(DYNAMIC, "www.forge.example", "/").status()).isEqualTo(200);
    String whohas =
        Lab.on("main", "croft", "whohas", "domain", "forge.example").expectSuccess().out();
    assertThat(whohas).contains("bob").doesNotContain("alice");
    // The words of the protocol itself, without the command line's help.
    String call =
        "{\"verb\":\"member-add\",\"arguments\":[\"eve\"],\"programs\":[],\"options\":{\"as\":\"root\"}}\n";
    Lab.Ran raw = Lab.asWithInput("alice", call, "nc", "-q", "2", "-U", "/run/croft/agent.sock");
    assertThat(raw.out()).doesNotContain("\"exit\":0");
    assertThat(Lab.on("main", "croft", "member", "list").expectSuccess().out())
        .contains("alice")
        .doesNotContain("eve");
  }

  @Test
  void rootOfALoginHostIsNobody() {
    Lab.Ran ran = Lab.on("shell", "croft", "whoami");
    assertThat(ran.exit()).isNotZero();
    assertThat(Lab.on("shell", "runuser", "-u", "daemon", "--", "croft", "whoami").exit())
        .isNotZero();
  }

  @Test
  void aWebScriptMayNotSpeakForItsMember() {
    // dynamic is no login host; its agent must refuse scripts all the more.
    Lab.feed(
            "dynamic",
            "#!/bin/sh\nprintf 'Content-Type: text/plain\\r\\n\\r\\n'\ncroft whoami 2>&1; echo exit=$?\n",
            "tee",
            "/home/bob/cgi/call")
        .expectSuccess();
    Lab.on("dynamic", "chown", "bob:bob", "/home/bob/cgi/call").expectSuccess();
    Lab.on("dynamic", "chmod", "755", "/home/bob/cgi/call").expectSuccess();
    String answer = get(DYNAMIC, "www.forge.example", "/bin/call").body();
    assertThat(answer).contains("exit=").doesNotContain("exit=0");
  }

  @Test
  void aProgramInAWebServersControlGroupIsRefusedOnTheLoginHost() {
    Lab.Ran ran =
        Lab.on(
            "shell",
            "systemd-run",
            "--quiet",
            "--pipe",
            "--wait",
            "--unit=apache2-script-test",
            "--slice=croft-script.slice",
            "--uid=alice",
            "croft",
            "whoami");
    assertThat(ran.exit()).as(ran.all()).isNotZero();
  }

  @Test
  void canariesOfBobAppearNowhere() {
    for (String host : List.of("main", "dynamic", "shell", "offsite")) {
      Lab.Ran found =
          Lab.on(
              host,
              "grep",
              "-rlaE",
              "canary-(environment|key|password)",
              "/etc",
              "/run/croft",
              "/var/log",
              "/var/www",
              "/var/lib/croft",
              "/home/alice",
              "/tmp");
      List<String> places =
          found.out().lines().filter(l -> !l.startsWith("/var/lib/croft/adopted/")).toList();
      assertThat(places).as("on %s", host).isEmpty();
      if (Lab.on(host, "id", "alice").exit() == 0) {
        Lab.Ran read =
            Lab.on(
                host,
                "runuser",
                "-u",
                "alice",
                "--",
                "grep",
                "-rlaE",
                "canary-(environment|key|password)",
                "/etc",
                "/run",
                "/var",
                "/home",
                "/tmp",
                "/srv");
        assertThat(read.out()).as("what alice can read on %s", host).isBlank();
      }
      assertThat(Lab.on(host, "journalctl", "--no-pager", "-o", "cat").out())
          .doesNotContain("canary-");
    }
    for (String verb : List.of("status", "rights", "whoami")) {
      assertThat(Lab.as("alice", "croft", verb).all()).doesNotContain("canary-");
    }
  }

  @Test
  void linksToAnothersFileAreNotServed() {
    String passwords = "/home/bob/private/passwords";
    Lab.on("dynamic", "ln", "-s", passwords, "/home/mallory/public_html/stolen.txt")
        .expectSuccess();
    Lab.on("dynamic", "chown", "-h", "mallory:mallory", "/home/mallory/public_html/stolen.txt")
        .expectSuccess();
    Lab.on("dynamic", "ln", passwords, "/home/mallory/public_html/hard.txt").expectSuccess();
    Lab.on("dynamic", "ln", "-s", "/home/bob/private", "/home/mallory/link").expectSuccess();
    Lab.on("dynamic", "ln", "-s", passwords, "/home/mallory/own-passwords").expectSuccess();
    Lab.apply(
            "mallory",
            "moor",
            """
            dom "moor.example" with
              web "www" with
                alias "/aliased" "/home/mallory/link";
                location "/door" with authBasic "Mine" "/home/mallory/own-passwords"; requireValidUser end
              end
            end
            """)
        .expectSuccess();
    assertThat(get(DYNAMIC, "www.moor.example", "/").status()).isEqualTo(200);
    for (String path : List.of("/stolen.txt", "/hard.txt", "/aliased/passwords")) {
      var page = get(DYNAMIC, "www.moor.example", path);
      assertThat(page.status()).as(path).isIn(403, 404);
      assertThat(page.body()).doesNotContain("canary-");
    }
    assertThat(
            get(DYNAMIC, "www.moor.example", "/door/", "-u", "hilde:" + Passwords.HILDE).status())
        .isIn(401, 403, 500);
    Lab.on("dynamic", "rm", "/home/mallory/own-passwords").expectSuccess();
    Lab.on("dynamic", "ln", passwords, "/home/mallory/own-passwords").expectSuccess();
    Lab.apply(
            "mallory",
            "moor",
            "dom \"moor.example\" with web \"www\" with location \"/door2\" with authBasic \"Mine\" \"/home/mallory/own-passwords\"; requireValidUser end end end")
        .expectSuccess();
    assertThat(
            get(DYNAMIC, "www.moor.example", "/door2/", "-u", "hilde:" + Passwords.HILDE).status())
        .isIn(401, 403, 500);
  }

  @Test
  void secretsOfTheSiteAreShownNowhere() {
    String key =
        Lab.on("main", "cat", "/etc/bind/croft/keys.conf").out()
            + Lab.on("main", "cat", "/etc/bind/croft.conf").out();
    var secrets =
        java.util.regex.Pattern.compile("secret \"([^\"]{20,})\"")
            .matcher(key)
            .results()
            .map(m -> m.group(1))
            .toList();
    String shown =
        Lab.as("alice", "croft", "status").all()
            + Lab.on("main", "croft", "status").all()
            + Lab.on("main", "journalctl", "-u", "croft-*", "--no-pager", "-o", "cat").out();
    for (String secret : secrets) {
      assertThat(shown).doesNotContain(secret);
    }
    for (String host : List.of("main", "dynamic")) {
      assertThat(
              Lab.on(
                      host,
                      "runuser",
                      "-u",
                      "alice",
                      "--",
                      "grep",
                      "-rlE",
                      "secret \"",
                      "/etc/bind",
                      "/var/lib/croft")
                  .out())
          .isBlank();
    }
  }
}
