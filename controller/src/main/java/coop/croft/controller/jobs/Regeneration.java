package coop.croft.controller.jobs;

import coop.croft.controller.engine.Change;
import coop.croft.controller.engine.Complaint;
import coop.croft.controller.engine.Engine;
import coop.croft.controller.engine.Outcome;
import coop.croft.controller.engine.Submission;
import coop.croft.controller.store.Database;
import coop.croft.controller.store.Jobs;
import coop.croft.controller.store.Jobs.Job;
import coop.croft.controller.store.Jobs.State;
import java.time.Clock;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the hosts equal to what this version of Croft renders, some domains at a time: each piece
 * is a submission that stands in the queue like all others, so that members wait for one piece at
 * most. A piece that was decided before a crash and not written down is tried again and finds
 * nothing to do.
 */
public final class Regeneration {
  private static final Logger LOG = LoggerFactory.getLogger(Regeneration.class);
  private static final String KIND = "regen";
  private static final int TRIES = 3;

  private final Engine engine;
  private final Database db;
  private final Clock clock;
  private final int piece;
  private @Nullable Thread worker;
  private boolean closed;

  /**
   * Goes on with what an earlier run of the controller left.
   *
   * @param piece domains at a time
   */
  public Regeneration(Engine engine, Database db, Clock clock, int piece) {
    this.engine = engine;
    this.db = db;
    this.clock = clock;
    this.piece = piece;
    if (status().map(j -> j.state() == State.RUNNING).orElse(false)) {
      work();
    }
  }

  public Optional<Job> status() {
    return db.read(h -> Jobs.get(h, KIND));
  }

  /**
   * Starts it, or goes on where it was stopped or failed; one that runs goes on as it is.
   *
   * @param anew from the beginning
   */
  public synchronized Job start(String actor, boolean anew) {
    Job job =
        db.write(
            h -> {
              Optional<Job> old = Jobs.get(h, KIND).filter(j -> !anew);
              Job next =
                  old.filter(j -> j.state() != State.DONE)
                      .map(j -> j.state() == State.RUNNING ? j : with(j, State.RUNNING, actor, ""))
                      .orElseGet(() -> fresh(actor));
              Jobs.put(h, KIND, next);
              return next;
            });
    work();
    return job;
  }

  private Job fresh(String actor) {
    return new Job(
        State.RUNNING, actor, clock.instant(), clock.instant(), engine.domains().size(), 0, "", "");
  }

  private Job with(Job j, State state, String actor, String trouble) {
    return new Job(
        state, actor, j.started(), clock.instant(), j.total(), j.done(), j.cursor(), trouble);
  }

  /** Stops it after the piece in hand; false if it does not run. */
  public boolean stop() {
    return end(State.STOPPED, "");
  }

  /** Ends it if it runs. */
  private boolean end(State state, String trouble) {
    return db.write(
        h -> {
          Optional<Job> job = Jobs.get(h, KIND).filter(j -> j.state() == State.RUNNING);
          job.ifPresent(j -> Jobs.put(h, KIND, with(j, state, j.actor(), trouble)));
          return job.isPresent();
        });
  }

  private synchronized void work() {
    if (worker == null && !closed) {
      worker = Thread.ofPlatform().name("regen").daemon().start(this::run);
    }
  }

  private void run() {
    try {
      for (Optional<Job> job = next(); job.isPresent(); job = next()) {
        step(job.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      if (!isClosed()) {
        LOG.error("regen failed", e);
        try {
          end(State.FAILED, "the controller failed; its log says why");
        } finally {
          synchronized (this) {
            worker = null;
          }
        }
      }
    }
  }

  /** The job, if it is to go on; else this thread is the worker no more. */
  private synchronized Optional<Job> next() {
    Optional<Job> job = status().filter(j -> j.state() == State.RUNNING && !closed);
    if (job.isEmpty()) {
      worker = null;
    }
    return job;
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private void step(Job job) throws InterruptedException {
    NavigableSet<String> ahead = engine.domains().tailSet(job.cursor(), false);
    List<String> domains = ahead.stream().limit(piece).toList();
    boolean last = domains.size() == ahead.size();
    Optional<String> refused = bring(job, domains, last);
    if (refused.isPresent()) {
      LOG.warn(
          "regen failed at {}: {}",
          domains.isEmpty() ? "the end" : domains.getFirst(),
          refused.get());
      end(State.FAILED, refused.get());
      return;
    }
    moved(job, domains, ahead.size() - domains.size());
    if (last) {
      end(State.DONE, "");
    }
  }

  private void moved(Job before, List<String> domains, long left) {
    db.write(
        h -> {
          // Nobody but this thread moves it, but it may have been stopped or begun anew meanwhile.
          Jobs.get(h, KIND)
              .filter(j -> j.cursor().equals(before.cursor()))
              .ifPresent(
                  j ->
                      Jobs.put(
                          h,
                          KIND,
                          new Job(
                              j.state(),
                              j.actor(),
                              j.started(),
                              clock.instant(),
                              j.done() + domains.size() + left,
                              j.done() + domains.size(),
                              domains.isEmpty() ? j.cursor() : domains.getLast(),
                              "")));
          return 0;
        });
  }

  /** Brings a piece to the hosts; why it cannot be, if it cannot. */
  private Optional<String> bring(Job job, List<String> domains, boolean last)
      throws InterruptedException {
    String about = domains.isEmpty() ? "the end" : domains.getFirst() + " to " + domains.getLast();
    Submission s =
        Submission.agreedTo(
            job.actor(), "", KIND, about, List.of(new Change.Renew(domains, last)), sentence -> {});
    String why = "";
    for (int i = 0; i < TRIES; i++) {
      switch (engine.apply(s)) {
        case Outcome.Done done -> {
          return Optional.empty();
        }
        case Outcome.Nothing nothing -> {
          return Optional.empty();
        }
        case Outcome.Refused(List<Complaint> complaints) -> why = words(complaints);
        case Outcome.Undone undone -> {
          return Optional.of(undone.host() + " went back: " + words(undone.complaints()));
        }
        case Outcome.Waits waits -> why = waits.host() + " cannot be reached";
        case Outcome.Withdrawn w -> throw new IllegalStateException("it listens to the end");
        case Outcome.Asks asks -> throw new IllegalStateException("it agrees to everything");
        case Outcome.Planned p -> throw new IllegalStateException("an apply is not only planned");
      }
      Thread.sleep(1_000L * (i + 1));
    }
    return Optional.of(why);
  }

  private static String words(List<Complaint> complaints) {
    return complaints.stream()
        .map(
            c ->
                switch (c) {
                  case Complaint.Plain(String sentence) -> sentence;
                  case Complaint.More more -> more.sentence();
                  case Complaint.AtPlace(var text, var d) -> d.span() + ": " + d.message();
                })
        .findFirst()
        .orElse("refused without a reason");
  }

  /** Leaves it as it is, for the next run of the controller to go on with. */
  public void close() throws InterruptedException {
    Thread thread;
    synchronized (this) {
      closed = true;
      thread = worker;
    }
    if (thread != null) {
      thread.interrupt();
      thread.join(5_000);
    }
  }
}
