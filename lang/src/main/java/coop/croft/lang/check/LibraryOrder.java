package coop.croft.lang.check;

import coop.croft.lang.Code;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.syntax.Tree;
import coop.croft.lang.syntax.Uses;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts files into the order in which they use each other's names. */
public final class LibraryOrder {
  private final List<Tree> files;
  private final Map<Uses.Name, Integer> declaredIn = new HashMap<>();
  private final List<Diagnostic> faults = new ArrayList<>();
  private final Set<Integer> done = new LinkedHashSet<>();
  private final List<Integer> path = new ArrayList<>();

  private LibraryOrder(List<Tree> files) {
    this.files = files;
  }

  /**
   * The files, each behind those that it uses; what depends on nothing keeps its place.
   *
   * @param faults takes an error for each circle
   */
  public static List<Tree> of(List<Tree> files, List<Diagnostic> faults) {
    LibraryOrder order = new LibraryOrder(files);
    for (int i = 0; i < files.size(); i++) {
      for (Uses.Name name : Uses.declaredBy(files.get(i)).keySet()) {
        order.declaredIn.putIfAbsent(name, i);
      }
    }
    for (int i = 0; i < files.size(); i++) {
      order.visit(i);
    }
    faults.addAll(order.faults);
    List<Tree> ordered = new ArrayList<>();
    for (int file : order.done) {
      ordered.add(files.get(file));
    }
    return ordered;
  }

  private void visit(int file) {
    if (done.contains(file)) {
      return;
    }
    path.add(file);
    Tree tree = files.get(file);
    Set<Uses.Name> own = Uses.declaredBy(tree).keySet();
    Set<Integer> reported = new HashSet<>();
    List<Map.Entry<Uses.Name, Uses.Place>> uses = new ArrayList<>(Uses.of(tree).entrySet());
    uses.sort((a, b) -> Integer.compare(a.getValue().start(), b.getValue().start()));
    for (Map.Entry<Uses.Name, Uses.Place> use : uses) {
      Integer other = declaredIn.get(use.getKey());
      if (other == null || own.contains(use.getKey())) {
        continue;
      }
      if (!path.contains(other)) {
        visit(other);
      } else if (reported.add(other)) {
        circle(tree, other, use);
      }
    }
    path.removeLast();
    done.add(file);
  }

  private void circle(Tree tree, int back, Map.Entry<Uses.Name, Uses.Place> use) {
    List<String> names = new ArrayList<>();
    for (int file : path.subList(path.indexOf(back), path.size())) {
      names.add(files.get(file).source().file());
    }
    names.add(files.get(back).source().file());
    faults.add(
        Diagnostic.of(
            tree.source().span(use.getValue().start(), use.getValue().end()),
            Code.CONFLICT,
            "library files use each other's names in a circle: " + String.join(", ", names),
            "move what both need into a file of its own"));
  }
}
