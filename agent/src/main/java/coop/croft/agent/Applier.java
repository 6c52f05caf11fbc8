package coop.croft.agent;

import static java.util.stream.Collectors.toSet;

import coop.croft.core.manifest.SignedManifest;
import coop.croft.core.manifest.Tree;
import coop.croft.core.wire.Agents;
import coop.croft.core.wire.Agents.Standing;
import coop.croft.services.Driver;
import coop.croft.services.Looks;
import coop.croft.services.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes this host run what the controller wants: stage and check, make live and probe, go back if
 * that fails. One thing at a time. What is live is the helper's to say; what is remembered here
 * only helps to finish what a crash cut short.
 */
final class Applier {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int ROUNDS = 5;

  private final Drivers drivers;
  private final Helper helper;
  private final Blobs blobs;
  private final Memory memory;
  private Course course = new Course();
  private Optional<Staged> staged = Optional.empty();
  private Optional<Agents.State> told = Optional.empty();
  private Tree liveManifest = Tree.EMPTY;
  private String liveRoot = "-";
  private Optional<Helper.Status> lastLook = Optional.empty();
  private Optional<Helper.Status> swept = Optional.empty();

  /** What is staged and checked. */
  private record Staged(SignedManifest manifest, List<Helper.Changed> changed, Version version) {}

  /** How an order ended, before it is signed. */
  record Outcome(
      long epoch,
      long generation,
      Standing standing,
      List<Agents.Refusal> refusals,
      List<String> notes) {
    /**
     * How it ended, in a few words.
     *
     * @param why the controller does not take those that there are
     */
    Outcome inBrief(String why) {
      String told = "what was found here could not be told: " + why;
      return refusals.isEmpty()
          ? new Outcome(epoch, generation, standing, List.of(), List.of(told))
          : new Outcome(
              epoch,
              generation,
              standing,
              List.of(new Agents.Refusal("agent", "", 0, told)),
              List.of());
    }
  }

  Applier(
      String host, List<Service> services, Helper helper, Blobs blobs, Memory memory, Path work) {
    this.drivers = new Drivers(host, services, helper, blobs, work);
    this.helper = helper;
    this.blobs = blobs;
    this.memory = memory;
  }

  /**
   * What to tell the controller. A look may take the helper's time for long, as when a daemon does
   * not start; the controller hears then what it heard before, which no look changes, so that this
   * host is not taken for one that is off.
   */
  Agents.State state() throws IOException, InterruptedException, Helper.Refused {
    Optional<Helper.Status> status = helper.statusWithin(PATIENCE);
    if (status.isPresent() || told.isEmpty()) {
      told = Optional.of(state(status.isPresent() ? status.get() : helper.status()));
    }
    return told.get();
  }

  private Agents.State state(Helper.Status status) throws IOException {
    if (staged.map(s -> s.manifest.generation()).orElse(0L) != status.staged()) {
      staged = Optional.empty();
    }
    long ready = staged.map(s -> s.manifest.generation()).orElse(0L);
    return new Agents.State(Math.max(memory.epoch(), status.epoch()), status.live(), ready);
  }

  /** Refuses orders of a controller that another one has replaced. */
  synchronized void refuseStale(long epoch) throws IOException {
    long seen = memory.epoch();
    if (epoch < seen) {
      throw new IOException(
          "the controller that answers has epoch "
              + epoch
              + ", and one of epoch "
              + seen
              + " has spoken since: nothing that it says is done");
    }
    if (epoch > seen) {
      memory.rememberEpoch(epoch);
    }
  }

  /** Does what the controller asks; empty if there is nothing to answer. */
  synchronized Optional<Outcome> obey(Agents.Work order)
      throws IOException, InterruptedException, Helper.Refused {
    refuseStale(order.epoch());
    told = Optional.empty();
    course = new Course();
    Optional<Outcome> outcome = done(order);
    course.ended(order);
    return outcome;
  }

  private Optional<Outcome> done(Agents.Work order)
      throws IOException, InterruptedException, Helper.Refused {
    SignedManifest manifest = order.manifest();
    return switch (order.order()) {
      // RENEW is no matter of what runs here.
      case NOTHING, RENEW -> Optional.empty();
      case ABANDON -> {
        helper.abandon();
        staged = Optional.empty();
        yield Optional.empty();
      }
      case PREPARE -> manifest == null ? Optional.empty() : Optional.of(prepare(manifest));
      case COMMIT -> {
        String decision = order.decision();
        yield manifest == null || decision == null
            ? Optional.empty()
            : Optional.of(commit(manifest, decision));
      }
    };
  }

