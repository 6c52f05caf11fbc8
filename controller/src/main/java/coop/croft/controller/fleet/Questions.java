package coop.croft.controller.fleet;

import coop.croft.core.wire.Agents.Answer;
import coop.croft.core.wire.Agents.Question;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What somebody wants to know of hosts at this moment. Beside all work: it changes nothing, is
 * written down nowhere, and waits for nothing but the host's answer.
 */
public final class Questions {
  private static final int WAITING = 100;

  private final AtomicLong numbers = new AtomicLong();
  private final Map<String, BlockingQueue<Asked>> lines = new ConcurrentHashMap<>();
  private final Map<Long, Asked> open = new ConcurrentHashMap<>();

  private record Asked(String host, Question question, CompletableFuture<Answer> answer) {}

  /** A host does not say what it was asked. */
  public static final class Silent extends Exception {
    private static final long serialVersionUID = 1L;

    Silent(String sentence) {
      super(sentence);
    }

    /** Which host, and why. */
    public String sentence() {
      return String.valueOf(getMessage());
    }
  }

  /**
   * Asks a host and waits for what it says.
   *
   * @throws Silent if it does not answer in time, or cannot
   */
  public List<String> ask(
      String host, String service, String about, List<String> words, Duration limit)
      throws InterruptedException, Silent {
    Question question = new Question(numbers.incrementAndGet(), service, about, words);
    Asked asked = new Asked(host, question, new CompletableFuture<>());
    open.put(question.number(), asked);
    try {
      if (!line(host).offer(asked)) {
        throw new Silent(host + " has too many questions to answer; try again in a minute");
      }
      Answer answer = asked.answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      String failure = answer.failure();
      if (failure != null) {
        throw new Silent(host + ": " + failure);
      }
      return answer.lines();
    } catch (TimeoutException e) {
      throw new Silent(host + " does not answer");
    } catch (ExecutionException e) {
      throw new IllegalStateException("an answer cannot fail", e);
    } finally {
      open.remove(question.number());
      line(host).remove(asked);
    }
  }

  /** Takes what a host says to the question before, and waits for the next one. */
  public Question next(String host, Answer answer, Duration most) throws InterruptedException {
    Asked before = open.get(answer.number());
    // Nobody answers for another host.
    if (before != null && before.host.equals(host)) {
      before.answer.complete(answer);
    }
    Asked next = line(host).poll(most.toMillis(), TimeUnit.MILLISECONDS);
    return next == null ? Question.NONE : next.question;
  }

  private BlockingQueue<Asked> line(String host) {
    return lines.computeIfAbsent(host, h -> new ArrayBlockingQueue<>(WAITING));
  }
}
