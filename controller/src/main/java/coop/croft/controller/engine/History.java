package coop.croft.controller.engine;

import coop.croft.controller.store.Past;
import coop.croft.core.manifest.Hash;
import coop.croft.core.manifest.LineMap;
import coop.croft.core.manifest.Manifest;
import coop.croft.core.model.SourceId;
import coop.croft.core.plan.Plan;
import coop.croft.lang.SourceText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Earlier generations: how they differ, and what would bring one of them back. */
public final class History {
  private final Engine engine;

  public History(Engine engine) {
    this.engine = engine;
  }

  /**
   * How the hosts' files differ between two generations, in a plan's words. Costs what differs.
   *
   * @param from 0: before the first
   * @param member only files that stem from that member's programs
   */
  public Plan between(long from, long to, Optional<String> member) {
    Wanted wanted =
        engine.current().wanted().orElseThrow(() -> new IllegalStateException(Engine.NO_SITE));
    SortedMap<String, Hash> before = engine.db.read(h -> Past.roots(h, from));
    SortedMap<String, Hash> after = engine.db.read(h -> Past.roots(h, to));
    Optional<Set<String>> own =
        member.map(
            m -> engine.db.read(h -> Past.files(h, Math.min(from, to), Math.max(from, to), m)));
    List<Layout.Difference> differences = new ArrayList<>();
    SortedSet<String> hosts = new TreeSet<>(before.keySet());
    hosts.addAll(after.keySet());
    for (String host : hosts) {
      Map<String, Manifest.Entry> old = new TreeMap<>();
      Map<String, Manifest.Entry> fresh = new TreeMap<>();
      buckets(before.get(host), after.get(host), old);
      buckets(after.get(host), before.get(host), fresh);
      SortedSet<String> paths = new TreeSet<>(old.keySet());
      paths.addAll(fresh.keySet());
      for (String path : paths) {
        Manifest.Entry was = old.get(path);
        Manifest.Entry is = fresh.get(path);
        if (!Objects.equals(was, is)
            && own.map(files -> files.contains(host + " " + path)).orElse(true)) {
          differences.add(
              new Layout.Difference(
                  Optional.empty(), piece(host, path, was), piece(host, path, is)));
        }
      }
    }
    differences.sort(
        Comparator.comparing((Layout.Difference d) -> d.piece().host())
            .thenComparing(d -> d.piece().service())
            .thenComparing(d -> d.piece().path()));
    return Words.plan(to, differences, wanted);
  }

  /** The entries of those buckets of a tree that the other tree has not got. */
  private void buckets(
      @org.jspecify.annotations.Nullable Hash root,
      @org.jspecify.annotations.Nullable Hash other,
      Map<String, Manifest.Entry> into) {
    if (root == null || root.equals(other)) {
      return;
    }
    Map<String, Hash> others = other == null ? Map.of() : Manifest.readRoot(text(other));
    Manifest.readRoot(text(root))
        .forEach(
            (digits, hash) -> {
              if (!hash.equals(others.get(digits))) {
                Manifest.readBucket(digits, text(hash), into);
              }
            });
  }

  private byte[] text(Hash hash) {
    return engine
        .blob(hash)
        .orElseThrow(() -> new IllegalStateException("the store has lost the blob " + hash));
  }

  private static Optional<Piece> piece(
      String host, String path, Manifest.@org.jspecify.annotations.Nullable Entry entry) {
    return Optional.ofNullable(entry)
        .map(e -> new Piece(host, e.service(), path, e.hash(), e.size(), false, LineMap.EMPTY));
  }

  /**
   * How a text differs.
   *
   * @param name of a program, or of a file of the site
   */
  public record TextDifference(String name, String before, String after) {}

  /** How the programs of a member differ between two generations. */
  public List<TextDifference> programs(long from, long to, String member) {
    Map<String, SourceText> before = new TreeMap<>();
    Map<String, SourceText> after = new TreeMap<>();
    Optional<String> whose = Optional.of(member);
    engine.db.read(h -> Past.sources(h, from, whose)).forEach((id, t) -> before.put(id.name(), t));
    engine.db.read(h -> Past.sources(h, to, whose)).forEach((id, t) -> after.put(id.name(), t));
    return texts(before, after);
  }

  /** How the site's own files differ between two generations. */
  public List<TextDifference> site(long from, long to) {
    Map<String, SourceText> before = new TreeMap<>();
    Map<String, SourceText> after = new TreeMap<>();
    engine.db.read(h -> Past.site(h, from)).forEach(t -> before.put(t.file(), t));
    engine.db.read(h -> Past.site(h, to)).forEach(t -> after.put(t.file(), t));
    return texts(before, after);
  }

  private static List<TextDifference> texts(
      Map<String, SourceText> before, Map<String, SourceText> after) {
    List<TextDifference> out = new ArrayList<>();
    SortedSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      TextDifference d = new TextDifference(name, text(before, name), text(after, name));
      if (!d.before().equals(d.after())) {
        out.add(d);
      }
    }
    return out;
  }

  private static String text(Map<String, SourceText> texts, String name) {
    return Optional.ofNullable(texts.get(name))
        .map(t -> new String(t.bytes(), java.nio.charset.StandardCharsets.UTF_8))
        .orElse("");
  }

  /**
   * What makes one member's program what it was at a generation; empty if it is that already. A
   * program that did not exist then is taken down.
   */
  public List<Change> back(SourceId id, long generation) {
    SortedMap<SourceId, SourceText> then =
        engine.db.read(h -> Past.sources(h, generation, Optional.of(id.member())));
    then.keySet().retainAll(Set.of(id));
    SortedMap<SourceId, Wanted.Held> now = new TreeMap<>(held());
    now.keySet().retainAll(Set.of(id));
    return changes(now, then);
  }

  /** The same for all programs and the site's own files; rights and members stay as they are. */
  public List<Change> back(long generation) {
    List<Change> out = new ArrayList<>();
    List<SourceText> site = engine.db.read(h -> Past.site(h, generation));
    if (!engine.current().wanted().map(w -> sameFiles(w.siteFiles(), site)).orElse(false)) {
      out.add(new Change.TakeSite(site));
    }
    out.addAll(changes(held(), engine.db.read(h -> Past.sources(h, generation, Optional.empty()))));
    return out;
  }

  private static boolean sameFiles(List<SourceText> a, List<SourceText> b) {
    return texts(byName(a), byName(b)).isEmpty();
  }

  private static Map<String, SourceText> byName(List<SourceText> files) {
    Map<String, SourceText> out = new TreeMap<>();
    files.forEach(f -> out.put(f.file(), f));
    return out;
  }

  private SortedMap<SourceId, Wanted.Held> held() {
    return engine.current().wanted().map(Wanted::sources).orElse(new TreeMap<>());
  }

  private static List<Change> changes(
      SortedMap<SourceId, Wanted.Held> now, SortedMap<SourceId, SourceText> then) {
    List<Change> out = new ArrayList<>();
    now.keySet().stream()
        .filter(id -> !then.containsKey(id))
        .forEach(id -> out.add(new Change.Remove(id)));
    then.forEach(
        (id, text) -> {
          Wanted.Held held = now.get(id);
          if (held == null || !Arrays.equals(held.text().bytes(), text.bytes())) {
            out.add(new Change.Put(id, text));
          }
        });
    return out;
  }
}
