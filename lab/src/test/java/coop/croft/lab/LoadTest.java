package coop.croft.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Fifty members at once, one of whom is wrong, and a thousand submissions that wait: the others are
 * served, daemons are not reloaded again and again, and who waits is told the truth.
 */
@Tag("lab")
class LoadTest {
  private static final int MEMBERS = 50;
  private static final int WRONG = 17;
  private static final long FIRST_NUMBER = 3001;
  private static final int ROUNDS = 20;
  private static final Pattern WAIT = Pattern.compile("waiting about (\\d+) (s|min)");

  private static int version;

  /** What is wrong with the one of fifty. */
  enum Fault {
    /** The checker finds it. */
    TYPE,
    /** Another of the fifty claims the same name. */
    CONFLICT,
    /** Apache refuses it and names a line. */
    LINE,
    /** Apache refuses it at its start, and names nothing. */
    NOTHING,
    /** A renderer cannot write it. */
    RENDERER
  }

  @BeforeAll
  static void accounts() {
    StringBuilder accounts = new StringBuilder();
    List<coop.croft.core.wire.Calls.Call> calls = new ArrayList<>();
    List<coop.croft.core.wire.Calls.Call> grants = new ArrayList<>();
    for (int i = 1; i <= MEMBERS; i++) {
      String name = member(i);
      long number = number(i);
      accounts.append("%s:*:%d:%d::/home/%s:/bin/sh%n".formatted(name, number, number, name));
      calls.add(Crowd.call("member-add", name));
      grants.add(Crowd.call("grant", name, "domain", domain(i)));
    }
    grants.add(Crowd.call("grant", member(WRONG + 1), "domain", domain(WRONG)));
    for (String host : List.of("main", "dynamic", "shell")) {
      Lab.feed(host, accounts.toString(), "newusers").expectSuccess();
    }
    for (var some : List.of(calls, grants)) {
      assertThat(Crowd.administrators(some)).allMatch(h -> h.exit() == 0);
    }
    // All are live: whoever claims the domain of another is wrong, not whoever comes second.
    List<Crowd.Caller> first =
        IntStream.rangeClosed(1, MEMBERS)
            .mapToObj(i -> new Crowd.Caller(number(i), Crowd.apply("load", program(i, "v0"))))
            .toList();
    assertThat(Crowd.members(first)).allMatch(h -> h.exit() == 0);
  }

  @AfterAll
  static void gone() {
    Crowd.members(
        IntStream.rangeClosed(1, MEMBERS)
            .mapToObj(i -> new Crowd.Caller(number(i), Crowd.call("remove", "load")))
            .toList());
  }

  private static String member(int i) {
    return "m%02d".formatted(i);
  }

  private static long number(int i) {
    return FIRST_NUMBER + i - 1;
  }

  private static String domain(int i) {
    return member(i) + ".load.example";
  }

  private static String program(int i, String text) {
    return "domain \"%s\" with web \"www\" with redirectWith 301 \"/\" \"https://%s.example/\" end; dns (dnsTXT \"@\" \"%s\") end\n"
        .formatted(domain(i), text, text);
  }

  private static String wrong(Fault fault, String text) {
    return switch (fault) {
      case TYPE -> program(WRONG, text).replace("\"@\"", "17");
      case CONFLICT -> program(WRONG + 1, text) + ";" + program(WRONG, text);
      case LINE -> broken("broken-web", text);
      case NOTHING -> broken("broken-start", text);
      case RENDERER -> broken("broken-writer", text);
    };
  }

