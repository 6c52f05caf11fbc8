package coop.croft.services.base;

import coop.croft.core.model.Host;
import coop.croft.lang.Code;
import coop.croft.lang.Externs;
import coop.croft.lang.Externs.Run;
import coop.croft.lang.Fault;
import coop.croft.lang.Verdict;
import coop.croft.services.Subject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The words of {@code hosts.dtl}: a {@code host} block emits a {@link Host}. */
final class SiteLibrary {
  private static final List<String> RELEASES = List.of("bookworm");

  private SiteLibrary() {}

  /** The hosts described so far. */
  private static final class Described {
    private final Set<String> names = new HashSet<>();
    private final Map<String, String> owners = new HashMap<>();
    private Optional<String> primary = Optional.empty();
  }

  /** The host whose block is open. */
  private static final class Description {
    private final List<String> ipv4 = new ArrayList<>();
    private final List<String> ipv6 = new ArrayList<>();
    private final SortedSet<String> roles = new TreeSet<>();
    private Optional<String> release = Optional.empty();
    private Optional<String> nameServer = Optional.empty();
  }

  static void teach(Externs.Builder<Subject> externs) {
    externs
        .strings("site_host", SiteLibrary::siteHost)
        .strings(
            "debian_release",
            (t, s) -> oneOf(t, RELEASES, "is no release that Croft knows"),
            s -> RELEASES)
        .strings("host_role", (t, s) -> oneOf(t, Nodes.ROLES, "is no role"), s -> Nodes.ROLES)
        .block("host", (arguments, block, run) -> host((String) arguments.getFirst(), block, run))
        .action("address", (a, run) -> add(open(run).ipv4, a, "address"))
        .action("address6", (a, run) -> add(open(run).ipv6, a, "address"))
        .action("role", (a, run) -> add(open(run).roles, a, "role"))
        .action("release", (a, run) -> open(run).release = once(open(run).release, a, "release"))
        .action("nameServer", (a, run) -> nameServer(a, open(run)));
  }

  private static void nameServer(List<Object> arguments, Description open) {
    if (Names.strict((String) arguments.getFirst()) instanceof Verdict.Invalid(String why)) {
      throw new Fault(Code.INVALID_VALUE, why);
    }
    open.nameServer = once(open.nameServer, arguments, "name server");
  }

  /** Only nobody, the site itself, may name a host that is to be. */
  private static Verdict siteHost(String text, Subject subject) {
    return subject.member().isEmpty()
        ? Nodes.label(text)
        : Verdict.notHeld(
            "you do not hold the hosts of the site: only its own files describe them",
            "to choose the hosts of a web site, set WebNodes");
  }

  private static Verdict oneOf(String text, List<String> known, String isNot) {
    return known.contains(text)
        ? Verdict.accepted(text)
        : Verdict.invalid(
            Text.shown(text) + ": " + isNot + "; there are: " + String.join(", ", known));
  }

  private static Description open(Run<Subject> run) {
    return run.frame(Description.class);
  }

  private static void add(Collection<String> to, List<Object> arguments, String what) {
    String value = (String) arguments.getFirst();
    if (to.contains(value)) {
      throw new Fault(Code.CONFLICT, "the " + what + " " + value + " is given twice");
    }
    to.add(value);
  }

  private static Optional<String> once(
      Optional<String> before, List<Object> arguments, String what) {
    if (before.isPresent()) {
      throw new Fault(
          Code.CONFLICT, "a host has one " + what + ", and this one has " + before.get());
    }
    return Optional.of((String) arguments.getFirst());
  }

  private static void host(String name, Runnable block, Run<Subject> run) {
    if (run.subject().member().isPresent()) {
      throw new Fault(Code.NOT_HELD, "only the site's own files describe its hosts");
    }
    Described described = run.state(Described.class, Described::new);
    if (!described.names.add(name)) {
      throw new Fault(Code.CONFLICT, "the host " + name + " is described twice");
    }
    Description d = new Description();
    run.within(d, block);
    Host host =
        new Host(
            name,
            List.copyOf(d.ipv4),
            List.copyOf(d.ipv6),
            d.release.orElseThrow(
                () ->
                    new Fault(
                        Code.INVALID_VALUE,
                        "the host " + name + " has no release",
                        "add: release \"" + RELEASES.getFirst() + "\"")),
            d.roles,
            d.nameServer);
    requireWhole(host, described);
    run.emit(host);
  }

  private static void requireWhole(Host host, Described described) {
    String its = "the host " + host.name();
    if (host.ipv4().isEmpty()
        && host.ipv6().isEmpty()
        && (Nodes.servesDns(host) || Nodes.servesWeb(host))) {
      throw new Fault(Code.INVALID_VALUE, its + " serves others and has no address");
    }
    if (Nodes.servesDns(host) && host.nameServer().isEmpty()) {
      throw new Fault(
          Code.INVALID_VALUE,
          its + " serves DNS and has no name for NS records",
          "add: nameServer \"ns1.…\"");
    }
    requireOwn(host, described);
    if (host.has("dns-primary") && host.has("dns-secondary")) {
      throw new Fault(Code.CONFLICT, its + " cannot be the primary and a secondary at once");
    }
    if (host.has("dns-primary")) {
      if (described.primary.isPresent()) {
        throw new Fault(
            Code.CONFLICT,
            its + " is a second dns-primary beside " + described.primary.get() + "; there is one");
      }
      described.primary = Optional.of(host.name());
    }
  }

  /** Two hosts under one address or one name would take turns in answering. */
  private static void requireOwn(Host host, Described described) {
    Stream.of(host.ipv4().stream(), host.ipv6().stream(), host.nameServer().stream())
        .flatMap(s -> s)
        .forEach(
            what -> {
              String other = described.owners.putIfAbsent(what, host.name());
              if (other != null) {
                throw new Fault(Code.CONFLICT, what + " belongs to the host " + other + " already");
              }
            });
  }
}
