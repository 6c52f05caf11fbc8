package coop.croft.controller.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coop.croft.core.wire.Agents.Answer;
import coop.croft.core.wire.Agents.Question;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuestionsTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final Questions questions = new Questions();
  private final ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void end() {
    askers.shutdownNow();
  }

  private Future<List<String>> ask(String host, String about) {
    return askers.submit(() -> questions.ask(host, "web", about, List.of("a"), LONG));
  }

  @Test
  void aHostAnswersWithItsNextQuestion() throws Exception {
    Future<List<String>> asked = ask("dynamic", "log");
    Question question = questions.next("dynamic", Answer.NONE, LONG);
    assertThat(question.about()).isEqualTo("log");
    assertThat(question.words()).containsExactly("a");
    Answer answer = new Answer(question.number(), List.of("one", "two"), null);
    assertThat(questions.next("dynamic", answer, SHORT)).isEqualTo(Question.NONE);
    assertThat(asked.get()).containsExactly("one", "two");
  }

  @Test
  void noHostAnswersForAnother() throws Exception {
    Future<List<String>> asked = ask("dynamic", "log");
    assertThat(questions.next("shell", Answer.NONE, SHORT)).isEqualTo(Question.NONE);
    Question question = questions.next("dynamic", Answer.NONE, LONG);
    questions.next("shell", new Answer(question.number(), List.of("forged"), null), SHORT);
    assertThat(asked.isDone()).isFalse();
    questions.next("dynamic", new Answer(question.number(), List.of("own"), null), SHORT);
    assertThat(asked.get()).containsExactly("own");
  }

  @Test
  void whoeverAsksHearsWhyThereIsNoAnswer() throws Exception {
    assertThatThrownBy(() -> questions.ask("main", "web", "log", List.of(), SHORT))
        .isInstanceOf(Questions.Silent.class)
        .hasMessage("main does not answer");
    assertThat(questions.next("main", Answer.NONE, SHORT)).isEqualTo(Question.NONE);
    Future<List<String>> asked = ask("main", "weather");
    Question question = questions.next("main", Answer.NONE, LONG);
    questions.next("main", new Answer(question.number(), List.of(), "nothing is known"), SHORT);
    assertThatThrownBy(asked::get).hasMessageContaining("main: nothing is known");
  }
}
