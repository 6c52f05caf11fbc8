package coop.croft.helper;

import coop.croft.core.os.Directory;
import coop.croft.core.os.OpenFile;
import coop.croft.core.os.Stat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What is live on this host, what was before, and what is staged. A manifest is believed for its
 * signature alone; every hash from the root to the content is computed here.
 */
final class Generations {
  private static final String SEEN = "seen";
  private static final String STAGING = "staging";

  private final Trust trust;
  private final Map<String, Privileges> table;
  private final Disk disk;
  private final Directory state;
  private final Store store;
  private final Switch files;
  private final Drift drift;
  private final Disk.Owners owners = new Disk.Owners();

  private long seenEpoch;
  private Optional<Signed> live = Optional.empty();
  private Tree liveTree = Tree.EMPTY;
  private Optional<Signed> previous = Optional.empty();
  private Optional<Staged> staged = Optional.empty();
  private Set<String> drifted = Set.of();
  private Set<String> asked = Set.of();
  private boolean leftOvers;

  /** A verified manifest whose files lie beside their targets. */
  record Staged(
      Signed manifest, Tree tree, List<Tree.Change> changes, List<Journal.FileMove> moves) {}

  Generations(
      Trust trust,
      Map<String, Privileges> table,
      Disk disk,
      Directory state,
      Store store,
      Switch files) {
    this.trust = trust;
    this.table = table;
    this.disk = disk;
    this.state = state;
    this.store = store;
    this.files = files;
    this.drift = new Drift(disk);
  }

  /** Reads the records after a start; what was staged is forgotten, and the agent stages again. */
  void load() throws IOException, Refused {
    Optional<OpenFile> seen = state.readIfThere(SEEN);
    if (seen.isPresent()) {
      try (OpenFile f = seen.get()) {
        seenEpoch = Long.parseLong(new String(f.read(100), StandardCharsets.UTF_8).strip());
      }
    }
    refresh();
    Optional<OpenFile> staging = state.readIfThere(STAGING);
    if (staging.isPresent()) {
      try (OpenFile f = staging.get()) {
        List<Journal.FileMove> left = new ArrayList<>();
        for (String path : new String(f.read(64 << 20), StandardCharsets.UTF_8).split("\n")) {
          if (Disk.isPlain(path)) {
            left.add(new Journal.FileMove(path, Optional.empty(), 0, 0, 0));
          }
        }
        files.unstage(left);
      }
      state.remove(STAGING);
    }
    store.dropAllBut(wanted());
  }

  private void refresh() throws IOException, Refused {
    live = files.live();
    previous = files.previous();
    liveTree = live.isPresent() ? whole(live.get(), liveTree) : Tree.EMPTY;
    seenEpoch = Math.max(seenEpoch, live.map(Signed::epoch).orElse(0L));
  }

  private Tree whole(Signed manifest, Tree known) throws Refused {
    List<String> missing = new ArrayList<>();
    Tree tree = Tree.read(manifest.root(), store, known, missing);
    if (!missing.isEmpty()) {
      throw new Refused("parts of generation " + manifest.generation() + " are lost");
    }
    return tree;
  }

  private Set<String> wanted() throws Refused {
    Set<String> wanted = new HashSet<>();
    for (Signed manifest : Stream.concat(live.stream(), previous.stream()).toList()) {
      wanted.add(manifest.root());
      whole(manifest, liveTree).hashes().forEach(wanted::add);
    }
    return wanted;
  }

  List<String> status() {
    return Stream.of(
            seenEpoch,
            live.map(Signed::generation).orElse(0L),
            live.map(Signed::epoch).orElse(0L),
            live.map(Signed::root).orElse("-"),
            staged.map(s -> s.manifest.generation()).orElse(0L),
            staged.map(s -> s.manifest.root()).orElse("-"),
            previous.map(Signed::generation).map(String::valueOf).orElse("-"),
            previous.map(Signed::root).orElse("-"))
        .map(String::valueOf)
        .toList();
  }

  Tree liveTree() {
    return liveTree;
  }

  Optional<Staged> staged() {
    return staged;
  }

