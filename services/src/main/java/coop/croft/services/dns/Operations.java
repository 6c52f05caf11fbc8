package coop.croft.services.dns;

import coop.croft.services.Driver.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What has to be done to named, collected in any order and given out in the right one: zones are
 * there before the catalog names them, and leave the catalog before they go.
 */
final class Operations {
  /**
   * Above this, reloading everything silences the server for less long than the single reloads
   * last.
   */
  private static final int MOST_RELOADS = 50;

  /**
   * From so many new zones on, and more than there are, named starts from a text of all zones: two
   * seconds of silence, in which the secondaries answer, instead of minutes of additions.
   */
  private static final int FLOOD = 500;

  /** Zones in one message to the catalog. */
  private static final int BATCH = 200;

  private final List<Operation> server = new ArrayList<>();
  private final SortedSet<String> store = new TreeSet<>();
  private boolean storesCatalog;
  private final List<Operation> zones = new ArrayList<>();
  private final SortedSet<String> reloads = new TreeSet<>();
  private final SortedSet<String> joining = new TreeSet<>();
  private final SortedSet<String> leaving = new TreeSet<>();
  private final List<Operation> last = new ArrayList<>();

  void server(String verb) {
    server.add(operation(verb));
  }

  /** Makes named serve a zone as a new statement says. */
  void serve(String zone, java.util.Optional<String> before, String statement) {
    if (before.isEmpty()) {
      zones.add(operation("add", zone));
    } else if (ZoneStatement.modifiable(before.get(), statement)) {
      if (!ZoneStatement.clauses(before.get()).equals(ZoneStatement.clauses(statement))) {
        zones.add(operation("modify", zone));
      }
    } else {
      // modzone takes a new type or file only after a reconfiguration, which silences the server.
      // What named made for the old file goes with it: a signed form that lies about would come
      // back. Not if the new text lies where named may delete: repeated, this would take it away.
      boolean signing = ZoneStatement.isSigned(statement);
      zones.add(operation(signing ? "drop" : "drop-clean", zone));
      zones.add(operation("add", zone));
    }
  }

  /** Whether so many new zones are rather stored as a whole than added one by one. */
  static boolean isFlood(long fresh, int there) {
    return fresh >= FLOOD && fresh > there;
  }

  /**
   * Makes named start with exactly these zones; they need not be added or changed then.
   *
   * @param there how many it has now: if none, nothing of the catalog can be worth keeping either
   */
  void store(Collection<String> all, int there) {
    store.addAll(all);
    storesCatalog = there == 0;
  }

  void reload(String zone) {
    reloads.add(zone);
  }

  void refresh(String zone) {
    zones.add(operation("refresh", zone));
  }

  /** Fetches a zone that is newer here than at the primary, whatever their serials say. */
  void retransfer(String zone) {
    zones.add(operation("retransfer", zone));
  }

  void join(String zone) {
    joining.add(zone);
  }

  void leave(String zone) {
    leaving.add(zone);
  }

  /** Ends a zone with the files that named made for it. */
  void end(String zone) {
    last.add(operation("drop-clean", zone));
  }

  List<Operation> inOrder() {
    List<Operation> all = new ArrayList<>(server);
    boolean anew = all.contains(operation("seed"));
    if (store.isEmpty()) {
      all.addAll(zones);
    } else {
      // Whatever the server was to do, it starts now, and reads every statement and every text.
      all.clear();
      all.add(operation("stop"));
      if (anew) {
        all.addAll(storesCatalog ? wholeCatalog() : List.of(operation("seed")));
      }
      all.add(operation("store-drop"));
      all.add(operation("store", store.toArray(new String[0])));
      all.add(operation("start"));
      reloads.clear();
    }
    if (reloads.size() > MOST_RELOADS) {
      all.add(operation("reload-all"));
    } else {
      reloads.forEach(z -> all.add(operation("reload", z)));
    }
    all.addAll(batches("catalog-add", joining));
    all.addAll(batches("catalog-remove", leaving));
    if (anew) {
      // After its zones, so that a secondary never sees a catalog with none.
      all.add(operation("catalog-serial", Long.toString(System.currentTimeMillis() / 1000)));
    }
    all.addAll(last);
    return all;
  }

  /**
   * The secondaries begin with all zones then, instead of hearing of some more every few seconds.
   */
  private List<Operation> wholeCatalog() {
    joining.clear();
    leaving.clear();
    List<String> members = new ArrayList<>();
    store.forEach(z -> members.addAll(List.of(Names.catalogLabel(z), z)));
    return List.of(
        operation("catalog-drop"), operation("catalog-store", members.toArray(new String[0])));
  }

  private static List<Operation> batches(String verb, Collection<String> zones) {
    List<Operation> all = new ArrayList<>();
    List<String> arguments = new ArrayList<>();
    for (String zone : zones) {
      arguments.add(Names.catalogLabel(zone));
      if (verb.equals("catalog-add")) {
        arguments.add(zone);
      }
      if (arguments.size() >= 2 * BATCH) {
        all.add(new Operation("dns", verb, List.copyOf(arguments)));
        arguments.clear();
      }
    }
    if (!arguments.isEmpty()) {
      all.add(new Operation("dns", verb, List.copyOf(arguments)));
    }
    return all;
  }

  private static Operation operation(String verb, String... arguments) {
    return new Operation("dns", verb, List.of(arguments));
  }
}
