package coop.croft.controller.certificates;

import coop.croft.controller.engine.Change;
import coop.croft.controller.engine.Complaint;
import coop.croft.controller.engine.Engine;
import coop.croft.controller.engine.Outcome;
import coop.croft.controller.engine.Submission;
import coop.croft.services.Certificate;
import coop.croft.services.Proof;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Brings what many orders have to say to the hosts in as few generations as there can be: what
 * comes while one is under way goes together in the next.
 */
final class Together {
  private static final String VERB = "certify";
  private static final int SHOWN = 5;

  private final Engine engine;
  private final List<Part> waiting = new ArrayList<>();
  private boolean busy;

  private record Part(
      String about, Change.Certify change, CompletableFuture<Optional<String>> end) {}

  Together(Engine engine) {
    this.engine = engine;
  }

  /**
   * @param about the site
   * @return why it is not so now; empty: it is
   */
  Optional<String> submit(String about, Change.Certify change) throws InterruptedException {
    Part part = new Part(about, change, new CompletableFuture<>());
    boolean lead;
    synchronized (this) {
      waiting.add(part);
      lead = !busy;
      busy = true;
    }
    while (lead) {
      List<Part> group = next();
      if (group.isEmpty()) {
        break;
      }
      bring(group);
    }
    try {
      return part.end().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the engine failed", e.getCause());
    }
  }

  /** What waits; if nothing does, whoever comes next brings it. */
  private synchronized List<Part> next() {
    List<Part> group = List.copyOf(waiting);
    waiting.clear();
    busy = !group.isEmpty();
    return group;
  }

  private void bring(List<Part> group) throws InterruptedException {
    try {
      Optional<String> why = why(engine.apply(submission(group)));
      if (why.isPresent() && group.size() > 1) {
        // One of them may be to blame: each for itself.
        for (Part p : group) {
          p.end().complete(why(engine.apply(submission(List.of(p)))));
        }
      }
      group.forEach(p -> p.end().complete(why));
    } catch (RuntimeException e) {
      group.forEach(p -> p.end().completeExceptionally(e));
    } catch (InterruptedException e) {
      group.forEach(p -> p.end().completeExceptionally(e));
      throw e;
    }
  }

  private static Submission submission(List<Part> group) {
    SortedMap<String, Optional<Certificate>> certificates = new TreeMap<>();
    Set<Proof> shown = new HashSet<>();
    Set<Proof> withdrawn = new HashSet<>();
    Set<String> domains = new TreeSet<>();
    Set<String> about = new TreeSet<>();
    for (Part p : group) {
      certificates.putAll(p.change().certificates());
      shown.addAll(p.change().shown());
      withdrawn.addAll(p.change().withdrawn());
      domains.addAll(p.change().domains());
      about.add(p.about());
    }
    String sites =
        String.join(" ", about.stream().limit(SHOWN).toList())
            + (about.size() > SHOWN ? " and " + (about.size() - SHOWN) + " more" : "");
    return Submission.agreedTo(
        Engine.CONTROLLER,
        "",
        VERB,
        sites,
        List.of(new Change.Certify(certificates, shown, withdrawn, domains)),
        sentence -> {});
  }

  private static Optional<String> why(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done d -> Optional.empty();
      case Outcome.Nothing n -> Optional.empty();
      case Outcome.Refused(List<Complaint> complaints) ->
          Optional.of(Complaint.sentences(complaints));
      case Outcome.Undone u ->
          Optional.of(u.host() + " went back: " + Complaint.sentences(u.complaints()));
      case Outcome.Waits w -> Optional.of(w.host() + " cannot be reached");
      case Outcome.Withdrawn w -> throw new IllegalStateException("it listens to the end");
      case Outcome.Asks a -> throw new IllegalStateException("it agrees to everything");
      case Outcome.Planned p -> throw new IllegalStateException("an apply is not only planned");
    };
  }
}