  private Outcome outcome(
      SignedManifest m, Standing standing, List<Agents.Refusal> refusals, List<String> notes) {
    return new Outcome(m.epoch(), m.generation(), standing, refusals, notes);
  }

  private Outcome prepare(SignedManifest manifest) throws IOException, InterruptedException {
    List<Agents.Refusal> refusals;
    try {
      Staged next = stage(manifest);
      course.reached(Step.STAGED);
      refusals = check(next);
      if (refusals.isEmpty()) {
        staged = Optional.of(next);
      } else {
        helper.abandon();
      }
      course.reached(Step.CHECKED);
    } catch (Helper.Refused e) {
      refusals = List.of(new Agents.Refusal("helper", "", 0, e.sentence()));
    } catch (Drivers.Fault e) {
      refusals = List.of(e.refusal());
    } catch (Broken e) {
      // Better said at once than found out by a controller that waits.
      refusals = List.of(new Agents.Refusal("agent", "", 0, e.sentence()));
    }
    return outcome(
        manifest, refusals.isEmpty() ? Standing.STAGED : Standing.REFUSED, refusals, List.of());
  }

  /** Fetches what differs, hands on what the helper lacks as it comes, and has it laid out. */
  private Staged stage(SignedManifest manifest)
      throws IOException, InterruptedException, Helper.Refused {
    Tree live = live();
    Tree next = blobs.manifest(manifest.root(), live);
    Set<String> contents =
        next.entriesUnlike(live).map(e -> e.getValue().hash().hex()).collect(toSet());
    Helper.Laid laid = helper.stage(manifest);
    // Root, buckets, content: each round brings what the one before named.
    for (int round = 0; round < ROUNDS && !laid.lacking().isEmpty(); round++) {
      blobs.bring(laid.lacking(), helper::send);
      if (contents.removeAll(new HashSet<>(laid.lacking()))) {
        course.reached(Step.FETCHED);
      }
      laid = helper.stage(manifest);
    }
    if (!laid.lacking().isEmpty()) {
      throw new IOException("the helper does not keep what it is sent");
    }
    blobs.fetchAll(contents);
    Version version = new Version(manifest.generation(), next, Version.byService(laid.changed()));
    return new Staged(manifest, laid.changed(), version);
  }

  private Tree live() throws IOException, InterruptedException, Helper.Refused {
    String root = helper.status().liveRoot();
    if (!root.equals(liveRoot)) {
      liveManifest = blobs.manifest(root, liveManifest);
      liveRoot = root;
    }
    return liveManifest;
  }

  private List<Agents.Refusal> check(Staged next) {
    return drivers.each(next.version, true, Driver::check);
  }

  private Outcome commit(SignedManifest manifest, String decision)
      throws IOException, InterruptedException, Helper.Refused {
    Helper.Status status = helper.status();
    boolean isLive =
        status.live() == manifest.generation() && status.liveRoot().equals(manifest.root());
    if (isLive && memory.pending().isEmpty()) {
      return outcome(manifest, Standing.LIVE, List.of(), List.of());
    }
    if (staged.filter(s -> s.manifest.equals(manifest)).isEmpty()
        || status.staged() != manifest.generation()) {
      Outcome prepared = prepare(manifest);
      if (prepared.standing() != Standing.STAGED) {
        return prepared;
      }
    }
    Staged next = staged.orElseThrow();
    List<Driver.Operation> operations;
    try {
      operations = drivers.each(next.version, true, Driver::activate);
    } catch (Drivers.Fault e) {
      return outcome(manifest, Standing.REFUSED, List.of(e.refusal()), List.of());
    }
    memory.rememberPending(new Memory.Pending(manifest, next.changed));
    course.reached(Step.COMMIT_REMEMBERED);
    List<Driver.Ran> ran;
    try {
      ran = helper.commit(manifest.generation(), decision, operations);
    } catch (Helper.Refused e) {
      memory.forgetPending();
      throw e;
    }
    staged = Optional.empty();
    liveManifest = next.version.manifest();
    liveRoot = manifest.root();
    course.reached(Step.COMMITTED);
    return judge(manifest, next.version, failures(operations, ran));
  }