  private static String broken(String label, String text) {
    return program(WRONG, text)
        + ";domain \"%s.%s\" with dns (dnsTXT \"@\" \"x\") end\n".formatted(label, domain(WRONG));
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void fortyNineAreLiveAndOneIsRefused(Fault fault) {
    version++;
    String text = "v" + version;
    int bad = fault == Fault.CONFLICT ? WRONG + 1 : WRONG;
    List<Crowd.Caller> callers = new ArrayList<>();
    for (int i = 1; i <= MEMBERS; i++) {
      String program = i == bad ? wrong(fault, text) : program(i, text);
      callers.add(new Crowd.Caller(number(i), Crowd.apply("load", program)));
    }
    Loads before = Loads.now();
    List<Crowd.Heard> heard = Crowd.members(callers);
    Loads after = Loads.now();
    System.out.printf(
        "50 at once, one with %s: the last answer after %.1f s; reloads %s%n",
        fault,
        heard.stream().mapToDouble(Crowd.Heard::seconds).max().orElse(0),
        after.since(before));
    for (int i = 1; i <= MEMBERS; i++) {
      Crowd.Heard h = heard.get(i - 1);
      assertThat(h.exit()).as("%s: %s", member(i), h.words()).isEqualTo(i == bad ? 1 : 0);
      if (i != bad) {
        assertThat(Lab.dig(Lab.MAIN, domain(i), "TXT")).isEqualTo("\"" + text + "\"");
      }
    }
    assertThat(Lab.dig(Lab.MAIN, domain(bad), "TXT")).isNotEqualTo("\"" + text + "\"");
    assertThat(Lab.get(Lab.DYNAMIC, "www." + domain(1), "/").header("Location"))
        .isEqualTo("https://" + text + ".example/");
    assertThat(after.since(before).most()).as("reloads of one daemon").isLessThanOrEqualTo(3);
  }

  /**
   * A round takes its eight seconds because the agent of the web host does not speak; meanwhile a
   * member waits in line and interrupts the command.
   */
  @Test
  void whoIsInterruptedInLineHasChangedNothing() throws Exception {
    version++;
    Lab.on("dynamic", "systemctl", "kill", "--signal=STOP", "croft-agent").expectSuccess();
    try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<Crowd.Heard>> first =
          people.submit(
              () ->
                  Crowd.members(
                      List.of(
                          new Crowd.Caller(
                              number(1), Crowd.apply("load", program(1, "v" + version))))));
      Thread.sleep(1_000);
      String text = program(2, "interrupted");
      Lab.asWithInput(member(2), text, "tee", "/home/m02/load.dtl").expectSuccess();
      Lab.Ran interrupted =
          Lab.as(member(2), "timeout", "2", "croft", "apply", "--yes", "/home/m02/load.dtl");
      assertThat(interrupted.exit()).as(interrupted.all()).isEqualTo(124);
      assertThat(first.get().getFirst().exit()).isZero();
    } finally {
      Lab.on("dynamic", "systemctl", "kill", "--signal=CONT", "croft-agent").expectSuccess();
    }
    Crowd.Heard next =
        Crowd.members(List.of(new Crowd.Caller(number(2), Crowd.apply("load", program(2, "next")))))
            .getFirst();
    assertThat(next.exit()).as(next.words()).isZero();
    String audit = Lab.on("main", "croft", "audit", "--by", member(2), "--last", "2").out();
    assertThat(audit).contains("refused, 3");
  }

  /** How often daemons have read their configuration, by their own logs. */
  private record Loads(List<Long> counts) {
    static Loads now() {
      List<Long> counts = new ArrayList<>();
      for (String host : List.of("main", "dynamic", "offsite")) {
        counts.add(
            Lab.on(host, "journalctl", "-u", "named", "-o", "cat", "--no-pager")
                .out()
                .lines()
                .filter(l -> l.startsWith("loading configuration from"))
                .count());
      }
      for (String host : List.of("main", "dynamic")) {
        counts.add(
            Lab.webLog(host).lines().filter(l -> l.contains("resuming normal operations")).count());
      }
      return new Loads(counts);
    }

    Loads since(Loads before) {
      return new Loads(
          IntStream.range(0, counts.size())
              .mapToObj(i -> counts.get(i) - before.counts.get(i))
              .toList());
    }

