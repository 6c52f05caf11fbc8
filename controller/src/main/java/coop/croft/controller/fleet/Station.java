package coop.croft.controller.fleet;

import coop.croft.controller.trust.ManifestKey;
import coop.croft.core.manifest.SignedManifest;
import coop.croft.core.wire.Agents;
import coop.croft.core.wire.Agents.Order;
import coop.croft.core.wire.Agents.Work;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One host: what is known of it, what it should have, and what it is to do next. {@link Fleet}
 * keeps it under its lock. Times are {@link System#nanoTime}.
 */
final class Station {
  private static final Logger LOG = LoggerFactory.getLogger(Station.class);
  private static final String REVOKED = "was revoked";
  private static final String UNREACHABLE = "cannot be reached";
  static final String SILENT = "has not answered yet";

  private final String name;
  private final ManifestKey key;
  private final Limits limits;

  /** When the controller started. */
  private final long began;

  private boolean joined;
  private boolean revoked;

  /** What it last said to run. */
  private long live;

  /** The highest epoch of a controller that it said to know. */
  private long epoch;

  /** Whether it was heard since the controller started, and when last. */
  private boolean heard;

  private long heardAt;
  private Instant seen = Instant.EPOCH;

  /** Its latest question for work; an older one that still waits is answered with nothing. */
  private long ticket;

  private boolean waiting;

  /** What was decided for it, and whether its turn has come. */
  private Optional<Offer> target = Optional.empty();

  private boolean turn = true;

  /** What is being prepared and not decided. */
  private Optional<Offer> proposal = Optional.empty();

  private Optional<Answer> answer = Optional.empty();

  /** The generation that it said, to this run of the controller, to have staged. */
  private long staged;

  /** The decided generation that it failed at, and when to try again. */
  private long failed;

  /** Whether its checks found that. */
  private boolean refused;

  private long retryAt;
  private String trouble = "";
  private List<Agents.Refusal> refusals = List.of();
  private List<String> notes = List.of();

  Station(String name, ManifestKey key, Limits limits, long began) {
    this.name = name;
    this.key = key;
    this.limits = limits;
    this.began = began;
  }

  boolean isJoined() {
    return joined;
  }

  boolean isRevoked() {
    return revoked;
  }

  boolean isCurrent() {
    return target.isEmpty() || target.get().generation() == live;
  }

  /** It may speak from now on; {@code live} is what it said last, 0 when it joins. */
  void join(long live, Instant seen) {
    joined = true;
    revoked = false;
    this.live = live;
    this.seen = seen;
    staged = 0;
    failed = 0;
    trouble = "";
  }

  /** It may not speak any more: whoever waits for its answer or for work need not. */
  void revoke() {
    joined = false;
    revoked = true;
    waiting = false;
    staged = 0;
    ticket++;
    answer = answer.or(() -> Optional.of(new Answer.Behind(REVOKED)));
  }

  /** What it must have; {@code turn}: it may be told to make it live. */
  void decide(Offer target, boolean turn) {
    this.target = Optional.of(target);
    this.turn = turn;
    trouble = "";
  }

  /** Asks it to stage and check; gives why it will not answer, if that is known. */
  Optional<Answer> propose(Offer offer, long now) {
    answer = Optional.empty();
    proposal = Optional.of(offer);
    return unreachable(now).map(Answer.Behind::new);
  }

  void endProposal() {
    proposal = Optional.empty();
  }

  /** It may make live what was decided for it, now or when it returns. */
  void open() {
    turn = true;
  }

  /** The same, and somebody waits for it; gives why it will not answer, if that is known. */
  Optional<Answer> goLive(long now) {
    turn = true;
    answer = isCurrent() ? Optional.of(new Answer.Live(List.of())) : Optional.empty();
    return unreachable(now).map(Answer.Behind::new);
  }

  /** What has come of what it was asked last. */
  Optional<Answer> answer() {
    return answer;
  }

  /**
   * That its time to answer is over, if it is.
   *
   * @param start when it was asked
   * @param end of its time, however many signs of life it gives
   */
  Optional<Answer> overdue(long start, long end, long now) {
    if (now - silence(start) >= 0) {
      return Optional.of(new Answer.Behind(UNREACHABLE));
    }
    return now - end >= 0 ? Optional.of(new Answer.Behind(SILENT)) : Optional.empty();
  }

  /** How long it takes until it is {@link #overdue} if nothing is heard. */
  long patience(long start, long end, long now) {
    return Math.min(end, silence(start)) - now;
  }

  /** Until when a host that was asked at {@code start} may be without a sign of life. */
  private long silence(long start) {
    boolean fresh = heard && heardAt - start > 0;
    long silence = (fresh ? heardAt : start) + limits.silence().toNanos();
    return heard ? silence : Math.max(silence, began + limits.arrival().toNanos());
  }

  /** Hosts need a moment to come back to a controller that has just started. */
  private boolean isExpected(long now) {
    return !heard && now - began < limits.arrival().toNanos();
  }

  /** Why an order cannot reach it; empty if one can, or can as soon as it is back. */
  Optional<String> unreachable(long now) {
    if (!joined) {
      return Optional.of(revoked ? REVOKED : "has not joined yet");
    }
    if (isLost()) {
      return Optional.of(obeysAnother());
    }
    boolean recent = heard && now - heardAt < limits.silence().toNanos();
    return waiting || recent || isExpected(now) ? Optional.empty() : Optional.of(UNREACHABLE);
  }

  boolean isHeardAfter(long then) {
    return heard && heardAt - then > 0;
  }

  void hear(long now) {
    heard = true;
    heardAt = now;
    seen = Instant.now();
  }

  /** It says what it runs and asks for work; gives the number of the question. */
  long ask(Agents.State state, long now) {
    hear(now);
    live = state.live();
    know(state.epoch());
    settle();
    return ++ticket;
  }

  /** Whether that is still the question to answer. */
  boolean isLatest(long question) {
    return ticket == question;
  }

  void setWaiting(boolean waiting) {
    this.waiting = waiting;
  }

  /** A host that another controller has taken over obeys no other: it is told once, and left be. */
  private void know(long said) {
    if (said > key.epoch() && epoch != said) {
      LOG.error(
          "{} obeys another controller, of epoch {}; this one has epoch {}."
              + " If this is an old copy, stop it",
          name,
          said,
          key.epoch());
    }
    boolean wasLost = isLost();
    epoch = said;
    if (wasLost || isLost()) {
      trouble = isLost() ? obeysAnother() : "";
    }
  }

  private String obeysAnother() {
    return "obeys another controller, of epoch " + epoch + "; this one has epoch " + key.epoch();
  }

  private boolean isLost() {
    return epoch > key.epoch();
  }

  /** What follows for a waiting question if it runs its target. */
  private void settle() {
    if (target.isPresent() && isCurrent()) {
      trouble = "";
      if (proposal.isEmpty() && answer.isEmpty()) {
        answer = Optional.of(new Answer.Live(notes));
      }
    }
  }

  /** How long it rests, if it does, before what it failed at. */
  long rest(long now) {
    return failed != 0 && retryAt - now > 0 ? retryAt - now : Long.MAX_VALUE;
  }

  /** What it is to do now, running and having staged what it says. */
  Work next(Agents.State state, long now) {
    if (isLost()) {
      return nothing();
    }
    if (proposal.isPresent()) {
      return answer.isPresent() ? nothing() : order(Order.PREPARE, proposal.get());
    }
    if (target.isPresent() && !isCurrent()) {
      return towards(target.get(), now);
    }
    boolean leftOver = state.staged() != 0 && state.staged() != state.live();
    return leftOver ? new Work(Order.ABANDON, key.epoch(), null, null) : nothing();
  }

  private Work towards(Offer decided, long now) {
    if (live > decided.generation()) {
      trouble = "runs generation " + live + ", which this controller never decided";
      return nothing();
    }
    boolean rests = failed == decided.generation() && retryAt - now > 0;
    if (!turn || rests) {
      return nothing();
    }
    return order(staged == decided.generation() ? Order.COMMIT : Order.PREPARE, decided);
  }

  private Work order(Order order, Offer offer) {
    SignedManifest manifest = key.sign(name, offer.generation(), offer.root());
    return switch (order) {
      case COMMIT -> new Work(order, key.epoch(), manifest, key.decide(manifest));
      default -> new Work(order, key.epoch(), manifest, null);
    };
  }

  Work nothing() {
    return new Work(Order.NOTHING, key.epoch(), null, null);
  }

  /** Takes its answer; one for another epoch or for nothing that was asked changes nothing. */
  void take(Agents.Receipt r, long now) {
    hear(now);
    long generation = r.generation();
    boolean proposed = proposal.map(p -> p.generation() == generation).orElse(false);
    boolean decided = !proposed && target.map(t -> t.generation() == generation).orElse(false);
    if (r.epoch() != key.epoch() || (!proposed && !decided)) {
      return;
    }
    switch (r.standing()) {
      case STAGED -> {
        staged = generation;
        if (proposed) {
          answer = Optional.of(new Answer.Staged(r.notes()));
        }
      }
      case REFUSED -> {
        if (!proposed) {
          fail(r, true, now);
        }
        answer(proposed, new Answer.Refused(r.refusals()));
      }
      case LIVE -> {
        if (decided) {
          live = generation;
          notes = List.copyOf(r.notes());
          answer(false, new Answer.Live(r.notes()));
          trouble = "";
        }
      }
      case ROLLED_BACK -> {
        fail(r, false, now);
        answer(false, new Answer.RolledBack(r.refusals()));
      }
    }
  }

  private void fail(Agents.Receipt r, boolean byChecks, long now) {
    failed = r.generation();
    refused = byChecks;
    refusals = List.copyOf(r.refusals());
    retryAt = now + limits.retry().toNanos();
    staged = 0;
    trouble =
        refusals.isEmpty()
            ? "does not take generation " + failed
            : refusals.getFirst().service() + ": " + refusals.getFirst().message();
  }

  /** Late words on what was decided are no answer to what is proposed meanwhile. */
  private void answer(boolean proposed, Answer said) {
    if (proposed || proposal.isEmpty()) {
      answer = Optional.of(said);
    }
  }

  /** What it is to try again because it failed, having nothing newer to do. */
  Optional<Fleet.Failure> failure() {
    boolean tries = proposal.isEmpty() && failed != 0 && !isCurrent();
    return tries && target.map(t -> t.generation() == failed).orElse(false)
        ? Optional.of(new Fleet.Failure(name, failed, refused, refusals))
        : Optional.empty();
  }

  /** What it may fetch contents of. */
  List<Offer> offers() {
    return Stream.concat(proposal.stream(), target.stream()).toList();
  }

  Fleet.Standing standing(long now) {
    return new Fleet.Standing(
        name,
        joined,
        isLost() || (heard && unreachable(now).isEmpty()),
        seen,
        live,
        target.map(Offer::generation).orElse(0L),
        trouble,
        notes);
  }
}
