package coop.croft.agent;

import coop.croft.core.os.Accounts;
import coop.croft.core.os.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who may speak through a host's socket: a member's own program, started by the member. The kernel
 * says which user and which process; the process' control groups say what started it. Refused are
 * root and system users (they have their own way, or none), and whatever a daemon started for a
 * member: a web script, PHP, a mail filter. Of all system services only those that log people in or
 * run what they scheduled may start a caller: the list names what is allowed, so that a daemon
 * nobody thought of is refused.
 */
final class Callers {
  private static final long FIRST_MEMBER = 1000;
  private static final long LAST_MEMBER = 59_999;
  private static final Set<String> LOGIN_SERVICES =
      Set.of(
          "ssh.service", "sshd.service", "cron.service", "atd.service", "systemd-logind.service");
  private static final List<String> LOGIN_TEMPLATES =
      List.of("ssh@", "sshd@", "getty@", "serial-getty@", "console-getty", "container-getty@");

  private final Path proc;

  Callers(Path proc) {
    this.proc = proc;
  }

  /** Either who it is, or why it is refused. */
  record Answer(Optional<Accounts.Account> account, String refusal) {
    static Answer no(String sentence) {
      return new Answer(Optional.empty(), sentence);
    }
  }

  Answer examine(Peer peer) throws IOException {
    if (peer.uid() < FIRST_MEMBER || peer.uid() > LAST_MEMBER) {
      return Answer.no("only members may speak here; you are user number " + peer.uid());
    }
    String groups;
    try {
      groups = Files.readString(proc.resolve(Long.toString(peer.pid())).resolve("cgroup"));
    } catch (IOException e) {
      return Answer.no("your program ended before it was known what started it");
    }
    Optional<String> service = startedBy(groups);
    if (service.isPresent()) {
      return Answer.no("this was started by " + service.get() + ", not by you");
    }
    return Accounts.byUid(peer.uid())
        .map(a -> new Answer(Optional.of(a), ""))
        .orElseGet(() -> Answer.no("user number " + peer.uid() + " has no name on this host"));
  }

  /**
   * The daemon that stands behind a process, by its lines in {@code /proc/PID/cgroup} ({@code
   * ID:CONTROLLERS:PATH}, cgroups(7)); empty for logins. Any hierarchy decides: a supervisor of
   * scripts may have put them into one of its own.
   */
  static Optional<String> startedBy(String cgroupLines) {
    for (String line : cgroupLines.split("\n")) {
      String[] field = line.split(":", 3);
      if (field.length < 3) {
        continue;
      }
      boolean inSession = false;
      for (String part : field[2].split("/")) {
        // Below a user's own slice are the user's own services.
        inSession |= part.equals("user.slice");
        boolean daemon = part.endsWith(".service") && !inSession && !isLogin(part);
        if (daemon || part.startsWith("croft-") || part.startsWith("croft.")) {
          return Optional.of(part);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isLogin(String service) {
    return LOGIN_SERVICES.contains(service)
        || LOGIN_TEMPLATES.stream().anyMatch(service::startsWith);
  }
}
