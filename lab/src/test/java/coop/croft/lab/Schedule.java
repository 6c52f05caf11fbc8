package coop.croft.lab;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * What happens in one trial, drawn from a seed: who hands in what, what dies, which cable is
 * pulled, and when. The same seed draws the same schedule; what the machine makes of it may differ.
 */
record Schedule(long seed, List<Act> acts) {
  private static final List<String> HOSTS = List.of("main", "dynamic", "shell", "offsite");
  private static final int LENGTH_MILLIS = 4_000;
  private static final int MOST_PATIENT_MILLIS = 3_000;

  /** Something that happens. */
  sealed interface Act {
    /** Milliseconds after the start. */
    int at();

    /**
     * A member hands in the next version, or a bad one.
     *
     * @param patience milliseconds after which the member presses Ctrl-C; 0: never
     */
    record Apply(int at, int member, Quality quality, int patience) implements Act {}

    /** Something dies. */
    record Kill(int at, Victim victim, String host) implements Act {}

    /** Something dies when a process comes to a step of its work, if it does. */
    record KillAtStep(int at, CrashPoint point) implements Act {}

    /** A host's cable is out for a while. */
    record Cut(int at, String host, int millis) implements Act {}

    /** An administrator starts a program again. */
    record Restart(int at, Victim victim, String host) implements Act {}
  }

  /** What a version is worth. */
  enum Quality {
    GOOD,
    /** The checker finds it. */
    FAULTY,
    /** Only the daemon finds it. */
    REFUSED_BY_DAEMON
  }

  static Schedule of(long seed, int members) {
    Random random = new Random(seed);
    // Of its own: so each seed still draws the faults that it drew before somebody lost patience.
    Random moods = new Random(~seed);
    List<Act> acts = new ArrayList<>();
    int applies = 2 + random.nextInt(4);
    for (int i = 0; i < applies; i++) {
      Quality quality =
          switch (random.nextInt(8)) {
            case 0 -> Quality.FAULTY;
            case 1 -> Quality.REFUSED_BY_DAEMON;
            default -> Quality.GOOD;
          };
      int patience = moods.nextInt(4) == 0 ? 1 + moods.nextInt(MOST_PATIENT_MILLIS) : 0;
      acts.add(
          new Act.Apply(random.nextInt(LENGTH_MILLIS), random.nextInt(members), quality, patience));
    }
    int faults = 1 + random.nextInt(3);
    for (int i = 0; i < faults; i++) {
      acts.add(fault(random));
    }
    acts.sort(Comparator.comparingInt(Act::at));
    return new Schedule(seed, List.copyOf(acts));
  }

  private static Act fault(Random random) {
    int at = random.nextInt(LENGTH_MILLIS);
    String host = HOSTS.get(random.nextInt(HOSTS.size()));
    return switch (random.nextInt(10)) {
      case 0, 1 -> new Act.Cut(at, host, 200 + random.nextInt(12_000));
      case 2 -> new Act.Kill(at, Victim.HOST, host);
      case 3 -> new Act.Restart(at, program(random), host);
      case 4, 5, 6 -> new Act.KillAtStep(at / 2, point(random));
      default -> new Act.Kill(at, process(random, host), host);
    };
  }

  private static CrashPoint point(Random random) {
    List<CrashPoint> points = CrashPoint.all();
    return points.get(random.nextInt(points.size()));
  }

  private static Victim program(Random random) {
    return List.of(Victim.CONTROLLER, Victim.AGENT, Victim.HELPER).get(random.nextInt(3));
  }

  /** A process that this host has; the controller is where it is. */
  private static Victim process(Random random, String host) {
    List<Victim> there =
        switch (host) {
          case "shell" -> List.of(Victim.CONTROLLER, Victim.AGENT, Victim.HELPER);
          case "offsite" -> List.of(Victim.CONTROLLER, Victim.AGENT, Victim.HELPER, Victim.NAMED);
          default ->
              List.of(Victim.CONTROLLER, Victim.AGENT, Victim.HELPER, Victim.NAMED, Victim.APACHE);
        };
    return there.get(random.nextInt(there.size()));
  }

  /** Whether a client of the daemons may notice something: not if only Croft's programs die. */
  boolean hurtsDaemons() {
    return acts.stream()
        .anyMatch(
            a ->
                switch (a) {
                  case Act.Apply _, Act.Restart _ -> false;
                  case Act.Kill k -> !k.victim.isCroft();
                  case Act.KillAtStep k ->
                      !k.point.victim().isCroft() || k.point.step().equals("agent.rolled-back");
                  case Act.Cut _ -> true;
                });
  }

  @Override
  public String toString() {
    return acts.stream().map(a -> "  " + a).collect(Collectors.joining("\n"));
  }
}
