package coop.croft.core.wire;

import io.avaje.jsonb.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says to the controller and hears from it: one line of JSON with a {@link
 * Call}, then lines of {@link Event}, the last of kind DONE. The same over {@code
 * /run/croft/controller.sock} (root: administrator), {@code /run/croft/agent.sock} (a member,
 * relayed by the agent) and whatever comes later. On the way through an agent there may be empty
 * lines between the events: signs of life.
 */
public final class Calls {
  /** Of one call as JSON: several programs of the largest size. */
  public static final int MOST_BYTES = 4 << 20;

  /** Between two signs of life of a controller that answers a relayed call. */
  public static final Duration BEAT = Duration.ofSeconds(10);

  private Calls() {}

  /**
   * A program; {@code name} is the source's name (file name without .dtl), {@code file} as messages
   * show it.
   */
  @Json
  public record Program(String name, String file, String text) {
    public Program {
      Objects.requireNonNull(name);
      Objects.requireNonNull(file);
      Objects.requireNonNull(text);
    }
  }

  /**
   * @param verb {@code check plan apply remove status logs statistics doctor history diff rollback
   *     audit rights whoami premises member-add member-list grant revoke whohas host-add host-list
   *     regen site}
   * @param arguments of the verb, as on the command line
   * @param programs for check, plan, apply; the site's files for site
   * @param options {@code yes} (somebody agreed to what is removed), {@code base} (generation that
   *     a shown plan was made from), {@code diff} (unified differences in the plan), {@code as}
   *     (administrators: the member to act for), {@code dry} (apply, remove, rollback, revoke,
   *     site: show the plan and change nothing; {@code plan} is {@code apply} so), {@code last}
   *     (history, audit, logs: how many), {@code errors after} (logs: its errors; only what came
   *     since that mark), {@code about by since verify head} (audit), {@code anew check} (regen),
   *     {@code resources} (check: what programs without errors configure, as {@link Configured}).
   *     An option that is not wanted is left out; the others are {@code true} or their value
   */
  @Json
  public record Call(
      String verb, List<String> arguments, List<Program> programs, Map<String, String> options) {
    public Call {
      Objects.requireNonNull(verb);
      arguments = List.copyOf(arguments);
      programs = List.copyOf(programs);
      options = Map.copyOf(options);
    }
  }

  /**
   * What the checks of a member's programs rest on, as data of the one TEXT event of {@code
   * premises}: with it they can be made elsewhere. Checks tell the same name by name, but for how
   * the site's files read.
   *
   * @param site the site's files, without their comments
   * @param rights what the member holds; and what somebody else holds inside of that, where nobody
   *     is named
   */
  @Json
  public record Premises(String member, List<Program> site, List<Held> rights) {}

  /**
   * A right.
   *
   * @param member who holds it; empty: somebody else
   * @param kind as a file of rights names it: {@code domain}
   */
  @Json
  public record Held(String member, String kind, String value) {}

  /**
   * PROGRESS: transient, for a terminal. TEXT: a line of the result. PROBLEM: an error. DONE: the
   * end.
   */
  public enum Kind {
    PROGRESS,
    TEXT,
    PROBLEM,
    DONE
  }

  /**
   * A plan as data of a TEXT event: exactly one in the answer to {@code plan} and to every dry
   * call. The command line shows it, asks if something is removed, and calls again with {@code
   * base} and {@code yes}. A call that would remove something and has no {@code yes} is refused
   * with exit 1.
   */
  @Json
  public record Planned(long base, List<Move> moves, List<String> notes) {
    public boolean removes() {
      return moves.stream().anyMatch(m -> m.kind().equals("remove"));
    }
  }

  /**
   * A {@link coop.croft.core.plan.Step} on the wire.
   *
   * @param kind {@code add change remove}
   */
  @Json
  public record Move(String host, String service, String path, String kind, String sentence) {}

  /**
   * What a program configures, as data of a TEXT event.
   *
   * @param program the source's name
   * @param resources line by line
   */
  @Json
  public record Configured(String program, List<String> resources) {
    public Configured {
      Objects.requireNonNull(program);
      resources = List.copyOf(resources);
    }
  }

  /**
   * The site in force, as data of the first TEXT event of {@code regen programs}.
   *
   * @param site its files
   * @param members all, also those who hold nothing
   * @param rights what was granted to them
   */
  @Json
  public record SiteInForce(List<Program> site, List<String> members, List<Held> rights) {
    public SiteInForce {
      site = List.copyOf(site);
      members = List.copyOf(members);
      rights = List.copyOf(rights);
    }
  }

  /**
   * A program, as data of the further TEXT events of {@code regen programs}: one for each program
   * in force, one for each domain that is there by itself, and one for each program that waits for
   * a host.
   *
   * @param name of the source
   * @param file as messages show it
   * @param resources what it configures, line by line; none while it waits
   * @param waitsFor the host; null of what is in force
   */
  @Json
  public record Stored(
      String member,
      String name,
      String file,
      String text,
      List<String> resources,
      @Nullable String waitsFor) {
    public Stored {
      Objects.requireNonNull(member);
      Objects.requireNonNull(name);
      Objects.requireNonNull(file);
      Objects.requireNonNull(text);
      resources = List.copyOf(resources);
    }
  }

  /**
   * One diagnostic as {@code --json} prints it.
   *
   * @param severity {@code error}, or {@code warning} of what keeps no program out
   * @param code of an error
   */
  @Json
  public record Problem(
      String file,
      int line,
      int column,
      int endLine,
      int endColumn,
      String severity,
      @Nullable String code,
      String message,
      @Nullable String hint) {}

  /**
   * @param text for a human; for PROBLEM the whole rendered message
   * @param problem with PROBLEM, where the error has a place in a program
   * @param data with TEXT: the same result as a JSON value, for {@code --json}; with PROGRESS: a
   *     mark from where another call goes on, for nobody to read
   * @param exit with DONE: 0 done, 1 the programs have errors or the plan was refused, 2 wrong
   *     usage, 3 something needed cannot be reached
   */
  @Json
  public record Event(
      Kind kind,
      String text,
      @Nullable Problem problem,
      @Nullable String data,
      @Nullable Integer exit) {
    public static Event progress(String text) {
      return new Event(Kind.PROGRESS, text, null, null, null);
    }

    public static Event text(String text) {
      return new Event(Kind.TEXT, text, null, null, null);
    }

    public static Event problem(String text, @Nullable Problem problem) {
      return new Event(Kind.PROBLEM, text, problem, null, null);
    }

    public static Event done(int exit) {
      return new Event(Kind.DONE, "", null, null, exit);
    }
  }
}
