package coop.croft.services;

import coop.croft.core.wire.Agents;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;

/**
 * What the agent does for one service on one host. Knows the daemon's commands; no other code does.
 * The agent is unprivileged: what needs root is a verb of the service's {@code privileges} file,
 * run by the helper with checked arguments.
 */
public interface Driver {
  /** How a live file changes. */
  enum Change {
    PUT,
    REMOVE
  }

  /** One file that the generation changes. */
  record FileChange(Change change, String path) {}

  /**
   * The work at hand.
   *
   * @param generation the one that is prepared or made live
   * @param changes the files of this service that differ, in the order of their paths
   */
  record Task(long generation, List<FileChange> changes) {}

  /** A verb with its arguments, as the journal keeps it: repeating it must do no harm. */
  record Operation(String service, String verb, List<String> arguments) {}

  /** What a program that the helper or the driver ran came to. */
  record Ran(int exit, String output) {}

  /** What the driver may touch. */
  interface Hands {
    /** Name of this host. */
    String host();

    /** Content of a file of the new manifest, from the agent's own store. */
    byte[] staged(String path);

    /** Whether this service has a file of that path in the new manifest. */
    boolean has(String path);

    /** All paths of this service in the new manifest; costs what there is. */
    SortedSet<String> paths();

    /** A directory of the agent for this check, empty at its start. */
    Path scratch();

    /** Runs a program unprivileged, as the agent. */
    Ran run(List<String> argv, Duration limit);

    /** Runs a verb of the service's privileges file through the helper. */
    Ran asRoot(String verb, List<String> arguments);
  }

  /** Checks the staged files as hard as the daemon allows; empty if all is well. */
  List<Agents.Refusal> check(Task task, Hands hands);

  /**
   * What must run after the renames, in order: reloads, and what is no rename (adding a zone). Goes
   * into the helper's journal before the first rename.
   */
  List<Operation> activate(Task task, Hands hands);

  /** Waits until the daemon serves the generation; empty if it does, else what is wrong. */
  List<Agents.Refusal> probe(Task task, Hands hands);

  /**
   * Makes the running daemon equal to the live files, whatever happened before: at the agent's
   * start and on its timer. Level-triggered; changes nothing if all is as it should be.
   *
   * @param looks says how much to look at this time
   * @return operations to run, in order
   */
  List<Operation> reconcile(Hands hands, Looks looks);

  /**
   * Sentences for members about their own things on this host (a password file that is not theirs).
   */
  default List<String> notes(Task task, Hands hands) {
    return List.of();
  }

  /**
   * Says what somebody wants to know of this host at this moment. Changes nothing.
   *
   * @param about what, a word of the service's own
   * @throws IllegalArgumentException if the service has no answer to such a question
   */
  default List<String> answer(String about, List<String> words, Hands hands) {
    throw new IllegalArgumentException("nothing is known about " + about);
  }

  /** The driver of a service that has no files on any host. */
  Driver NOTHING =
      new Driver() {
        @Override
        public List<Agents.Refusal> check(Task task, Hands hands) {
          return List.of();
        }

        @Override
        public List<Operation> activate(Task task, Hands hands) {
          return List.of();
        }

        @Override
        public List<Agents.Refusal> probe(Task task, Hands hands) {
          return List.of();
        }

        @Override
        public List<Operation> reconcile(Hands hands, Looks looks) {
          return List.of();
        }
      };
}
