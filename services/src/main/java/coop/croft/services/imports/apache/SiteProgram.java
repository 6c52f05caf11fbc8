package coop.croft.services.imports.apache;

import static coop.croft.services.imports.ProgramText.constant;

import coop.croft.lang.Diagnostic;
import coop.croft.lang.Span;
import coop.croft.services.imports.Remark;
import coop.croft.services.imports.apache.Audit.Doubt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The block of one site, without what the checker refuses; and if anything in it is not known for
 * certain, closed: one rule in front of all others refuses everybody, and one part of the site, the
 * whole, lets nobody in.
 */
final class SiteProgram {
  /** So often what the checker refuses is taken out; then all of it is. */
  private static final int ROUNDS = 2;

  private static final int MOST_LINES = 30;
  private static final String REFUSAL = "rewriteRule \"^\" \"-\" [forbidden]";
  private static final String WHOLE = "location \"/\"";

  /** Signs of patterns and variables that no name of a program has. */
  private static final String UNSAID = "?[]${}";

  private final Node host;
  private final String domain;
  private final Part site;
  private final Map<Span, Doubt> doubts = new LinkedHashMap<>();

  /** Whether the program has all names of the host. */
  private boolean allNames = true;

  /**
   * @param found what is not known of it
   */
  SiteProgram(Host host, String name, String domain, Audit audit, List<Doubt> found) {
    this.host = host.node();
    this.domain = domain;
    this.site =
        Part.block(
            host.node(), name.equals(domain) ? "vhostDefault" : "web " + constant(inside(name)));
    site.settings().addAll(audit.settings);
    site.body().addAll(audit.body);
    found.forEach(d -> doubts.putIfAbsent(d.place(), d));
  }

  private String inside(String name) {
    return name.equals(domain) ? "@" : name.substring(0, name.length() - domain.length() - 1);
  }

  void set(String setting) {
    site.settings().add(Part.statement(host, setting));
  }

  /** Another name of the site, and its address if it is in the domain. */
  void alias(String name, List<Part> addresses) {
    if (name.chars().anyMatch(c -> UNSAID.indexOf(c) >= 0)) {
      allNames = false;
      return;
    }
    boolean here = name.equals(domain) || name.endsWith("." + domain);
    String text =
        here ? "serverAliasHost " + constant(inside(name)) : "serverAlias " + constant(name);
    site.body().addFirst(Part.statement(host, text));
    if (here && !name.equals(domain)) {
      addresses.add(Part.statement(host, "webAddress " + constant(inside(name))));
    }
  }

  /**
   * The block; empty if the checker takes no such site.
   *
   * @param places a place as comments say it
   */
  Optional<Part> made(Function<Span, String> places, List<Remark> remarks) {
    Optional<List<Diagnostic>> faults = faults();
    for (int round = 0; round < ROUNDS && faults.isPresent(); round++) {
      Listing listing = listing();
      faults.get().forEach(f -> drop(listing.at(f.span().line()), f));
      faults = faults();
    }
    if (faults.isPresent()) {
      site.body().clear();
      String first = faults.get().getFirst().message();
      doubt(site, "nothing of it is said, as the checker refuses too much: " + first);
    }
    Set<Span> said = site.body().stream().map(Part::place).collect(Collectors.toSet());
    for (Doubt d : doubts.values()) {
      boolean isSaid = said.contains(d.place()) || (allNames && d.why().equals(Audit.PATTERN));
      Remark.Kind kind = isSaid ? Remark.Kind.CHANGED : Remark.Kind.LEFT_OUT;
      remark(d.place(), kind, d.what(), d.why(), remarks);
    }
    if (!doubts.isEmpty()) {
      close(places);
      String why = "nobody is let in; the program says which lines are to be read, and what then";
      remark(host.place(), Remark.Kind.CHANGED, host.name(), why, remarks);
    }
    Optional<String> fault = faults().map(f -> f.getFirst().message());
    fault.ifPresent(f -> remark(host.place(), Remark.Kind.LEFT_OUT, host.name(), f, remarks));
    return fault.isEmpty() ? Optional.of(site) : Optional.empty();
  }

  private static void remark(
      Span place, Remark.Kind kind, String what, String why, List<Remark> remarks) {
    remarks.add(new Remark(place, kind, what, why));
  }

  private Listing listing() {
    Part whole = Part.block(host, "dom " + constant(domain));
    whole.body().add(site);
    return new Listing(new ArrayList<>(List.of(whole)));
  }

  private Optional<List<Diagnostic>> faults() {
    return Rehearsal.faults(listing().text());
  }

  private void drop(Listing.Line line, Diagnostic fault) {
    if (!line.part().equals(site) && line.in().removeIf(p -> p.equals(line.part()))) {
      allNames = allNames && !line.part().says("serverAlias");
      boolean password = line.part().says("authBasic");
      if (password) {
        // Without it the checker takes no names of those who may come in.
        line.in().removeIf(p -> p.says("requireUser") || p.says("requireValidUser"));
      }
      // Its hint names a line of the program that is made here.
      Optional<String> hint = fault.hint().filter(h -> !password);
      doubt(line.part(), fault.message() + hint.map(h -> "; " + h).orElse(""));
    }
  }

  private void doubt(Part part, String why) {
    doubts.putIfAbsent(part.place(), new Doubt(part.place(), part.what(), why));
  }

  /** The lid, and why it is there. */
  private void close(Function<Span, String> places) {
    List<Part> head = new ArrayList<>();
    head.add(
        Part.comment(
            host,
            "Nobody is let in yet. These lines may decide who is, and are not said for certain:"));
    doubts.values().stream()
        .sorted(Comparator.comparingInt(d -> d.place().line()))
        .limit(MOST_LINES)
        .map(d -> "  " + places.apply(d.place()) + ": " + d.what() + ": " + d.why())
        .forEach(text -> head.add(Part.comment(host, text)));
    if (doubts.size() > MOST_LINES) {
      head.add(Part.comment(host, "  and " + (doubts.size() - MOST_LINES) + " more"));
    }
    head.add(
        Part.comment(
            host,
            "Read them and say what they say; then take away this rule, and denyFrom in location"
                + " \"/\" below."));
    head.add(Part.statement(host, REFUSAL));
    site.body().addAll(0, head);
    Part whole = Part.block(host, WHOLE);
    for (Part part : site.body()) {
      whole = part.text().equals(WHOLE) ? part : whole;
    }
    whole.body().removeIf(p -> p.text().equals(Access.CLOSED));
    whole.body().addFirst(Part.statement(host, Access.CLOSED));
    Part last = whole;
    site.body().removeIf(p -> p.equals(last));
    site.body().add(last);
  }
}
