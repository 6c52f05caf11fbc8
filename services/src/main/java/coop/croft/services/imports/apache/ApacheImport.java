package coop.croft.services.imports.apache;

import static coop.croft.services.imports.ProgramText.constant;

import coop.croft.lang.Code;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.SourceText;
import coop.croft.lang.Span;
import coop.croft.services.imports.Imported;
import coop.croft.services.imports.ProgramText;
import coop.croft.services.imports.Remark;
import coop.croft.services.imports.apache.Audit.Doubt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a program of virtual hosts of Apache: sites that do the same, apart from directives that
 * the site's administrators set and those that the library has no words for, each of which is named
 * in a remark. A site of which not everything is known that decides about access lets nobody in.
 */
public final class ApacheImport {
  private static final int MOST_HOSTS = 300;

  /** Directives and names of one host. */
  private static final int MOST_WORDS = 3000;

  private static final int MOST_WORDS_IN_ALL = 10_000;

  private final List<SourceText> files;
  private final List<String> domains;
  private final List<Remark> remarks = new ArrayList<>();

  /** By domain: what stands in its block. */
  private final Map<String, Part> blocks = new LinkedHashMap<>();

  /** What is not known, and is about all hosts. */
  private final List<Doubt> common = new ArrayList<>();

  /** By the place of the host. */
  private final Map<Span, Audit> audits = new HashMap<>();

  /** Names that a site of the program has. */
  private final Set<String> claimed = new HashSet<>();

  private ApacheImport(List<SourceText> files, List<String> domains) {
    this.files = files;
    this.domains = domains;
  }

  /**
   * @param files configuration files, in any order
   * @param domains the domains below which hosts are to be found; if none are said, they are
   *     guessed
   */
  public static Imported of(List<SourceText> files, List<String> domains) {
    List<Diagnostic> faults = new ArrayList<>();
    List<Node> nodes = new ArrayList<>();
    for (SourceText file : files) {
      ConfigReader.Read read = ConfigReader.read(file);
      faults.addAll(read.faults());
      nodes.addAll(read.nodes().stream().flatMap(Modules::hosts).toList());
    }
    ApacheImport all = new ApacheImport(files, domains);
    if (faults.isEmpty() && nodes.stream().filter(ApacheImport::isHost).count() > MOST_HOSTS) {
      faults.add(all.bound("there are more than " + MOST_HOSTS + " virtual hosts"));
    }
    if (faults.isEmpty() && nodes.stream().anyMatch(n -> isHost(n) && words(n) > MOST_WORDS)) {
      faults.add(all.bound("a virtual host has more than " + MOST_WORDS + " directives and names"));
    }
    int words = nodes.stream().filter(ApacheImport::isHost).mapToInt(ApacheImport::words).sum();
    if (faults.isEmpty() && words > MOST_WORDS_IN_ALL) {
      faults.add(
          all.bound("there are more than " + MOST_WORDS_IN_ALL + " directives and names in all"));
    }
    return faults.isEmpty() ? all.program(nodes) : new Imported.Refused(Diagnostic.inOrder(faults));
  }

  private static int words(Node node) {
    return switch (node) {
      case Node.Directive d -> d.words().size();
      case Node.Section s -> 1 + s.body().stream().mapToInt(ApacheImport::words).sum();
    };
  }

  private Span start() {
    return new Span(files.getFirst().file(), 1, 1, 1, 1);
  }

  private Diagnostic bound(String what) {
    return Diagnostic.of(start(), Code.BOUND, what, "import some of the virtual hosts at a time");
  }

  private static boolean isHost(Node node) {
    return node instanceof Node.Section && node.key().equals("virtualhost");
  }

