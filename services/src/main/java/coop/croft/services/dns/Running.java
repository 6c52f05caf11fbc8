package coop.croft.services.dns;

import coop.croft.services.Driver.Hands;
import coop.croft.services.Driver.Ran;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the running named has: asked from itself, never remembered. */
final class Running {
  /** {@code zone "NAME" { … };} as named-nzd2nzf prints it, one a line. */
  private static final Pattern ADDED = Pattern.compile("(?m)^zone \"?([^\" ]+)\"? (\\{.*\\};)$");

  private static final Pattern MEMBER =
      Pattern.compile(
          "(?m)^[0-9a-f]{40}\\.zones\\."
              + Pattern.quote(HostConfig.CATALOG)
              + "\\.\\s.*\\sPTR\\s+(\\S+)\\.$");

  private static final Pattern CATALOG_SOA =
      Pattern.compile("(?m)^" + Pattern.quote(HostConfig.CATALOG) + "\\.\\s.*\\sSOA\\s");

  private static final Pattern IDLE =
      Pattern.compile("(?m)^xfers running: 0$\\n^xfers deferred: 0$");
  private static final Pattern BOOT = Pattern.compile("(?m)^boot time: .*$");

  private Running() {}

  /** When the server was started, in its own words; empty if it does not run. */
  static Optional<String> since(Hands hands) {
    Ran ran = hands.asRoot("status", java.util.List.of());
    Matcher m = BOOT.matcher(ran.output());
    return ran.exit() == 0 && m.find() ? Optional.of(m.group()) : Optional.empty();
  }

  /** Whether transfers are under way or wait for their turn. */
  static boolean isFetching(Hands hands) {
    Ran ran = hands.asRoot("status", java.util.List.of());
    return ran.exit() != 0 || !IDLE.matcher(ran.output()).find();
  }

  /** The zones in named's store with their statements; none if there is no store yet. */
  static Map<String, String> addedZones(Hands hands) {
    Map<String, String> zones = new TreeMap<>();
    Ran ran = hands.asRoot("zones", java.util.List.of());
    if (ran.exit() == 0) {
      Matcher m = ADDED.matcher(ran.output());
      while (m.find()) {
        zones.put(m.group(1), m.group(2));
      }
    }
    return zones;
  }

  /** The zones that the files name. */
  static Set<String> wantedZones(Hands hands) {
    Set<String> zones = new TreeSet<>();
    hands.paths().forEach(p -> Places.zoneOfStatement(p).ifPresent(zones::add));
    return zones;
  }

  /** The zones of the catalog; empty if it cannot be read, which a catalog without zones is not. */
  static Optional<Set<String>> catalog(Hands hands) {
    Ran ran = hands.asRoot("members", java.util.List.of());
    if (ran.exit() != 0 || !CATALOG_SOA.matcher(ran.output()).find()) {
      return Optional.empty();
    }
    Set<String> zones = new TreeSet<>();
    Matcher m = MEMBER.matcher(ran.output());
    while (m.find()) {
      zones.add(m.group(1));
    }
    return Optional.of(zones);
  }
}
