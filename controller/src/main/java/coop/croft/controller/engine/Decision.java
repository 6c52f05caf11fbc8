package coop.croft.controller.engine;

import coop.croft.controller.audit.Audit;
import coop.croft.controller.fleet.Offer;
import coop.croft.controller.store.Generations;
import coop.croft.core.manifest.SignedManifest;
import coop.croft.core.manifest.Tree;
import coop.croft.core.model.SourceId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A generation that is to be, from the offer to the hosts to what binds them.
 *
 * @param generation 0 if it changes nothing on any host
 * @param trees of the hosts that change
 */
record Decision(
    Engine engine,
    Attempt a,
    long generation,
    SortedMap<String, Tree> trees,
    List<Layout.Difference> differences,
    Waves waves) {

  SortedMap<String, Offer> offers() {
    return offers(engine, a, trees, generation);
  }

  /** What hosts are asked to prepare, under a generation that may never be decided. */
  static SortedMap<String, Offer> offers(
      Engine engine, Attempt a, SortedMap<String, Tree> trees, long generation) {
    SortedMap<String, Offer> offers = new TreeMap<>();
    trees.forEach(
        (host, tree) ->
            offers.put(
                host,
                new Offer(
                    generation,
                    tree.root(),
                    new Offer.Reach(() -> tree),
                    hash -> Optional.ofNullable(a.blobs.get(hash)).or(() -> engine.blob(hash)))));
    return offers;
  }

  /**
   * Writes it down: from then on it holds.
   *
   * @param checked hosts whose failure undoes it
   * @param undo whether it takes back another one
   */
  void commit(Set<String> checked, boolean undo) {
    Map<SignedManifest, Integer> manifests = new LinkedHashMap<>();
    trees.forEach(
        (host, tree) ->
            manifests.put(engine.key.sign(host, generation, tree.root()), waves.of(host)));
    List<Commit.Act> audit = new ArrayList<>();
    for (Pending p : a.accepted) {
      Submission s = p.submission;
      String outcome = (undo ? "undone by generation " : "generation ") + generation;
      audit.add(
          new Commit.Act(
              new Audit.Entry(
                  s.actor(), s.via(), s.verb(), s.about(), generation == 0 ? "done" : outcome),
              Traces.concerns(p, a)));
    }
    Wanted dated = dated(a.wanted.orElseThrow(), generation);
    Commit commit =
        new Commit(
            generation,
            engine.key.epoch(),
            engine.clock.instant(),
            a.base.rights(),
            a.base.wanted(),
            dated,
            manifests,
            checked,
            a.blobs,
            a.facts,
            a.layout.kept(),
            audit,
            Traces.files(differences, a));
    long began = System.nanoTime();
    engine.db.write(
        h -> {
          commit.write(h);
          a.accepted.forEach(p -> p.decided.with(h, generation));
          return 0;
        });
    engine.took(Watch.Part.COMMIT, began);
    long latest = generation == 0 ? a.base.generation() : generation;
    engine.advance(new Current(latest, Optional.of(dated), a.layout, dated.rights()));
  }

  /** The generation of those programs that had none yet. */
  private static Wanted dated(Wanted w, long generation) {
    SortedMap<SourceId, Wanted.Held> sources = new TreeMap<>(w.sources());
    sources.replaceAll((id, held) -> held.since() == 0 ? held.in(generation) : held);
    return new Wanted(w.siteFiles(), w.compiler(), w.rights(), sources, w.units(), w.issued());
  }

  /** From here on the hosts get it whatever happens to this process. */
  void tellHosts() {
    trees.forEach(
        (host, tree) -> {
          int wave = waves.of(host);
          Generations.Target target = new Generations.Target(generation, wave, tree.root());
          engine.fleet.decide(host, engine.stored(target), wave == 0);
        });
    engine.fleet.endProposal();
  }
}
