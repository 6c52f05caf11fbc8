package coop.croft.helper;

import coop.croft.core.os.Directory;
import coop.croft.core.os.Disk;
import coop.croft.core.os.Drift;
import coop.croft.core.os.Heap;
import coop.croft.core.os.OpenDirectories;
import coop.croft.core.os.Owners;
import coop.croft.core.os.Sha256;
import coop.croft.core.os.Stat;
import coop.croft.core.os.WantedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
  private final Switch files;
  private final Drift drift;
  private final Owners owners = new Owners();

  private long seenEpoch;
  private Optional<Signed> live = Optional.empty();
  private Tree liveTree = Tree.EMPTY;
  private Optional<Signed> previous = Optional.empty();
  private Optional<Staged> staged = Optional.empty();
  private final Set<String> drifted = new TreeSet<>();
  private Set<String> asked = Set.of();

  /** A verified manifest whose files lie beside their targets. */
  record Staged(Signed manifest, Tree tree, List<Tree.Change> changes, List<WantedFile> moves) {}

  Generations(Trust trust, Map<String, Privileges> table, Switch files) {
    this.trust = trust;
    this.table = table;
    this.files = files;
    this.drift = new Drift(files.disk());
  }

  /** Reads the records after a start; what was staged is forgotten, and the agent stages again. */
  void load() throws IOException {
    seenEpoch = Long.parseLong(files.read(SEEN).orElse("0").strip());
    refresh();
    Stream<String> left = files.read(STAGING).stream().flatMap(String::lines);
    WantedFile.takeBack(files.disk(), left.filter(Disk::isPlain).toList());
    files.state().remove(STAGING);
    files.store().dropAllBut(wanted());
  }

  private void refresh() throws IOException {
    live = files.live();
    previous = files.previous();
    liveTree = live.isPresent() ? whole(live.get()) : Tree.EMPTY;
    seenEpoch = Math.max(seenEpoch, live.map(Signed::epoch).orElse(0L));
  }

  private Tree whole(Signed manifest) throws IOException {
    List<String> missing = new ArrayList<>();
    Tree tree = Tree.read(manifest.root(), files.store(), liveTree, missing);
    if (!missing.isEmpty()) {
      throw new Refused("parts of generation " + manifest.generation() + " are lost");
    }
    return tree;
  }

  private Set<String> wanted() throws IOException {
    Set<String> wanted = new HashSet<>();
    for (Signed manifest : Stream.concat(live.stream(), previous.stream()).toList()) {
      wanted.add(manifest.root());
      whole(manifest).hashes().forEach(wanted::add);
    }
    return wanted;
  }

  List<String> status() {
    Optional<Signed> next = staged.map(Staged::manifest);
    return List.of(
        seenEpoch + "",
        generation(live) + "",
        live.map(Signed::epoch).orElse(0L) + "",
        live.map(Signed::root).orElse("-"),
        generation(next) + "",
        next.map(Signed::root).orElse("-"),
        previous.map(p -> p.generation() + "").orElse("-"),
        previous.map(Signed::root).orElse("-"));
  }

  private static long generation(Optional<Signed> manifest) {
    return manifest.map(Signed::generation).orElse(0L);
  }

  Tree liveTree() {
    return liveTree;
  }

  Optional<Staged> staged() {
    return staged;
  }

  Staged stagedNow() throws Refused {
    return staged.orElseThrow(() -> new Refused("nothing is staged"));
  }

  /** The content of a path of a service, from the store: a daemon cannot have changed it. */
  byte[] content(Tree tree, String service, String path) throws IOException {
    Optional<Tree.Entry> entry = tree.entry(path).filter(e -> e.service().equals(service));
    if (entry.isEmpty()) {
      throw new Refused(path + " is not a file of " + service);
    }
    return files.store().get(entry.get().hash(), path);
  }

  /** Keeps those blobs that were asked for: nothing but signed manifests can fill the disk. */
  void keep(Collection<byte[]> blobs) throws IOException {
    for (byte[] blob : blobs) {
      if (asked.contains(Sha256.of(blob))) {
        files.store().put(blob);
      }
    }
    Step.BLOBS_STORED.reached();
  }

  /**
   * Verifies a manifest and lays its changes out.
   *
   * @param missing takes the hashes of what has to be sent first; then nothing is staged
   */
  void stage(Signed manifest, List<String> missing) throws IOException {
    trust.verify(manifest);
    // What is live may be laid out again, to mend it, whoever speaks now.
    if (manifest.epoch() < seenEpoch && !live.equals(Optional.of(manifest))) {
      throw new Refused("a newer controller has spoken: epoch " + seenEpoch);
    }
    if (manifest.generation() < generation(live)) {
      throw new Refused("generation " + generation(live) + " is live, which is later");
    }
    if (staged.isPresent() && staged.get().manifest.equals(manifest)) {
      return;
    }
    abandon();
    Tree tree = Tree.read(manifest.root(), files.store(), liveTree, missing);
    List<Tree.Change> changes = missing.isEmpty() ? changes(tree) : List.of();
    for (Tree.Change change : changes) {
      if (change.put() && !files.store().has(change.entry().hash())) {
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
    Set<String> paths = new TreeSet<>(drifted);
    changes.forEach(c -> paths.remove(c.path()));
    tree.at(paths).forEach(changes::add);
    return changes;
  }

  private Staged layOut(Signed manifest, Tree tree, List<Tree.Change> changes) throws IOException {
    List<WantedFile> moves = new ArrayList<>();
    Set<String> services = new HashSet<>();
    for (Tree.Change change : changes) {
      moves.add(move(change));
      if (change.put()) {
        services.add(change.entry().service());
      }
    }
    for (String service : services) {
      for (Privileges.Place place : privileges(service).directories()) {
        WantedFile d = wanted(place, place.path(), "");
        files.disk().make(d.path(), d.uid(), d.gid(), d.mode());
      }
    }
    List<String> paths = paths(moves);
    byte[] record = String.join("\n", paths).getBytes(StandardCharsets.UTF_8);
    files.state().write(STAGING, record, 0, 0, 0600);
    try (OpenDirectories places = new OpenDirectories(files.disk())) {
      for (int i = 0; i < moves.size(); i++) {
        if (changes.get(i).put()) {
          layOut(moves.get(i), changes.get(i).entry(), places);
        }
      }
      places.syncAll(files.store());
    } catch (IOException e) {
      WantedFile.takeBack(files.disk(), paths);
      throw e;
    }
    Step.STAGED_DURABLE.reached();
    return new Staged(manifest, tree, changes, moves);
  }

  private static List<String> paths(List<WantedFile> moves) {
    return moves.stream().map(WantedFile::path).toList();
  }

  private void layOut(WantedFile move, Tree.Entry entry, OpenDirectories places)
      throws IOException {
    byte[] content = files.store().get(entry.hash(), move.path());
    if (content.length != entry.size()) {
      throw new Refused("the manifest has a wrong size for " + move.path());
    }
    Directory place = places.make(move.path());
    if (place.stat(move.name()).filter(Stat::isDirectory).isPresent()) {
      throw new Refused("there is a directory in the place of " + move.path());
    }
    move.lay(places, content);
    Step.FILE_STAGED.reached();
  }

  private WantedFile move(Tree.Change change) throws IOException {
    String path = change.path();
    if (!Disk.isPlain(path)) {
      throw new Refused("not a path that a file may have: " + path);
    }
    if (!change.put()) {
      return WantedFile.none(path);
    }
    String service = change.entry().service();
    Optional<Privileges.Place> place = privileges(service).placeOf(path);
    if (place.isEmpty()) {
      throw new Refused(service + " may not have a file " + path);
    }
    return wanted(place.get(), path, change.entry().hash());
  }

  /** A file with the owner and the mode of a place. */
  WantedFile wanted(Privileges.Place place, String path, String hash) throws IOException {
    long user = owners.user(place.owner());
    long group = owners.group(place.group());
    return new WantedFile(path, Optional.of(hash), user, group, place.mode());
  }

  Privileges privileges(String service) throws Refused {
    return Optional.ofNullable(table.get(service))
        .orElseThrow(() -> new Refused("there is no service " + service));
  }

  Iterable<Privileges> table() {
    return table.values();
  }

  private void remember(long epoch) throws IOException {
    if (epoch > seenEpoch) {
      files.state().replace(SEEN, Long.toString(epoch).getBytes(StandardCharsets.UTF_8));
      files.state().sync();
      seenEpoch = epoch;
    }
  }

  void abandon() throws IOException {
    if (staged.isPresent()) {
      WantedFile.takeBack(files.disk(), paths(staged.get().moves));
      staged = Optional.empty();
    }
  }

  /**
   * Makes the staged generation live; its operations are due on return.
   *
   * @param decision signature that it was decided; not looked at for what is live, to repair it
   */
  void commit(long generation, String decision, List<Journal.Operation> operations)
      throws IOException {
    Staged next =
        staged
            .filter(s -> s.manifest.generation() == generation)
            .orElseThrow(() -> new Refused("generation " + generation + " is not staged"));
    if (!live.equals(Optional.of(next.manifest))) {
      trust.verifyDecision(next.manifest, decision);
    }
    // Repeating the live generation must not forget the one before it.
    Signed now = live.orElse(Signed.NOTHING);
    boolean same = live.isPresent() && now.root().equals(next.manifest.root());
    finish(new Journal(next.manifest, same ? previous : Optional.of(now), next.moves, operations));
  }

  /** Goes back to what was live before {@code generation}; its files are laid out first. */
  void rollback(long generation, List<Journal.Operation> operations) throws IOException {
    if (generation(live) != generation) {
      throw new Refused("generation " + generation + " is not live");
    }
    Signed target =
        previous.orElseThrow(() -> new Refused("nothing was live before " + generation));
    abandon();
    Tree tree = whole(target);
    Staged back = layOut(target, tree, changes(tree));
    finish(new Journal(target, Optional.empty(), back.moves, operations));
  }

  /** The changes that {@link #rollback} would make. */
  List<Tree.Change> changesBack() throws IOException {
    return previous.isPresent() ? changes(whole(previous.get())) : List.of();
  }

  private void finish(Journal journal) throws IOException {
    files.commit(journal);
    staged = Optional.empty();
    drifted.clear();
    refresh();
  }

  /**
   * Live files that are not as the manifest says; {@link #stage} of the live manifest mends them.
   *
   * @param digits with which the name of a bucket begins: others are not looked at
   */
  List<Tree.Change> drift(String digits) throws IOException {
    List<WantedFile> wanted = new ArrayList<>();
    for (Tree.Change file : liveTree.all(digits).toList()) {
      try {
        wanted.add(move(file));
      } catch (IOException e) {
        // Nobody may mend it.
      }
    }
    Heap.giveBack();
    Set<String> found = drift.find(digits, wanted);
    drifted.addAll(found);
    return liveTree.at(found).toList();
  }

  /**
   * Removes what only generations that are gone needed. Looks at everything, so that it is to be
   * asked for in a quiet moment.
   */
  void clean() throws IOException {
    if (staged.isEmpty()) {
      files.store().dropAllBut(wanted());
      Step.CLEANED.reached();
    }
  }
}
