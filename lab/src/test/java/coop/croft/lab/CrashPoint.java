package coop.croft.lab;

import coop.croft.core.os.Checkpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A process is brought to stand at a step of its work, and then something is killed.
 *
 * @param step {@code PROGRAM.STEP}, as {@link Checkpoint} names it
 * @param host where the process runs
 */
record CrashPoint(String step, String host, Victim victim) {
  /** The steps are what the programs say they are: a new one is tried without further ado. */
  private static final List<Class<?>> STEPS =
      List.of(
          type("coop.croft.controller.engine.Round$Step"),
          type("coop.croft.agent.Step"),
          type("coop.croft.helper.Step"));

  /** The hosts on which a member's change of zones and sites changes files. */
  private static final List<String> HOSTS = List.of("main", "dynamic");

  private static Class<?> type(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("the steps of a program have another name now", e);
    }
  }

  /** {@code controller}, {@code agent} or {@code helper}. */
  String program() {
    return step.substring(0, step.indexOf('.'));
  }

  /** Whether the process itself is killed. */
  boolean isOwn() {
    return victim.name().equalsIgnoreCase(program());
  }

  /** Every step of every program, on every host where it happens, with everything that can die. */
  static List<CrashPoint> all() {
    List<CrashPoint> all = new ArrayList<>();
    for (Class<?> steps : STEPS) {
      String program = steps.getName().replaceAll("coop\\.croft\\.(\\w+)\\..*", "$1");
      for (Object step : steps.getEnumConstants()) {
        for (String host : program.equals("controller") ? List.of("main") : HOSTS) {
          for (Victim victim : Victim.values()) {
            all.add(new CrashPoint(program + "." + name((Enum<?>) step), host, victim));
          }
        }
      }
    }
    return List.copyOf(all);
  }

  private static String name(Enum<?> step) {
    return step.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The one that {@link #toString} names. */
  static CrashPoint of(String text) {
    return all().stream()
        .filter(p -> p.toString().equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such point: " + text));
  }

  @Override
  public String toString() {
    return step + " on " + host + ", kill " + victim.name().toLowerCase(Locale.ROOT);
  }
}
