package coop.croft.controller.api;

import coop.croft.controller.engine.Engine;
import coop.croft.controller.engine.Submission;
import coop.croft.controller.engine.Things;
import coop.croft.controller.fleet.Questions;
import coop.croft.controller.fleet.Questions.Silent;
import coop.croft.core.plan.Plan;
import coop.croft.services.Finding;
import coop.croft.services.Inquiry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Looks at what a change has made live, after its caller was told so. Warns, and does nothing else:
 * no round waits for it, and its caller not for long.
 */
final class FirstLook {
  private static final Duration BOUND = Duration.ofSeconds(3);

  /** Things of one change. Many changed at once fail alike, or not at all. */
  private static final int MOST = 5;

  /** Nobody reads more, and a host may find what it likes. */
  private static final int MOST_WARNINGS = 20;

  /** Changes at a time: whoever asks for himself finds hosts that have time to answer. */
  private static final int AT_ONCE = 4;

  private final Engine engine;
  private final Things things;
  private final Questions questions;
  private final Semaphore places = new Semaphore(AT_ONCE);

  FirstLook(Engine engine, Questions questions) {
    this.engine = engine;
    this.things = new Things(engine);
    this.questions = questions;
  }

  /** One host that is asked about a thing. */
  private record Asked(String name, String host, Inquiry inquiry) {}

  /**
   * What came of it.
   *
   * @param findings empty if the host could not say
   */
  private record Seen(Asked asked, Optional<List<Finding>> findings) {}

  /** Prints what is wrong with the changed things, as it is found. */
  void at(Submission s, Plan plan, Reply reply) {
    List<Things.Touched> touched = things.touched(s, plan, MOST + 1);
    if (touched.isEmpty()) {
      return;
    }
    if (!places.tryAcquire()) {
      unseen(touched.getFirst().name(), "was not looked at, because others are just now", reply);
      return;
    }
    try {
      look(asked(touched.subList(0, Math.min(MOST, touched.size()))), reply);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      places.release();
    }
    if (touched.size() > MOST) {
      String next = touched.getLast().name();
      unseen(next, "and what comes after it was not looked at", reply);
    }
  }

  /** Hosts that are away say nothing, and the receipt has said so. */
  private List<Asked> asked(List<Things.Touched> touched) {
    Set<Inquiry> known = new HashSet<>();
    List<Asked> all = new ArrayList<>();
    for (Things.Touched t : touched) {
      for (Inquiry i : t.inquiries()) {
        if (known.add(i)) {
          i.hosts().stream()
              .filter(engine::isReachable)
              .forEach(host -> all.add(new Asked(t.name(), host, i)));
        }
      }
    }
    return all;
  }

  private void look(List<Asked> asked, Reply reply) throws InterruptedException {
    Set<Asked> open = new LinkedHashSet<>(asked);
    Set<Finding> told = new HashSet<>();
    BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
    Map<String, String> unseen = new LinkedHashMap<>();
    ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor();
    try {
      asked.forEach(a -> askers.execute(() -> ask(a).ifPresent(seen::add)));
      long end = System.nanoTime() + BOUND.toNanos();
      while (!open.isEmpty()) {
        Seen next = seen.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (next == null) {
          break;
        }
        open.remove(next.asked());
        if (next.findings().isEmpty()) {
          unseen.put(next.asked().name(), "could not be looked at from everywhere");
        }
        next.findings().orElse(List.of()).stream()
            .filter(f -> told.size() < MOST_WARNINGS && told.add(f))
            .forEach(f -> warn(f, reply));
      }
    } finally {
      askers.shutdownNow();
    }
    open.forEach(
        a -> unseen.put(a.name(), "could not all be looked at in " + BOUND.toSeconds() + " s"));
    unseen.forEach((name, why) -> unseen(name, why, reply));
  }

  /** Empty if nobody waits for it any more. */
  private Optional<Seen> ask(Asked a) {
    try {
      Inquiry i = a.inquiry();
      List<String> answer = questions.ask(a.host(), i.service(), i.about(), i.words(), BOUND);
      return Optional.of(
          new Seen(
              a, Optional.of(answer.stream().flatMap(line -> Finding.of(line).stream()).toList())));
    } catch (Silent s) {
      return Optional.of(new Seen(a, Optional.empty()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static void warn(Finding f, Reply reply) {
    reply.row(
        "warning: " + f.what() + "\n     do: " + f.remedy(), "warning", f.what(), "do", f.remedy());
  }

  private static void unseen(String name, String why, Reply reply) {
    reply.row(name + " " + why + "; croft doctor " + name + " looks again", "unseen", name);
  }
}