  private Imported program(List<Node> nodes) {
    List<Host> hosts =
        nodes.stream().filter(ApacheImport::isHost).map(n -> Host.of((Node.Section) n)).toList();
    common.addAll(Audit.outside(nodes.stream().filter(n -> !isHost(n)).toList(), remarks));
    common.forEach(d -> remark(d.place(), Remark.Kind.LEFT_OUT, d.what(), d.why()));
    hosts.forEach(h -> audits.put(h.node().place(), new Audit(h)));
    together(hosts);
    Map<String, List<Host>> byName = new LinkedHashMap<>();
    for (Host host : hosts) {
      host.name().ifPresent(name -> byName.computeIfAbsent(name, k -> new ArrayList<>()).add(host));
    }
    claimed.addAll(byName.keySet());
    byName.forEach(this::site);
    blocks.forEach(
        (domain, block) -> {
          if (!claimed.contains(domain)) {
            block.settings().add(Part.statement(hosts.getFirst().node(), "DefaultAddress = false"));
          }
        });
    List<Part> parts = List.copyOf(blocks.values());
    Optional<List<Diagnostic>> faults =
        parts.isEmpty() ? Optional.empty() : Rehearsal.faults(new Listing(parts).text());
    if (faults.isPresent()) {
      String why = faults.get().getFirst().message();
      return new Imported.Refused(List.of(bound("its hosts do not make one program: " + why)));
    }
    if (hosts.isEmpty()) {
      remark(start(), Remark.Kind.LEFT_OUT, "the file", "it holds no <VirtualHost>");
    }
    return written(parts);
  }

  private Imported written(List<Part> parts) {
    List<String> order = files.stream().map(SourceText::file).toList();
    Set<Remark> once = new LinkedHashSet<>(remarks);
    // What one site leaves out as a line of another one may stand in that one all the same.
    List<Remark> all =
        new ArrayList<>(
            once.stream()
                .filter(r -> !(r.isLeftOut() && once.contains(r.as(Remark.Kind.CHANGED))))
                .toList());
    all.sort(
        Comparator.<Remark>comparingInt(r -> order.indexOf(r.place().file()))
            .thenComparingInt(r -> r.place().line()));
    ProgramText program = new ProgramText();
    program.comment("Imported from the configuration of Apache.");
    all.stream()
        .filter(r -> r.kind().isLoss())
        .map(r -> r.kind().label() + ", " + at(r.place()) + ": " + r.what() + ": " + r.why())
        .forEach(program::comment);
    Listing.write(parts, program);
    return program.finished(files.getFirst().file(), all);
  }

  private String at(Span place) {
    return (files.size() > 1 ? place.file() + " " : "") + "line " + place.line();
  }

  private void remark(Span place, Remark.Kind kind, String what, String why) {
    remarks.add(new Remark(place, kind, what, why));
  }

  private void remark(Host host, Remark.Kind kind, String why) {
    remark(host.node().place(), kind, host.node().name(), why);
  }

  /** What is to be known of hosts only if all are looked at: which of them answers for a name. */
  private void together(List<Host> hosts) {
    Map<String, Host> byName = new HashMap<>();
    Set<String> addresses = new HashSet<>();
    for (Host host : hosts) {
      host.address().ifPresent(addresses::add);
      if (host.name().isEmpty()) {
        remark(host, Remark.Kind.LEFT_OUT, "no ServerName says whose it is");
      }
      if (host.name().isEmpty() || !host.names().stream().allMatch(Plain::host)) {
        common.add(doubt(host, "it may answer for names of other hosts"));
      }
      Map<Span, Host> others = new LinkedHashMap<>();
      Map<Span, Host> beside = new LinkedHashMap<>();
      for (String name : host.names()) {
        Host same = byName.computeIfAbsent((host.tls() ? "https " : "http ") + name, k -> host);
        others.put(same.node().place(), same);
        Optional.ofNullable(byName.get((host.tls() ? "http " : "https ") + name))
            .ifPresent(h -> beside.put(h.node().place(), h));
      }
      others.remove(host.node().place());
      beside.values().removeIf(h -> h.names().equals(host.names()));
      others.putAll(beside);
      for (Host other : others.values()) {
        String why = "it has a name in common with the one of ";
        audit(host).doubts.add(doubt(host, why + at(other.node().place())));
        audit(other).doubts.add(doubt(other, why + at(host.node().place())));
      }
    }
    if (addresses.contains("*") && addresses.size() > 1) {
      common.add(doubt(hosts.getFirst(), "hosts with an address come before those with *"));
    }
  }