  /** The live content of a path of a service, from the store: a daemon cannot have changed it. */
  byte[] content(Tree tree, String service, String path) throws IOException, Refused {
    Tree.Entry entry =
        tree.entry(path)
            .filter(e -> e.service().equals(service))
            .orElseThrow(() -> new Refused(path + " is not a file of " + service));
    return store
        .get(entry.hash())
        .orElseThrow(() -> new Refused("the content of " + path + " is lost"));
  }

  /** Keeps those blobs that were asked for: nothing but signed manifests can fill the disk. */
  void keep(Collection<byte[]> blobs) throws IOException {
    for (byte[] blob : blobs) {
      if (asked.contains(Hashes.of(blob))) {
        store.put(blob);
      }
    }
    Step.BLOBS_STORED.reached();
  }

  /**
   * Verifies a manifest and lays its changes out.
   *
   * @param missing takes the hashes of what has to be sent first; then nothing is staged
   */
  void stage(Signed manifest, List<String> missing) throws IOException, Refused {
    trust.verify(manifest);
    // What is live may be laid out again, to mend it, whoever speaks now.
    if (manifest.epoch() < seenEpoch && !live.equals(Optional.of(manifest))) {
      throw new Refused("a newer controller has spoken: epoch " + seenEpoch);
    }
    long now = live.map(Signed::generation).orElse(0L);
    if (manifest.generation() < now) {
      throw new Refused("generation " + now + " is live, which is later");
    }
    if (staged.isPresent() && staged.get().manifest.equals(manifest)) {
      return;
    }
    abandon();
    asked = Set.of();
    Tree tree = Tree.read(manifest.root(), store, liveTree, missing);
    if (!missing.isEmpty()) {
      asked = Set.copyOf(missing);
      return;
    }
    List<Tree.Change> changes = changes(tree);
    for (Tree.Change change : changes) {
      if (change.put() && !store.has(change.entry().hash())) {
        missing.add(change.entry().hash());
      }
    }
    asked = Set.copyOf(missing);
    if (missing.isEmpty()) {
      Step.MANIFEST_VERIFIED.reached();
      staged = Optional.of(layOut(manifest, tree, changes));
      remember(manifest.epoch());
    }
  }

  /** Differences from what is live, and what somebody changed meanwhile. */
  private List<Tree.Change> changes(Tree tree) {
    List<Tree.Change> changes = new ArrayList<>(tree.changesFrom(liveTree));
    Set<String> paths = new LinkedHashSet<>(drifted);
    changes.forEach(c -> paths.remove(c.path()));
    for (String path : paths) {
      tree.entry(path).ifPresent(e -> changes.add(new Tree.Change(true, path, e)));
    }
    return changes;
  }

  private Staged layOut(Signed manifest, Tree tree, List<Tree.Change> changes)
      throws IOException, Refused {
    List<Journal.FileMove> moves = new ArrayList<>();
    for (Tree.Change change : changes) {
      moves.add(move(change));
    }
    Set<String> services = new LinkedHashSet<>();
    changes.stream().filter(Tree.Change::put).forEach(c -> services.add(c.entry().service()));
    for (String service : services) {
      for (Privileges.Place place : privileges(service).directories()) {
        disk.make(place, owners);
      }
    }
    Disk.write(state, STAGING, paths(moves), 0, 0, 0600);
    try {
      for (int i = 0; i < moves.size(); i++) {
        Journal.FileMove move = moves.get(i);
        if (move.hash().isPresent()) {
          stageOne(move, changes.get(i).entry());
        }
      }
      files.syncStaged(moves);
    } catch (IOException | Refused e) {
      files.unstage(moves);
      throw e;
    }
    Step.STAGED_DURABLE.reached();
    return new Staged(manifest, tree, changes, moves);
  }

  private void stageOne(Journal.FileMove move, Tree.Entry entry) throws IOException, Refused {
    byte[] content =
        store
            .get(entry.hash())
            .orElseThrow(() -> new Refused("the content of " + move.path() + " is lost"));
    if (content.length != entry.size()) {
      throw new Refused("the manifest has a wrong size for " + move.path());
    }
    Optional<Directory> parent = disk.parent(move.path());
    if (parent.isPresent()) {
      try (Directory d = parent.get()) {
        if (d.stat(Disk.name(move.path())).filter(Stat::isDirectory).isPresent()) {
          throw new Refused("there is a directory in the place of " + move.path());
        }
      }
    }
    files.stage(move, content);
    Step.FILE_STAGED.reached();
  }