    long most() {
      return counts.stream().mapToLong(Long::longValue).max().orElse(0);
    }

    @Override
    public String toString() {
      return "of BIND on main, dynamic, offsite and of Apache on main, dynamic: " + counts;
    }
  }

  /**
   * Twenty submissions of each of fifty members at one moment. Each of the members has one more
   * than may wait or go at once, so all lines are used: those of the agent and that of the
   * controller.
   */
  @Test
  void aThousandThatWaitAreServedByTurnsInBoundedMemory() throws Exception {
    version++;
    List<Crowd.Caller> callers = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 1; i <= MEMBERS; i++) {
        callers.add(
            new Crowd.Caller(
                number(i), Crowd.apply("load", program(i, "v" + version + "-" + round / 5))));
      }
    }
    long before = memory();
    long[] most = {before};
    Thread watch = Thread.ofVirtual().start(() -> watch(most));
    List<Crowd.Heard> heard = Crowd.members(callers);
    watch.interrupt();
    watch.join();
    long after = memory();
    double last = heard.stream().mapToDouble(Crowd.Heard::seconds).max().orElse(0);
    System.out.printf(
        "1,000 submissions: the last answer after %.1f s; controller %d MB before, %d MB at most, %d MB after%n",
        last, before >> 20, most[0] >> 20, after >> 20);
    tellWaits(heard);
    assertThat(heard).allMatch(h -> h.exit() == 0);
    assertThat(most[0]).isLessThan(512L << 20);
    // By turns: nobody's third answer comes after another's last but one.
    double[] thirds = new double[MEMBERS];
    double[] lastButOnes = new double[MEMBERS];
    for (int i = 0; i < MEMBERS; i++) {
      int member = i;
      double[] own =
          IntStream.range(0, ROUNDS)
              .mapToDouble(r -> heard.get(r * MEMBERS + member).seconds())
              .sorted()
              .toArray();
      thirds[i] = own[2];
      lastButOnes[i] = own[ROUNDS - 2];
    }
    assertThat(java.util.Arrays.stream(thirds).max().orElse(0))
        .isLessThan(java.util.Arrays.stream(lastButOnes).min().orElse(0));
  }

  /** What was told against what it was: printed, and mostly not off by more than tenfold. */
  private static void tellWaits(List<Crowd.Heard> heard) {
    List<Double> ratios = new ArrayList<>();
    for (Crowd.Heard h : heard) {
      for (Crowd.Line l : h.lines()) {
        Matcher told = WAIT.matcher(l.event().text());
        if (told.find()) {
          double said = Double.parseDouble(told.group(1)) * (told.group(2).equals("s") ? 1 : 60);
          ratios.add((h.seconds() - l.seconds()) / said);
        }
      }
    }
    ratios.sort(Double::compare);
    assertThat(ratios).isNotEmpty();
    assertThat(ratios.get(ratios.size() / 2)).isBetween(0.1, 10.0);
    System.out.printf(
        "  told how long %d times; the wait was this many times what was told: median %.2f, from %.2f to %.2f%n",
        ratios.size(), ratios.get(ratios.size() / 2), ratios.getFirst(), ratios.getLast());
  }

  private static void watch(long[] most) {
    try {
      while (true) {
        Thread.sleep(500);
        most[0] = Math.max(most[0], memory());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the controller has resident, its part of shared pages, in bytes. */
  private static long memory() {
    String pid =
        Lab.on("main", "systemctl", "show", "-p", "MainPID", "--value", "croft-controller")
            .out()
            .strip();
    String pss =
        Lab.on("main", "cat", "/proc/" + pid + "/smaps_rollup")
            .out()
            .lines()
            .filter(l -> l.startsWith("Pss:"))
            .findFirst()
            .orElseThrow();
    return Long.parseLong(pss.replaceAll("[^0-9]", "")) << 10;
  }
}
