package coop.croft.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One member hands in, several at a time, what costs the most that programs may; another one's
 * small changes go on, and neither the controller nor the agent of the login host falls or grows.
 */
@Tag("lab")
class HostileProgramsTest {
  /** What the controller may take of its machine, in kB. */
  private static final long CONTROLLER = 512 << 10;

  @AfterEach
  void tidy() {
    Lab.remove("alice", "meadow");
    for (String name : programs().keySet()) {
      Lab.remove("mallory", name);
    }
    Lab.on("shell", "sh", "-c", "rm -f /home/mallory/*.dtl");
  }

  private static Map<String, String> programs() {
    Map<String, String> out = new LinkedHashMap<>();
    StringBuilder lists = new StringBuilder("val g0 = \\x : (int) -> [x, x];\n");
    for (int i = 1; i < 25; i++) {
      lists.append("val g%d = \\x : (int) -> [g%d x, g%d x];\n".formatted(i, i - 1, i - 1));
    }
    out.put("lists", lists + "val big = g24 1;\ndom \"moor.example\" with end\n");
    out.put("most-lists", lists + "val big = g19 1;\ndom \"moor.example\" with end\n");
    out.put(
        "doubling",
        "val t = \\f : (int -> int) -> \\x -> f (f x);\nval i = \\x : (int) -> x;\nval y = "
            + "t (".repeat(60)
            + "i"
            + ")".repeat(60)
            + " 1;\n");
    out.put("many-errors", "dom \"moor.example\" with " + "x;".repeat(500_000) + "x end\n");
    out.put("dense", "val l : [int] = [" + "1,".repeat(500_000) + "1];\n");
    out.put("nested", "(".repeat(100_000) + "1" + ")".repeat(100_000));
    out.put("long", "#".repeat(10 << 20));
    out.put("predicates", "val x : [" + "^".repeat(400) + "Root] = 1;\n");
    out.put(
        "records",
        IntStream.range(0, 10_000)
            .mapToObj(i -> "dns (dnsA \"h" + i + "\" \"203.0.113." + i % 250 + "\")")
            .collect(Collectors.joining(";\n", "dom \"moor.example\" with\n", "\nend\n")));
    out.put(
        "loops",
        "val l = ["
            + IntStream.range(0, 1_000).mapToObj(String::valueOf).collect(Collectors.joining(","))
            + "];\ndom \"moor.example\" with for x in l do for y in l do dns (dnsTXT \"t\" \"x\") end end end\n");
    return out;
  }

  private record Running(long pid, long kilobytes, long threads) {}

  private static Running process(String host, String unit) {
    long pid =
        Long.parseLong(
            Lab.on(host, "systemctl", "show", "-p", "MainPID", "--value", unit).out().strip());
    Map<String, String> status =
        Lab.on(host, "cat", "/proc/" + pid + "/status")
            .out()
            .lines()
            .map(l -> l.split(":\\s*", 2))
            .filter(f -> f.length == 2)
            .collect(Collectors.toMap(f -> f[0], f -> f[1].replace(" kB", "")));
    return new Running(
        pid,
        Long.parseLong(status.getOrDefault("VmHWM", "0")),
        Long.parseLong(status.getOrDefault("Threads", "0")));
  }

  @Test
  @Timeout(value = 170, unit = TimeUnit.SECONDS)
  void othersGoOnAndNothingFallsOrGrows() throws Exception {
    long controller = process("main", "croft-controller").pid();
    long agent = process("shell", "croft-agent").pid();
    Map<String, String> programs = programs();
    programs.forEach(
        (name, text) ->
            Lab.asWithInput("mallory", text, "tee", "/home/mallory/" + name + ".dtl")
                .expectSuccess());
    List<Duration> took = new ArrayList<>();
    long mostThreads = 0;
    try (ExecutorService mallory = Executors.newFixedThreadPool(6)) {
      List<Future<Lab.Ran>> asked = new ArrayList<>();
      for (String verb : List.of("apply", "plan")) {
        for (String name : programs.keySet()) {
          asked.add(mallory.submit(() -> submit(verb, name)));
        }
      }
      int i = 0;
      while (asked.stream().anyMatch(f -> !f.isDone())) {
        long began = System.nanoTime();
        Lab.apply(
                "alice",
                "meadow",
                "domain \"meadow.greenhouse.example\" with dns (dnsTXT \"@\" \"%d\") end\n"
                    .formatted(i++))
            .expectSuccess();
        took.add(Duration.ofNanos(System.nanoTime() - began));
        mostThreads = Math.max(mostThreads, process("main", "croft-controller").threads());
      }
      for (Future<Lab.Ran> one : asked) {
        assertThat(one.get().exit())
            .as(one.get().err().lines().limit(3).toList().toString())
            .isIn(0, 1, 2, 3);
        assertThat(one.get().all())
            .doesNotContain("broke off")
            .doesNotContain("the controller failed");
      }
    }
    Running after = process("main", "croft-controller");
    System.out.printf(
        "alice: %d applies beside mallory's, longest %d ms; controller at most %d kB, %d threads%n",
        took.size(),
        took.stream().mapToLong(Duration::toMillis).max().orElse(0),
        after.kilobytes(),
        mostThreads);
    assertThat(after.pid()).as("the controller runs on").isEqualTo(controller);
    assertThat(process("shell", "croft-agent").pid()).as("the agent runs on").isEqualTo(agent);
    assertThat(after.kilobytes()).isLessThan(CONTROLLER);
    assertThat(mostThreads).isLessThan(200);
    assertThat(took).isNotEmpty().allMatch(t -> t.compareTo(Duration.ofSeconds(20)) < 0);
  }

  private static Lab.Ran submit(String verb, String name) {
    List<String> argv = new ArrayList<>(List.of("timeout", "150", "croft", verb));
    if (verb.equals("apply")) {
      argv.add("--yes");
    }
    argv.add("/home/mallory/" + name + ".dtl");
    return Lab.as("mallory", argv.toArray(String[]::new));
  }
}
