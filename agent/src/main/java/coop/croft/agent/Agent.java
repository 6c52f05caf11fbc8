package coop.croft.agent;

import coop.croft.core.os.Heap;
import coop.croft.core.os.SdNotify;
import coop.croft.core.wire.Agents;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The loops of an agent: it asks the controller for work and does it; it says what somebody wants
 * to know; and whether or not the controller is there, it keeps the host as it should be.
 */
final class Agent {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);

  /** Much less than the controller waits for a host that gives none. */
  private static final Duration BETWEEN_SIGNS = Duration.ofSeconds(2);

  /** Questions that are looked into at a time: one may be slow. */
  private static final int ANSWERS = 3;

  private final String host;
  private final Identity identity;
  private final Applier applier;
  private final Backoff backoff = new Backoff(RandomGenerator.getDefault());
  private Optional<Applier.Outcome> untold = Optional.empty();

  /** Whether {@link #untold} is the few words in place of an outcome that was not taken. */
  private boolean brief;

  Agent(String host, Identity identity, Applier applier) {
    this.host = host;
    this.identity = identity;
    this.applier = applier;
  }

  /** Runs until the process ends. */
  void run() throws InterruptedException, IOException {
    Thread.ofPlatform().daemon().name("looks").start(this::look);
    for (int i = 0; i < ANSWERS; i++) {
      Thread.ofPlatform().daemon().name("answers").start(this::answer);
    }
    SdNotify.ready();
    boolean resumed = false;
    while (true) {
      try {
        if (!resumed) {
          keep(whileAlive(applier::resume));
          resumed = true;
        }
        turn();
        backoff.reset();
      } catch (Helper.Refused e) {
        resumed = false;
        pause("the helper refuses: " + e.sentence());
      } catch (IOException | java.io.UncheckedIOException e) {
        // Perhaps in the middle of a commit, because the helper was killed: look what came of it.
        resumed = false;
        pause(identity.explain(e));
      } catch (io.avaje.json.JsonException e) {
        pause("the controller speaks another language: " + e.getMessage());
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("our own key does not sign", e);
      }
    }
  }

  private void pause(String why) throws InterruptedException {
    Duration wait = backoff.next();
    Log.say(why + "; again in " + wait.toMillis() + " ms");
    Thread.sleep(wait);
  }

  private void turn()
      throws IOException, InterruptedException, Helper.Refused, GeneralSecurityException {
    if (untold.isPresent()) {
      tell(untold.get());
      untold = Optional.empty();
      Step.OUTCOME_TOLD.reached();
    }
    Agents.Work work = identity.controller().work(applier.state());
    identity.counts();
    if (work.order() == Agents.Order.RENEW) {
      // A controller that another one has replaced gives certificates that the other does not know.
      applier.refuseStale(work.epoch());
      identity.renew();
    } else {
      keep(whileAlive(() -> applier.obey(work)));
    }
  }

  /**
   * What the controller does not take is not said again: a few words in its place are, and if it
   * does not take them, nothing. It orders again what it has no answer to.
   */
  private void tell(Applier.Outcome outcome)
      throws IOException, InterruptedException, GeneralSecurityException {
    try {
      identity.controller().receipt(signed(outcome));
    } catch (Controller.NotTaken e) {
      untold = brief ? Optional.empty() : Optional.of(outcome.inBrief(e.sentence()));
      brief = true;
      throw e;
    }
  }

  /** Something that may take long. */
  private interface Task<T> {
    T run() throws IOException, InterruptedException, Helper.Refused;
  }

  /** Lets the controller know, while that runs, that this host is not off. */
  private <T> T whileAlive(Task<T> task) throws IOException, InterruptedException, Helper.Refused {
    Thread signs = Thread.ofPlatform().daemon().name("signs").start(this::giveSigns);
    try {
      return task.run();
    } finally {
      signs.interrupt();
    }
  }

  private void giveSigns() {
    try {
      while (true) {
        Thread.sleep(BETWEEN_SIGNS);
        try {
          identity.controller().alive();
        } catch (IOException e) {
          // Whoever waits for the order's end finds out, too.
        }
      }
    } catch (InterruptedException e) {
      // The order is done.
    }
  }

  /** An outcome is told at the next turn, and again until the controller has it. */
  private void keep(Optional<Applier.Outcome> outcome) {
    if (outcome.isPresent()) {
      untold = outcome;
      brief = false;
    }
  }

  /** Signed when it is told: the key may be another one by then. */
  private Agents.Receipt signed(Applier.Outcome o) throws GeneralSecurityException {
    Agents.Receipt plain =
        new Agents.Receipt(
                host, o.epoch(), o.generation(), o.standing(), o.refusals(), o.notes(), "")
            .bounded();
    return plain.signed(identity.sign(plain.signedBytes()));
  }

  private void answer() {
    Backoff pauses = new Backoff(RandomGenerator.getDefault());
    Agents.Answer answer = Agents.Answer.NONE;
    while (true) {
      try {
        Agents.Question question = identity.controller().question(answer);
        answer = question.number() == 0 ? Agents.Answer.NONE : answer(question).bounded();
        pauses.reset();
      } catch (InterruptedException e) {
        return;
      } catch (IOException | io.avaje.json.JsonException e) {
        // Whoever asked hears of the silence. The loop of the work says what is wrong.
        answer = Agents.Answer.NONE;
        try {
          Thread.sleep(pauses.next());
        } catch (InterruptedException end) {
          return;
        }
      }
    }
  }

  private Agents.Answer answer(Agents.Question question) throws InterruptedException {
    try {
      return new Agents.Answer(question.number(), applier.answer(question), null);
    } catch (Helper.Refused e) {
      return failed(question, "the helper refuses: " + e.sentence());
    } catch (IOException | RuntimeException e) {
      return failed(question, String.valueOf(e.getMessage()));
    }
  }

  private static Agents.Answer failed(Agents.Question question, String why) {
    return new Agents.Answer(question.number(), List.of(), why);
  }

  private void look() {
    while (true) {
      try {
        applier.reconcile();
        Heap.giveBack();
      } catch (Helper.Refused e) {
        Log.say("looking after the host: the helper refuses: " + e.sentence());
      } catch (IOException | RuntimeException e) {
        // The next look is in half a minute; a driver's bug must not end the looks of the others.
        Log.say("looking after the host: " + e);
      } catch (InterruptedException e) {
        return;
      }
      try {
        Thread.sleep(BETWEEN_LOOKS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }
}
