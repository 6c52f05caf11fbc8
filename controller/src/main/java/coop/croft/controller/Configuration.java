package coop.croft.controller;

import coop.croft.controller.trust.Authority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the controller is set up. {@code /etc/croft/controller.conf} holds {@code name = value} lines
 * and {@code #} comments; what it does not say comes from systemd's directories or is the default.
 *
 * @param listen address for agents; empty: all
 * @param port for agents
 * @param state directory of the database and the authority
 * @param socket of the administrators
 * @param metrics where the controller's figures can be read, on this host alone; empty: nowhere
 * @param certificateLife of the certificates of agents and of the controller's own server
 * @param authorityRoots PEM file with the certificates by which the server of the certificate
 *     authority is known; empty: those that the system trusts
 */
public record Configuration(
    String listen,
    int port,
    Path state,
    Path socket,
    Optional<InetSocketAddress> metrics,
    Duration certificateLife,
    Optional<Path> authorityRoots) {
  private static final String AUTHORITY_ROOTS = "authority-roots";
  private static final String CERTIFICATE_LIFE = "certificate-life";
  private static final List<String> NAMES =
      List.of("listen", "port", "state", "socket", "metrics", CERTIFICATE_LIFE, AUTHORITY_ROOTS);
  private static final Duration SHORTEST_LIFE = Duration.ofSeconds(30);
  private static final Duration LONGEST_LIFE = Duration.ofDays(365);
  private static final Pattern LIFE = Pattern.compile("([0-9]{1,6})([smhd])");
  private static final String METRICS = "127.0.0.1:9446";
  private static final int DEFAULT_PORT = 8443;
  private static final int LAST_PORT = 65_535;
  private static final Pattern LOOPBACK =
      Pattern.compile("(127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}|\\[::1]):([0-9]{1,5})");

  /** All that is wrong with a set-up, at once. */
  public static final class Faults extends Exception {
    private static final long serialVersionUID = 1L;

    Faults(List<String> faults) {
      super(String.join("\n", faults));
    }
  }

  public static Configuration read(Path file, Map<String, String> environment) throws Faults {
    List<String> faults = new ArrayList<>();
    Map<String, String> set = lines(file, faults);
    String state =
        set.getOrDefault(
            "state", environment.getOrDefault("STATE_DIRECTORY", "/var/lib/croft/controller"));
    String socket =
        set.getOrDefault(
            "socket",
            environment.getOrDefault("RUNTIME_DIRECTORY", "/run/croft/controller")
                + "/controller.sock");
    int port = port(set.get("port"), faults);
    Path directory = absolute("state", state, faults);
    if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
      faults.add("state: " + state + " is no directory that I can write to");
    }
    Path place = absolute("socket", socket, faults);
    if (place.getParent() == null || !Files.isWritable(place.getParent())) {
      faults.add("socket: I cannot write where " + socket + " should be");
    }
    Optional<InetSocketAddress> metrics = metrics(set.getOrDefault("metrics", METRICS), faults);
    Duration life = life(set.get(CERTIFICATE_LIFE), faults);
    Optional<Path> roots =
        Optional.ofNullable(set.get(AUTHORITY_ROOTS))
            .map(p -> absolute(AUTHORITY_ROOTS, p, faults));
    if (!faults.isEmpty()) {
      throw new Faults(faults);
    }
    return new Configuration(
        set.getOrDefault("listen", ""), port, directory, place, metrics, life, roots);
  }

  /** A number with its unit: {@code 7d}. */
  private static Duration life(
      @org.jspecify.annotations.Nullable String value, List<String> faults) {
    if (value == null) {
      return Authority.USUAL_LIFE;
    }
    Matcher m = LIFE.matcher(value);
    if (m.matches()) {
      long number = Long.parseLong(m.group(1));
      Duration life =
          switch (m.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
          };
      if (life.compareTo(SHORTEST_LIFE) >= 0 && life.compareTo(LONGEST_LIFE) <= 0) {
        return life;
      }
    }
    faults.add(CERTIFICATE_LIFE + ": " + value + " is not from 30s to 365d: 7d is usual");
    return Authority.USUAL_LIFE;
  }

  /** {@code ADDRESS:PORT} of this host alone, or {@code off}. */
  private static Optional<InetSocketAddress> metrics(String value, List<String> faults) {
    if (value.equals("off")) {
      return Optional.empty();
    }
    Matcher m = LOOPBACK.matcher(value);
    if (m.matches() && Integer.parseInt(m.group(2)) <= LAST_PORT) {
      try {
        InetAddress address = InetAddress.ofLiteral(m.group(1));
        return Optional.of(new InetSocketAddress(address, Integer.parseInt(m.group(2))));
      } catch (IllegalArgumentException e) {
        // Said below.
      }
    }
    faults.add("metrics: " + value + " is neither off nor a loopback address and port: " + METRICS);
    return Optional.empty();
  }

  private static Path absolute(String name, String value, List<String> faults) {
    Path path = Path.of(value);
    if (!path.isAbsolute()) {
      faults.add(name + ": " + value + " is no absolute path");
    }
    return path;
  }

  private static int port(@org.jspecify.annotations.Nullable String value, List<String> faults) {
    if (value == null) {
      return DEFAULT_PORT;
    }
    if (value.matches("[0-9]{1,5}") && Integer.parseInt(value) <= LAST_PORT) {
      return Integer.parseInt(value);
    }
    faults.add("port: " + value + " is no port");
    return DEFAULT_PORT;
  }

  private static Map<String, String> lines(Path file, List<String> faults) {
    Map<String, String> set = new TreeMap<>();
    if (!Files.exists(file)) {
      return set;
    }
    try {
      int number = 0;
      for (String line : Files.readAllLines(file)) {
        number++;
        String text = line.replaceFirst("#.*", "").strip();
        if (text.isEmpty()) {
          continue;
        }
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals).strip();
        if (equals < 0 || !NAMES.contains(name)) {
          faults.add(
              file + ":" + number + ": " + String.join(", ", NAMES) + " can be set, not " + name);
        } else {
          set.put(name, text.substring(equals + 1).strip());
        }
      }
    } catch (IOException e) {
      faults.add(file + " cannot be read: " + e.getMessage());
    }
    return set;
  }
}
