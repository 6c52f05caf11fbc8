package coop.croft.lang.reference;

import coop.croft.lang.syntax.Uses;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All that the library and the site offer to programs.
 *
 * @param sections library files in the order in which they use each other, then the site's
 * @param blocks all kinds of blocks, the file itself first, each with the values that are legal in
 *     it, in the order of the sections
 */
public record Reference(List<Section> sections, Map<BlockKind, List<String>> blocks) {
  /**
   * One file.
   *
   * @param file as it was named when it was loaded
   * @param entries its declarations, in their order
   */
  public record Section(String file, boolean ofSite, DocText doc, List<Entry> entries) {
    /** The file's name without directories and ending. */
    public String name() {
      String last = file.substring(file.lastIndexOf('/') + 1);
      return last.endsWith(".dtl") ? last.substring(0, last.length() - 4) : last;
    }
  }

  /** A declaration and where it stands. */
  public record Found(Section section, Entry entry) {}

  /** What declares a name; settings do not. At most one in each name space. */
  public List<Found> named(String name) {
    return declarations().filter(f -> f.entry().names().contains(name)).toList();
  }

  /** All names, each with its declaration; settings are none. In the order of the sections. */
  public Map<Uses.Name, Found> index() {
    Map<Uses.Name, Found> index = new LinkedHashMap<>();
    declarations()
        .forEach(
            f ->
                f.entry()
                    .names()
                    .forEach(n -> index.putIfAbsent(new Uses.Name(f.entry().space(), n), f)));
    return index;
  }

  private Stream<Found> declarations() {
    return sections.stream()
        .flatMap(s -> s.entries().stream().map(e -> new Found(s, e)))
        .filter(f -> !(f.entry() instanceof Entry.OfSetting));
  }

  /** All names, without regard to their name spaces. */
  public Collection<String> names() {
    Set<String> names = new LinkedHashSet<>();
    declarations().forEach(f -> names.addAll(f.entry().names()));
    return new ArrayList<>(names);
  }
}