  private static Doubt doubt(Host host, String why) {
    return new Doubt(host.node().place(), host.node().name(), why);
  }

  private Audit audit(Host host) {
    return Objects.requireNonNull(audits.get(host.node().place()));
  }

  /** Hosts of one name are one site, on port 80 and with TLS. */
  private void site(String name, List<Host> hosts) {
    Host host = hosts.stream().filter(Host::tls).findFirst().orElse(hosts.getFirst());
    List<Doubt> found = new ArrayList<>(common);
    found.addAll(audit(host).doubts);
    Optional<String> setting = host.tls() ? Optional.empty() : Optional.of("SSL = no_ssl");
    for (Host other : hosts) {
      if (other.node().place().equals(host.node().place())) {
        continue;
      }
      if (host.tls() && other.names().equals(host.names()) && other.onlySendsToHttps()) {
        remark(other, Remark.Kind.NOTE, "with a certificate port 80 sends to https by itself");
      } else {
        remark(other, Remark.Kind.LEFT_OUT, "a site says the same on all ports");
        found.add(doubt(other, "it says something else of the same name"));
      }
    }
    if (hosts.size() == 1 && host.onlySendsToHttps()) {
      String why = "it only sends to https, where no host of this import has its name";
      remark(host, Remark.Kind.LEFT_OUT, why);
      return;
    }
    Optional<String> domain = domain(name, host);
    if (domain.isEmpty()) {
      return;
    }
    remarks.addAll(audit(host).remarks);
    SiteProgram site = new SiteProgram(host, name, domain.get(), audit(host), found);
    setting.ifPresent(site::set);
    List<Part> addresses = new ArrayList<>();
    host.names().stream().filter(claimed::add).forEach(other -> site.alias(other, addresses));
    if (!host.tls()) {
      String why =
          "it is served without TLS, as it was; without SSL = no_ssl it gets a certificate";
      remark(host, Remark.Kind.NOTE, why);
    }
    site.made(this::at, remarks)
        .ifPresent(
            made -> {
              Part block =
                  blocks.computeIfAbsent(
                      domain.get(), d -> Part.block(host.node(), "dom " + constant(d)));
              block.body().addAll(0, addresses);
              block.body().add(made);
            });
  }

  /** Which domain a host is in; empty if it is in none of those that were said. */
  private Optional<String> domain(String name, Host host) {
    if (!domains.isEmpty()) {
      Optional<String> said =
          domains.stream()
              .filter(d -> name.equals(d) || name.endsWith("." + d))
              .max(Comparator.comparingInt(String::length));
      if (said.isEmpty()) {
        String why = "its name " + name + " is not in " + String.join(", ", domains);
        remark(host, Remark.Kind.LEFT_OUT, why);
      }
      return said;
    }
    String[] labels = name.split("\\.");
    int last = labels.length - 1;
    // As in a.co.uk; what else there is, --domain says.
    boolean second = last >= 2 && labels[last].length() == 2 && labels[last - 1].length() <= 3;
    int count = Math.min(labels.length, second ? 3 : 2);
    String guess = String.join(".", List.of(labels).subList(labels.length - count, labels.length));
    if (!blocks.containsKey(guess)) {
      String why =
          name + " is taken for a part of the domain " + guess + "; if that is wrong, say --domain";
      remark(host, Remark.Kind.NOTE, why);
    }
    return Optional.of(guess);
  }
}