  private static byte[] paths(List<Journal.FileMove> moves) {
    StringBuilder text = new StringBuilder();
    moves.forEach(m -> text.append(m.path()).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private Journal.FileMove move(Tree.Change change) throws IOException, Refused {
    if (!Disk.isPlain(change.path())) {
      throw new Refused("not a path that a file may have: " + change.path());
    }
    if (!change.put()) {
      return new Journal.FileMove(change.path(), Optional.empty(), 0, 0, 0);
    }
    Tree.Entry entry = change.entry();
    Privileges.Place place =
        privileges(entry.service())
            .placeOf(change.path())
            .orElseThrow(
                () -> new Refused(entry.service() + " may not have a file " + change.path()));
    return new Journal.FileMove(
        change.path(),
        Optional.of(entry.hash()),
        owners.user(place.owner()),
        owners.group(place.group()),
        place.mode());
  }

  Privileges privileges(String service) throws Refused {
    Privileges privileges = table.get(service);
    if (privileges == null) {
      throw new Refused("there is no service " + service);
    }
    return privileges;
  }

  Iterable<Privileges> table() {
    return table.values();
  }

  private void remember(long epoch) throws IOException {
    if (epoch > seenEpoch) {
      Disk.replace(state, SEEN, Long.toString(epoch).getBytes(StandardCharsets.UTF_8));
      seenEpoch = epoch;
    }
  }

  void abandon() throws IOException {
    if (staged.isPresent()) {
      files.unstage(staged.get().moves);
      staged = Optional.empty();
    }
  }

  /** Makes the staged generation live; its operations are due on return. */
  void commit(long generation, List<Journal.Operation> operations) throws IOException, Refused {
    Staged next =
        staged
            .filter(s -> s.manifest.generation() == generation)
            .orElseThrow(() -> new Refused("generation " + generation + " is not staged"));
    // Repeating the live generation, to repair it, must not forget the one before it.
    Signed now = live.orElse(Signed.NOTHING);
    Optional<Signed> before =
        live.isPresent() && now.root().equals(next.manifest.root()) ? previous : Optional.of(now);
    finish(new Journal(next.manifest, before, next.moves, operations));
  }

  /** Goes back to what was live before {@code generation}; its files are laid out first. */
  void rollback(long generation, List<Journal.Operation> operations) throws IOException, Refused {
    if (live.map(Signed::generation).orElse(0L) != generation) {
      throw new Refused("generation " + generation + " is not live");
    }
    Signed target =
        previous.orElseThrow(() -> new Refused("nothing was live before " + generation));
    abandon();
    Tree tree = whole(target, liveTree);
    Staged back = layOut(target, tree, changes(tree));
    finish(new Journal(target, Optional.empty(), back.moves, operations));
  }

  /** The changes that {@link #rollback} would make. */
  List<Tree.Change> changesBack() throws Refused {
    return previous.isPresent() ? changes(whole(previous.get(), liveTree)) : List.of();
  }

  private void finish(Journal journal) throws IOException, Refused {
    files.commit(journal);
    staged = Optional.empty();
    drifted = Set.of();
    leftOvers = true;
    refresh();
  }

  /**
   * Removes what only generations that are gone needed. Looks at everything, so that it waits for a
   * quiet moment instead of making a commit longer.
   */
  private void clean() throws IOException, Refused {
    if (leftOvers && staged.isEmpty()) {
      store.dropAllBut(wanted());
      leftOvers = false;
      Step.CLEANED.reached();
    }
  }

  /**
   * Live paths that are not as the manifest says; {@link #stage} of the live manifest mends them.
   */
  Set<String> drift() throws IOException, Refused {
    clean();
    Function<Map.Entry<String, Tree.Entry>, Optional<Journal.FileMove>> wanted =
        e -> {
          try {
            return Optional.of(move(new Tree.Change(true, e.getKey(), e.getValue())));
          } catch (IOException | Refused nobodyMayMendIt) {
            return Optional.empty();
          }
        };
    drifted = drift.find(liveTree, wanted);
    return drifted;
  }
}
