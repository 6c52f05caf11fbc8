package coop.croft.controller.audit;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Under what an entry is found again: an index beside the log, which the chain of hashes does not
 * cover.
 *
 * @param members who may see it although others did it
 * @param names of programs, domains, hosts, rights, members
 */
public record Concerns(Set<String> members, Set<String> names) {
  public static final Concerns NOTHING = new Concerns(Set.of(), Set.of());

  private static final int NAMES = 500;

  /** Nobody in particular, and every word of what was acted on. */
  public static Concerns wordsOf(String about) {
    return new Concerns(Set.of(), words(about));
  }

  private static Set<String> words(String about) {
    List<String> all = Arrays.stream(about.split("\\s+")).filter(w -> !w.isEmpty()).toList();
    return new TreeSet<>(all.subList(0, Math.min(NAMES, all.size())));
  }

  /** These as well. */
  public Concerns and(Collection<String> moreMembers, Collection<String> moreNames) {
    Set<String> m = new TreeSet<>(members);
    m.addAll(moreMembers);
    Set<String> n = new TreeSet<>(names);
    n.addAll(moreNames);
    return new Concerns(m, n);
  }
}
