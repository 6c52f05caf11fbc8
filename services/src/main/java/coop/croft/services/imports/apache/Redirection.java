package coop.croft.services.imports.apache;

import static coop.croft.services.imports.ProgramText.constant;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code Redirect} and its kin (mod_alias) with a path and an address. */
record Redirection(String status, String from, String to) {
  private static final Map<String, String> NAMES =
      Map.of("permanent", "301", "temp", "302", "seeother", "303");

  /** A status of a redirection by its number or by its name. */
  static Optional<String> status(String word) {
    String number = NAMES.getOrDefault(word, word);
    return Set.of("301", "302", "303", "307", "308").contains(number)
        ? Optional.of(number)
        : Optional.empty();
  }

  /** Empty if it is another form of the directive. */
  static Optional<Redirection> of(Node d) {
    List<String> w = d.words();
    boolean permanent = d.key().equals("redirectpermanent");
    Optional<String> status =
        w.size() == 2 ? Optional.of(permanent ? "301" : "302") : status(d.lower(0));
    if (status.isEmpty() || w.size() > (permanent ? 2 : 3)) {
      return Optional.empty();
    }
    String to = w.getLast();
    boolean leads = to.startsWith("https://") || to.startsWith("http://");
    return leads
        ? Optional.of(new Redirection(status.get(), w.get(w.size() - 2), to))
        : Optional.empty();
  }

  /** Whether what stands behind the path is put behind the address without a slash. */
  boolean joinsOtherwise() {
    return from.endsWith("/") && !to.endsWith("/");
  }

  String statement() {
    return "redirectWith " + status + " " + constant(from) + " " + constant(to);
  }
}
