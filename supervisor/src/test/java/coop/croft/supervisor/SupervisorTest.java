package coop.croft.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.supervisor.TrialHost.Layout;
import coop.croft.supervisor.TrialHost.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a script does, it ends, and its owner is told why. */
@ParameterizedClass
@EnumSource(Layout.class)
class SupervisorTest {
  @Parameter Layout layout = Layout.UNIFIED;

  @TempDir Path directory;
  private TrialHost host;

  @BeforeEach
  void begin() throws IOException, InterruptedException {
    Assumptions.assumeTrue(ProcessHandle.current().info().user().equals(Optional.of("root")));
    Assumptions.assumeTrue(
        layout == Layout.UNIFIED || Files.exists(Path.of("/sys/fs/cgroup/pids/cgroup.procs")));
    host = new TrialHost(layout, directory);
    host.sweep();
  }

  @AfterEach
  void tidy() throws IOException {
    if (host != null) {
      host.close();
    }
  }

  private void nothingIsLeft() throws IOException, InterruptedException {
    assertThat(host.groups("u2*")).isEmpty();
    assertThat(host.processes()).isEmpty();
  }

  /** With version 2 the machine may keep these controllers to itself. */
  private boolean hasLimits() {
    return layout == Layout.HYBRID;
  }

  @Test
  void aScriptRunsAsTheMemberWithWhatItNeedsAndNoMore() throws Exception {
    host.script(
        "who",
        """
        #!/bin/sh
        echo "uid=$(id -u) groups=$(id -G) parts=$(ls /proc/self/fd | tr -d '\\n')"
        grep -c croft-scripts.service/u2001/0 /proc/self/cgroup
        env
        """);
    Ran ran = host.run("who");
    // The fourth descriptor is that of ls.
    assertThat(ran.out()).startsWith("uid=2001 groups=2001 parts=0123\n");
    assertThat(ran.out().lines().skip(1).findFirst())
        .contains(layout == Layout.UNIFIED ? "1" : "4");
    assertThat(ran.out()).contains("HTTP_X=y").doesNotContain("SECRET").doesNotContain("CROFT");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.exit()).isZero();
    nothingIsLeft();
  }

  @Test
  void nothingThatWaitsForItIsRoot() throws Exception {
    host.script(
        "boss",
        "#!/bin/sh\np=$PPID\nfor i in 1 2; do ps -o euser=,comm= -p $p; p=$(ps -o ppid= -p $p | tr -d ' '); done\n");
    assertThat(host.run("boss").out().lines().map(l -> l.replaceAll(" +", " ")))
        .containsExactly("www-data supervisor", "www-data door");
    Ran word = TrialHost.end(host.startAsServer("cat", "/etc/apache2/croft/log-token"));
    assertThat(word.err()).contains("Permission denied");
  }

  @Test
  void descriptorsThatAreNotThereDoNoHarm() throws Exception {
    host.script(
        "parts",
        "#!/bin/sh\nexec 2>/dev/null\n[ -e /proc/self/fd/4 ] || [ \"$(id -u)\" != 2001 ] && echo bad\necho ran\n");
    for (String closed : List.of("<&-", "2>&-", "<&- 2>&-", "4</etc/passwd 9</etc/passwd")) {
      String call = "exec " + TrialHost.DOOR + " 2001 2001 parts " + closed;
      Ran ran = TrialHost.end(host.startAsServer("sh", "-c", call));
      assertThat(ran.out()).as(closed).isEqualTo("ran\n");
    }
    String mute = "exec " + TrialHost.DOOR + " 2001 2001 parts <&- >&- 2>&-";
    assertThat(TrialHost.end(host.startAsServer("sh", "-c", mute)).out()).isEmpty();
    for (String words : List.of("", " 2001 2001")) {
      String few = "exec " + TrialHost.DOOR + words;
      assertThat(TrialHost.end(host.startAsServer("sh", "-c", few)).exit()).isEqualTo(1);
    }
    nothingIsLeft();
  }

  @Test
  void theSiteSaysWhatAScriptMayTake() throws Exception {
    host.limits("1 20 30 2\n");
    host.script("slow", "#!/bin/sh\nsleep 60\n");
    host.script(
        "many",
        "#!/usr/bin/perl\nfor (1 .. 40) { my $p = fork; $n++ if $p; sleep 60 if defined $p && !$p }\nprint $n;\n");
    host.script("hog", "#!/usr/bin/perl\nmy $x = 'x' x (60 << 20);\nprint length $x;\n");
    long began = System.nanoTime();
    Process first = host.supervised("2001", "2001", "slow");
    Process second = host.supervised("2001", "2001", "slow");
    Thread.sleep(500);
    assertThat(host.run("slow").out()).startsWith("Status: 503");
    assertThat(TrialHost.end(first).err()).contains("croft: stopped after 1 s");
    assertThat(TrialHost.end(second).err()).contains("croft: stopped after 1 s");
    assertThat((System.nanoTime() - began) / 1e9).isBetween(0.9, 5.0);
    if (hasLimits()) {
      assertThat(host.run("many").out()).isEqualTo("19\n");
      assertThat(host.run("hog").err())
          .contains("memory limit of 30 MB reached (90 MB for all your scripts at a time)");
    }
    for (String wrong :
        List.of(
            "",
            "1 20 30\n",
            "0 20 30 2\n",
            "1 20 30 2",
            "1 20 30 2 5\n",
            "1 20 30 101\n",
            "-1 20 30 2\n",
            "1 20 x 2\n",
            "12345 20 30 2\n")) {
      host.limits(wrong);
      Ran ran = host.run("hog");
      assertThat(ran.out()).as(wrong).startsWith("Status: 503");
      assertThat(ran.err()).as(wrong).contains("croft: not run: /etc/apache2/croft/script-limits");
    }
    nothingIsLeft();
  }

  @Test
  void whatItWritesToItsErrorsIsMarkedLineByLine() throws Exception {
    host.script(
        "errors",
        "#!/usr/bin/perl\nprint STDERR \"one\\nother.example [x] two\\e\\r\\nthree\", 'x' x 5000;\n");
    List<String> lines = host.run("errors").err().lines().toList();
    String head =
        TrialHost.TOKEN
            + " "
            + TrialHost.SITE
            + " [20\\d\\d-\\S+ \\S+] \\[cgi:error] \\[pid \\d+] ";
    assertThat(lines).hasSize(5);
    assertThat(lines.get(0)).matches(head.replace("[20", "\\[20") + "one");
    assertThat(lines.get(1)).matches(head.replace("[20", "\\[20") + "other.example \\[x] two  ");
    assertThat(lines).allMatch(l -> l.startsWith(TrialHost.TOKEN + " " + TrialHost.SITE + " ["));
    assertThat(lines).allMatch(l -> l.length() < 2_200);
  }

  @Test
  void theServersLimitOfMemoryIsNotForScripts() throws Exception {
    host.script("memory", "#!/bin/sh\nulimit -d\n");
    String call = "ulimit -S -d 500000; exec " + TrialHost.DOOR + " 2001 2001 memory";
    assertThat(TrialHost.end(host.startAsServer("sh", "-c", call)).out()).isEqualTo("unlimited\n");
  }

  /** The server keeps all headers of an answer in its memory, however many they are. */
  @Test
  void theHeadersOfAnAnswerAreBounded() throws Exception {
    host.script("endless", "#!/usr/bin/perl\nprint 'X-A: ', 'a' x 4000, \"\\n\" while 1;\n");
    host.script(
        "most",
        "#!/usr/bin/perl\nprint 'X-A: ', 'a' x (65_536 - 7), \"\\n\\n\", 'b' x 1_000_000;\n");
    host.script(
        "more",
        "#!/usr/bin/perl\nprint 'X-A: ', 'a' x (65_536 - 6), \"\\n\\n\", 'b' x 1_000_000;\n");
    for (String script : List.of("endless", "more")) {
      Ran ran = host.run(script);
      assertThat(ran.out()).as(script).isEmpty();
      assertThat(ran.err())
          .as(script)
          .contains(
              "croft: stopped: the headers of its answer are longer than 65536 bytes; an empty line"
                  + " ends them");
    }
    assertThat(host.run("most").out()).hasSize(65_536 + 1_000_001);
    nothingIsLeft();
  }

  @Test
  void anAnswerIsPassedOnAsItIs() throws Exception {
    for (String head : List.of("\\n", "\\r\\n", "A: b\\r\\n\\r\\n", "A: b\\nC: d\\n\\n")) {
      host.script(
          "answer",
          "#!/usr/bin/perl\nprint \""
              + head
              + "\";\nprint \"$_\\n\" for 1 .. 100_000;\nprint \"end\\n\"; close STDOUT; exit 3;\n");
      assertThat(host.run("answer").out())
          .as(head)
          .endsWith("99999\n100000\nend\n")
          .hasSizeGreaterThan(588_000);
    }
    // Short, without an empty line: the server says what it thinks of it.
    host.script("short", "#!/bin/sh\nprintf 'A: b'\n");
    assertThat(host.run("short").out()).isEqualTo("A: b\n");
    // Whoever is left behind holds the pipe, but nobody waits for it.
    host.script("left", "#!/bin/sh\nsetsid sleep 600 &\necho; echo done\n");
    assertThat(host.run("left").out()).isEqualTo("\ndone\n");
    nothingIsLeft();
  }

  @Test
  void itsErrorsAreBounded() throws Exception {
    host.script("flood", "#!/usr/bin/perl\nprint STDERR \"x\\n\" x 1_000_000;\n");
    Ran ran = host.run("flood");
    assertThat(ran.err().length()).isBetween(50_000, 200_000);
    assertThat(ran.err().lines().toList().getLast()).endsWith("is not kept");
  }

  @Test
  void whatItLeavesBehindIsDeadWhenTheRequestEnds() throws Exception {
    host.script(
        "fork",
        "#!/bin/sh\n(setsid sh -c 'setsid sleep 600 & sleep 600' >/dev/null 2>&1 </dev/null &)\necho done\n");
    assertThat(host.run("fork").out()).isEqualTo("done\n");
    nothingIsLeft();
  }

  /** All of it at once, as it takes the full time. */
  @Test
  void nothingOutlivesItsTime() throws Exception {
    host.limits("4 100 100 10\n");
    host.script("loop", "#!/bin/sh\nsetsid sleep 600 &\nwhile :; do :; done\n");
    host.script("bomb", "#!/bin/sh\nb() { b | b & }\nb 2>/dev/null\nsleep 60\n");
    host.script(
        "attack",
        """
        #!/usr/bin/perl
        $| = 1;
        my $boss = getppid;
        for my $s ('KILL', 'TERM', 'STOP') { print kill($s, $boss) ? "hit\\n" : "missed\\n" }
        for my $tree ('', '/unified', '/pids', '/memory') {
          my $slot = "/sys/fs/cgroup$tree/system.slice/croft-scripts.service/u2001";
          for my $f (glob("$slot/* $slot/*/* $slot/../cgroup.procs")) {
            print "wrote $f\\n" if -f $f && open(my $o, '>', $f);
          }
          print "made\\n" if mkdir "$slot/7";
        }
        sleep 60;
        """);
    host.script("orphan", "#!/bin/sh\nsleep 600\n");
    long began = System.nanoTime();
    Process orphan = host.supervised("2001", "2001", "orphan");
    List<Process> others = new ArrayList<>();
    List<String> names = new ArrayList<>(List.of("loop", "attack"));
    if (hasLimits()) {
      names.add("bomb");
    }
    for (String name : names) {
      others.add(host.supervised("2001", "2001", name));
    }
    Thread.sleep(1_000);
    TrialHost.end(
        host.start("pkill", "-KILL", "-f", "^/usr/lib/croft/scripts/supervisor 2001 2001 orphan$"));
    assertThat(orphan.waitFor(5, TimeUnit.SECONDS)).isTrue();
    assertThat(host.processes()).contains("sleep");
    for (Process p : others) {
      Ran ran = TrialHost.end(p);
      // A hundred shells may come to a hundred megabytes before their time is over.
      assertThat(ran.err()).containsAnyOf("croft: stopped after 4 s", "croft: memory limit");
      assertThat(ran.out().lines().filter(l -> !l.equals("missed"))).isEmpty();
    }
    assertThat((System.nanoTime() - began) / 1e9).isBetween(3.9, 8.0);
    while (host.processes().contains("sleep")) {
      assertThat((System.nanoTime() - began) / 1e9).isLessThan(19);
      Thread.sleep(500);
    }
    nothingIsLeft();
  }

  @Test
  void aMemoryHogIsKilledAndTold() throws Exception {
    Assumptions.assumeTrue(hasLimits());
    host.script("hog", "#!/usr/bin/perl\nmy $x = 'x' x (200 << 20);\nprint length $x;\n");
    Ran ran = host.run("hog");
    assertThat(ran.err()).contains("croft: memory limit of 100 MB reached").contains("signal 9");
    assertThat(ran.out()).isEmpty();
    nothingIsLeft();
  }

  @Test
  void tooManyProcessesAreNotStartedAndItIsTold() throws Exception {
    Assumptions.assumeTrue(hasLimits());
    host.script(
        "many",
        "#!/usr/bin/perl\nfor (1 .. 150) { my $p = fork; $n++ if $p; sleep 60 if defined $p && !$p }\nprint $n;\n");
    Ran ran = host.run("many");
    assertThat(ran.out()).isEqualTo("99\n");
    assertThat(ran.err()).contains("croft: limit of 100 processes reached");
    nothingIsLeft();
  }

  @Test
  void theServerEndsARequest() throws Exception {
    host.script("slow", "#!/bin/sh\ntrap '' TERM\nsleep 60\n");
    Process slow = host.supervised("2001", "2001", "slow");
    Thread.sleep(500);
    TrialHost.end(host.startAsServer("pkill", "-TERM", "-x", "door"));
    assertThat(slow.waitFor(3, TimeUnit.SECONDS)).isTrue();
    nothingIsLeft();
  }

  @Test
  void onlyMembersAreServedAndOnlyForTheServer() throws Exception {
    host.script("who", "#!/bin/sh\nid -u\n");
    for (String user :
        List.of("0", "999", "2001x", "+2001", "-1", " 2001", "4294968297", "~member", "")) {
      Ran ran = TrialHost.end(host.supervised(user, "2001", "who"));
      assertThat(ran.err()).as(user).contains("croft: not run: no script runs as user");
      assertThat(ran.out()).as(user).isEmpty();
      assertThat(ran.exit()).as(user).isNotZero();
    }
    assertThat(TrialHost.end(host.supervised("2001", "0", "who")).exit()).isNotZero();
    Ran member =
        TrialHost.end(
            host.start(
                "setpriv",
                "--reuid=2001",
                "--regid=2001",
                "--clear-groups",
                // setpriv itself has root's capabilities until it has started a program.
                "sh",
                "-c",
                "exec " + TrialHost.DOOR + " 2001 2001 who"));
    assertThat(member.exit()).isNotZero();
    assertThat(member.err()).contains("Permission denied");
    nothingIsLeft();
  }

  @Test
  void whatSuexecRefusesIsToldInWords() throws Exception {
    TrialHost.give(host.script("others", "#!/bin/sh\n"), 2002, "rwxr-xr-x");
    Files.createSymbolicLink(directory.resolve("scripts/link"), Path.of("/bin/true"));
    TrialHost.give(host.script("open", "#!/bin/sh\n"), 2001, "rwxrwxrwx");
    TrialHost.give(host.script("plain", "#!/bin/sh\n"), 2001, "rw-r--r--");
    host.script("carriage", "#!/bin/sh\r\necho\r\n");
    assertThat(host.run("others").err()).contains("does not belong to the user and the group");
    assertThat(host.run("link").err()).contains("is a symbolic link");
    assertThat(host.run("open").err()).contains("others may write to it; chmod go-w");
    assertThat(host.run("plain").err()).contains("chmod u+x the file");
    assertThat(host.run("carriage").err()).contains("carriage return");
    assertThat(host.run("../etc/x").err()).contains("does not lie below");
    assertThat(host.run("nothing").err()).contains("it is not there").doesNotContain("violation");
    TrialHost.give(directory.resolve("scripts"), 2001, "rwxrwxrwx");
    host.script("fine", "#!/bin/sh\n");
    assertThat(host.run("fine").err()).contains("others may write to its directory");
  }

  @Test
  void asManyAtATimeAsThereAreSlots() throws Exception {
    host.script("slow", "#!/bin/sh\necho begun\nsleep 3\n");
    List<Process> all = new ArrayList<>();
    for (int i = 0; i < 13; i++) {
      all.add(host.supervised("2001", "2001", "slow"));
    }
    // Another member's slots are others; what is not the member's is refused by suexec, not for
    // want of one.
    Thread.sleep(500);
    assertThat(TrialHost.end(host.supervised("2002", "2002", "slow")).err())
        .contains("does not belong");
    int refused = 0;
    for (Process p : all) {
      Ran ran = TrialHost.end(p);
      if (ran.out().startsWith("Status: 503 Service Unavailable")) {
        refused++;
        assertThat(ran.err()).contains("as many of your scripts run as may at a time");
      } else {
        assertThat(ran.out()).isEqualTo("begun\n");
      }
    }
    assertThat(refused).isEqualTo(3);
    nothingIsLeft();
  }

  @Test
  void withoutTheTreeNothingRuns() throws Exception {
    TrialHost.end(host.start("pkill", "-KILL", "-x", "sweep"));
    host.script("who", "#!/bin/sh\nid -u\n");
    TrialHost.end(
        host.start(
            "sh",
            "-c",
            "find /sys/fs/cgroup -depth -path '*croft-scripts*' -type d | xargs rmdir"));
    Ran ran = host.run("who");
    assertThat(ran.out()).startsWith("Status: 503").doesNotContain("2001");
    assertThat(ran.err()).contains("an administrator looks at croft-scripts.service");
  }

  @Test
  void withoutAControllerNothingRuns() throws Exception {
    Assumptions.assumeTrue(hasLimits());
    host.script("who", "#!/bin/sh\nid -u\n");
    assertThat(TrialHost.end(host.start("umount", "/sys/fs/cgroup/memory")).exit()).isZero();
    Ran ran = host.run("who");
    assertThat(ran.out()).startsWith("Status: 503").doesNotContain("2001");
    assertThat(ran.err()).contains("croft: not run: no control group can be made for it");
    nothingIsLeft();
  }
}
