package coop.croft.controller.api;

import coop.croft.controller.engine.Engine;
import coop.croft.controller.engine.Things;
import coop.croft.controller.fleet.Questions;
import coop.croft.controller.fleet.Questions.Silent;
import coop.croft.core.wire.Calls.Call;
import coop.croft.services.Finding;
import coop.croft.services.Inquiry;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks at a site or a domain from inside and from outside, and says what to do. */
final class DoctorVerb {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final Things things;
  private final Questions questions;

  DoctorVerb(Engine engine, Questions questions) {
    this.things = new Things(engine);
    this.questions = questions;
  }

  /** Exit status 1 if something is wrong, 3 if not everything could be looked at. */
  int examine(Optional<String> member, Call call, Reply reply) throws InterruptedException {
    String name = Api.one(call, "NAME");
    List<Inquiry> inquiries = things.examinations(member, name);
    if (inquiries.isEmpty()) {
      reply.problem(
          "there is no site or domain "
              + name
              + " of "
              + member.map(m -> "yours").orElse("anybody's")
              + "; croft status shows the programs");
      return Reply.REFUSED;
    }
    Set<Finding> findings = new LinkedHashSet<>();
    int exit = Reply.DONE;
    for (Inquiry i : inquiries) {
      for (String host : i.hosts()) {
        reply.progress("looking: " + i.service() + ", " + host);
        try {
          questions.ask(host, i.service(), i.about(), i.words(), PATIENCE).stream()
              .flatMap(line -> Finding.of(line).stream())
              .forEach(findings::add);
        } catch (Silent s) {
          reply.problem(s.sentence() + "; what can be seen from there was not looked at");
          exit = Reply.FAILED;
        }
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
}