  private List<Agents.Refusal> failures(List<Driver.Operation> operations, List<Driver.Ran> ran) {
    List<Agents.Refusal> failures = new ArrayList<>();
    for (int i = 0; i < ran.size() && i < operations.size(); i++) {
      if (ran.get(i).exit() != 0) {
        Driver.Operation o = operations.get(i);
        drivers.unsure(o.service());
        String message = o.verb() + ": " + ran.get(i).output().strip();
        failures.add(new Agents.Refusal(o.service(), "", 0, message));
      }
    }
    return failures;
  }

  /** Whether the daemons serve what is live now; if not, goes back. */
  private Outcome judge(SignedManifest manifest, Version version, List<Agents.Refusal> failures)
      throws IOException, InterruptedException, Helper.Refused {
    List<Agents.Refusal> refusals = new ArrayList<>(probe(version));
    if (!refusals.isEmpty() && putRight(version)) {
      refusals = new ArrayList<>(probe(version));
    }
    course.reached(Step.PROBED);
    Outcome outcome;
    if (refusals.isEmpty()) {
      // What an operation complained about came right, or is not of this generation's making.
      failures.forEach(f -> Log.say(f.service() + " " + f.message()));
      memory.rememberLive(manifest);
      outcome = outcome(manifest, Standing.LIVE, List.of(), notes(version));
    } else {
      refusals.addAll(failures);
      goBack(manifest.generation());
      course.reached(Step.ROLLED_BACK);
      outcome = outcome(manifest, Standing.ROLLED_BACK, refusals, List.of());
    }
    memory.forgetPending();
    course.reached(Step.OUTCOME_REMEMBERED);
    return outcome;
  }

  /**
   * A daemon that was just starting heard nothing of the operations: it gets those that it lacks
   * before its silence counts against what is live.
   *
   * @return whether there was something to do
   */
  private boolean putRight(Version version)
      throws IOException, InterruptedException, Helper.Refused {
    List<Driver.Operation> operations;
    try {
      operations =
          drivers.each(
              version, false, (driver, task, hands) -> driver.reconcile(hands, new Looks()));
    } catch (Drivers.Fault e) {
      Log.say("putting right: " + e.refusal());
      return false;
    }
    for (Driver.Operation o : operations) {
      run(o);
    }
    return !operations.isEmpty();
  }

  private void run(Driver.Operation o) throws IOException, Helper.Refused {
    Driver.Ran ran = helper.run(o);
    Log.say(
        "put right: %s %s %s: %d %s"
            .formatted(
                o.service(),
                o.verb(),
                String.join(" ", o.arguments()),
                ran.exit(),
                ran.output().strip()));
  }

  private List<String> notes(Version version) {
    try {
      return drivers.each(version, false, Driver::notes);
    } catch (Drivers.Fault e) {
      Log.say("notes: " + e.refusal());
      return List.of();
    }
  }

  private List<Agents.Refusal> probe(Version version) {
    try {
      return drivers.each(version, false, Driver::probe);
    } catch (Drivers.Fault e) {
      return List.of(e.refusal());
    }
  }

  private void goBack(long generation) throws IOException, InterruptedException, Helper.Refused {
    Helper.Status status = helper.status();
    Version before =
        new Version(
            status.previous().orElse(0L),
            blobs.manifest(status.previousRoot(), live()),
            Version.byService(helper.back()));
    List<Driver.Operation> operations;
    try {
      operations = drivers.each(before, false, Driver::activate);
    } catch (Drivers.Fault e) {
      // The files go back all the same; the next look brings the daemon after them.
      Log.say("going back: " + e.refusal());
      operations = List.of();
    }
    List<Driver.Ran> ran = helper.rollback(generation, operations);
    failures(operations, ran)
        .forEach(f -> Log.say("going back: " + f.service() + " " + f.message()));
    probe(before).forEach(r -> Log.say("after going back: " + r.service() + " " + r.message()));
  }

