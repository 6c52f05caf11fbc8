package coop.croft.controller.api;

import coop.croft.controller.certificates.Certifier;
import coop.croft.controller.engine.Engine;
import coop.croft.controller.engine.Things;
import coop.croft.controller.fleet.Questions;
import coop.croft.controller.fleet.Questions.Silent;
import coop.croft.core.wire.Calls.Call;
import coop.croft.services.Finding;
import coop.croft.services.Inquiry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What can be seen of one's own: logs, who came, and whether something is wrong. */
final class LookVerbs {
  private static final int USUAL = 20;
  private static final int MOST = 1_000;
  private static final Duration LOG = Duration.ofSeconds(15);
  private static final Duration EXAMINATION = Duration.ofSeconds(40);
  private static final Pattern MARK =
      Pattern.compile("([a-z0-9.-]{1,253}) ([0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{1,18})");

  private final Things things;
  private final Questions questions;
  private final Certifier certifier;

  LookVerbs(Engine engine, Questions questions, Certifier certifier) {
    this.things = new Things(engine);
    this.questions = questions;
    this.certifier = certifier;
  }

  /**
   * The last lines of a log; with the option {@code after}, those since that mark. A mark for the
   * next call is the data of an event of progress.
   */
  int logs(Optional<String> member, Call call, Reply reply) throws InterruptedException {
    String name = Api.one(call, "NAME");
    boolean errors = call.options().containsKey("errors");
    Optional<Inquiry> inquiry = things.log(member, name, errors);
    if (inquiry.isEmpty()) {
      return unknown("site", name, member, reply);
    }
    Map<String, String> marks = marks(call);
    int last = Math.min(MOST, Api.last(call, USUAL));
    int exit = Reply.DONE;
    for (String host : inquiry.get().hosts()) {
      try {
        ask(host, inquiry.get(), marks, last, reply);
      } catch (Silent s) {
        reply.problem(s.sentence());
        exit = Reply.FAILED;
      }
    }
    reply.mark(
        marks.entrySet().stream()
            .map(m -> m.getKey() + " " + m.getValue())
            .collect(Collectors.joining(",")));
    return exit;
  }

  private void ask(String host, Inquiry inquiry, Map<String, String> marks, int last, Reply reply)
      throws InterruptedException, Silent {
    List<String> words = new ArrayList<>(inquiry.words());
    words.add(marks.getOrDefault(host, ""));
    words.add(Integer.toString(last));
    List<String> answer = questions.ask(host, inquiry.service(), inquiry.about(), words, LOG);
    String label = inquiry.hosts().size() > 1 ? host + ": " : "";
    for (String line : answer.subList(Math.min(1, answer.size()), answer.size())) {
      reply.row(label + line, "host", host, "line", line);
    }
    if (!answer.isEmpty()) {
      marks.put(host, answer.getFirst());
    }
  }

  /** Of each host, as an earlier answer gave them: {@code dynamic 2026-11-26 81920,main …}. */
  private static Map<String, String> marks(Call call) {
    Map<String, String> marks = new TreeMap<>();
    String after = call.options().getOrDefault("after", "");
    for (String mark : after.isEmpty() ? new String[0] : after.split(",")) {
      Matcher words = MARK.matcher(mark);
      if (!words.matches()) {
        throw new Api.Usage("after takes what an earlier answer gave");
      }
      marks.put(words.group(1), words.group(2));
    }
    return marks;
  }

  /** Who came to a site, as each of its hosts counted. */
  int statistics(Optional<String> member, Call call, Reply reply) throws InterruptedException {
    String name = Api.one(call, "NAME");
    Optional<Inquiry> inquiry = things.statistics(member, name);
    if (inquiry.isEmpty()) {
      return unknown("site", name, member, reply);
    }
    Inquiry i = inquiry.get();
    int exit = Reply.DONE;
    for (String host : i.hosts()) {
      try {
        for (String line : questions.ask(host, i.service(), i.about(), i.words(), LOG)) {
          String label = i.hosts().size() > 1 && !line.isEmpty() ? host + ": " : "";
          reply.row(label + line, "host", host, "line", line);
        }
      } catch (Silent s) {
        reply.problem(s.sentence());
        exit = Reply.FAILED;
      }
    }
    return exit;
  }

  /**
   * Looks at a site or a domain from inside and from outside, and says what to do.
   *
   * @return exit status 1 if something is wrong, 3 if not everything could be looked at
   */
  int doctor(Optional<String> member, Call call, Reply reply) throws InterruptedException {
    String name = Api.one(call, "NAME");
    List<Inquiry> inquiries = things.examinations(member, name);
    if (inquiries.isEmpty()) {
      return unknown("site or domain", name, member, reply);
    }
    Set<Finding> findings = new LinkedHashSet<>();
    certifier
        .lacks(member, name)
        .forEach(
            l ->
                findings.add(
                    new Finding(
                        l.sentence(),
                        "put that right; it is then tried again by itself, and croft status says how"
                            + " far it is")));
    int exit = Reply.DONE;
    for (Heard h : ask(inquiries, reply)) {
      h.findings().ifPresent(findings::addAll);
      if (h.silence().isPresent()) {
        reply.problem(h.silence().get() + "; what can be seen from there was not looked at");
        exit = Reply.FAILED;
      }
    }
    for (Finding f : findings) {
      reply.row(
          "wrong: " + f.what() + "\n   do: " + f.remedy(), "wrong", f.what(), "do", f.remedy());
    }
    if (findings.isEmpty() && exit == Reply.DONE) {
      reply.text(name + " is well");
    }
    return exit == Reply.DONE && !findings.isEmpty() ? Reply.REFUSED : exit;
  }

  /**
   * What a host said.
   *
   * @param silence why it could not
   */
  private record Heard(Optional<List<Finding>> findings, Optional<String> silence) {}

  /** Asks all hosts at once: some answers take a while. */
  private List<Heard> ask(List<Inquiry> inquiries, Reply reply) throws InterruptedException {
    ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor();
    try {
      List<Callable<Heard>> all = new ArrayList<>();
      for (Inquiry i : inquiries) {
        for (String host : i.hosts()) {
          reply.progress("looking: " + i.service() + ", " + i.about() + ", " + host);
          all.add(() -> ask(host, i));
        }
      }
      List<Heard> heard = new ArrayList<>();
      for (Future<Heard> h : askers.invokeAll(all)) {
        heard.add(h.get());
      }
      return heard;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a host could not be asked", e.getCause());
    } finally {
      askers.shutdownNow();
    }
  }

  private Heard ask(String host, Inquiry i) throws InterruptedException {
    try {
      List<String> answer = questions.ask(host, i.service(), i.about(), i.words(), EXAMINATION);
      List<Finding> findings = answer.stream().flatMap(line -> Finding.of(line).stream()).toList();
      return new Heard(Optional.of(findings), Optional.empty());
    } catch (Silent s) {
      return new Heard(Optional.empty(), Optional.of(s.sentence()));
    }
  }

  private static int unknown(String what, String name, Optional<String> member, Reply reply) {
    reply.problem(
        "there is no %s %s of %s; croft status shows the programs, and a site is called by one of its names"
            .formatted(what, name, member.isPresent() ? "yours" : "anybody's"));
    return Reply.REFUSED;
  }
}