  /** Finishes what was begun before the agent was killed; empty if there was nothing. */
  synchronized Optional<Outcome> resume() throws IOException, InterruptedException, Helper.Refused {
    if (helper.status().staged() != 0) {
      // Staged for an agent that is gone; whoever wants it live asks for it again.
      helper.abandon();
      staged = Optional.empty();
    }
    Optional<Memory.Pending> pending = memory.pending();
    if (pending.isEmpty()) {
      return Optional.empty();
    }
    SignedManifest manifest = pending.get().manifest();
    if (!helper.status().liveRoot().equals(manifest.root())
        || helper.status().live() != manifest.generation()) {
      memory.forgetPending();
      return Optional.empty();
    }
    Version version =
        new Version(manifest.generation(), live(), Version.byService(pending.get().changes()));
    return Optional.of(judge(manifest, version, List.of()));
  }

  /**
   * What a service says to a question, of what is live now.
   *
   * @throws IllegalArgumentException if it cannot say
   */
  List<String> answer(Agents.Question question)
      throws IOException, InterruptedException, Helper.Refused {
    return drivers.answer(question, liveVersion());
  }

  private synchronized Version liveVersion()
      throws IOException, InterruptedException, Helper.Refused {
    return new Version(helper.status().live(), live(), Map.of());
  }

  /**
   * Makes daemons and files what they should be, whoever changed them: at the start and on a timer.
   * Looking takes as long as there is much; orders do not wait for it: files are looked at a bucket
   * at a time, and what was seen counts only if none came meanwhile.
   */
  void reconcile() throws IOException, InterruptedException, Helper.Refused {
    Optional<Seen> before = repaired();
    if (before.isPresent()) {
      settle(before.get(), drivers.reconcile(before.get().live));
    }
  }

  /** What was live when a look began. */
  private record Seen(Helper.Status status, Version live) {}

  /** Puts files right; empty if there is nothing to look at, or a change is on its way. */
  private Optional<Seen> repaired() throws IOException, InterruptedException, Helper.Refused {
    List<Helper.Changed> drifted = new ArrayList<>();
    for (String digits : toLookAt()) {
      drifted.addAll(helper.drift(digits));
    }
    return repaired(drifted);
  }

  private synchronized Set<String> toLookAt()
      throws IOException, InterruptedException, Helper.Refused {
    return isAtRest() ? live().digits() : Set.of();
  }

  private boolean isAtRest() throws IOException, Helper.Refused {
    Helper.Status status = helper.status();
    return status.live() != 0 && status.staged() == 0 && memory.pending().isEmpty();
  }

  private synchronized Optional<Seen> repaired(List<Helper.Changed> drifted)
      throws IOException, InterruptedException, Helper.Refused {
    if (!isAtRest()) {
      return Optional.empty();
    }
    repair(drifted);
    Helper.Status now = helper.status();
    return Optional.of(new Seen(now, new Version(now.live(), live(), Map.of())));
  }

  private synchronized void settle(Seen before, List<Driver.Operation> operations)
      throws IOException, InterruptedException, Helper.Refused {
    operations.forEach(o -> drivers.unsure(o.service()));
    if (!helper.status().equals(before.status) || memory.pending().isPresent()) {
      return;
    }
    for (Driver.Operation o : operations) {
      run(o);
    }
    // What is not needed any more goes at the start and in quiet moments: changes wait for it.
    Optional<Helper.Status> now = Optional.of(before.status);
    if (swept.isEmpty() || (now.equals(lastLook) && !now.equals(swept))) {
      helper.clean();
      sweep(before.status);
      swept = now;
    }
    lastLook = now;
  }

  private void repair(List<Helper.Changed> drifted)
      throws IOException, InterruptedException, Helper.Refused {
    Optional<SignedManifest> manifest = memory.live();
    if (drifted.isEmpty() || manifest.isEmpty()) {
      return;
    }
    drifted.forEach(c -> Log.say("somebody changed " + c.path() + "; it is put right"));
    Staged again = stage(manifest.get());
    List<Driver.Operation> operations = drivers.each(again.version, true, Driver::activate);
    helper.commit(manifest.get().generation(), "-", operations);
    probe(again.version)
        .forEach(r -> Log.say("after the repair: " + r.service() + " " + r.message()));
  }

  private void sweep(Helper.Status status) throws IOException, InterruptedException {
    Set<String> wanted = new HashSet<>();
    for (String root : List.of(status.liveRoot(), status.previousRoot(), status.stagedRoot())) {
      blobs.manifest(root, liveManifest).reachable().forEach(hash -> wanted.add(hash.hex()));
    }
    try {
      blobs.keepOnly(wanted);
    } catch (UncheckedIOException e) {
      throw new IOException(e);
    }
  }
}
