package coop.croft.services.domain;

import coop.croft.lang.Code;
import coop.croft.lang.Externs;
import coop.croft.lang.Externs.Run;
import coop.croft.lang.Fault;
import coop.croft.services.Subject;
import coop.croft.services.base.Nodes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The words of {@code domain.dtl}. */
final class DomainLibrary {
  /** The domains that this run has opened. */
  private static final class Opened {
    private final Set<String> names = new HashSet<>();
  }

  private DomainLibrary() {}

  static void teach(Externs.Builder<Subject> externs) {
    externs
        .opaque("dns_kind")
        .value("useDns", s -> DnsKind.USE)
        .value("noDns", s -> DnsKind.NONE)
        .pure("secondaryOf", (a, subject) -> Masters.secondaryOf((List<?>) a.getFirst(), subject))
        .value("defaultWebNodes", Nodes::defaultWebNodes)
        .block("domain", (a, block, run) -> open((String) a.getFirst(), block, run))
        .action("defaultAddress", (a, run) -> defaultAddress(run));
  }

  private static void open(String domain, Runnable block, Run<Subject> run) {
    if (!run.state(Opened.class, Opened::new).names.add(domain)) {
      throw new Fault(
          Code.CONFLICT,
          "the domain " + domain + " is opened twice in this program",
          "put everything about it into one block");
    }
    DnsKind dns = (DnsKind) run.variable("DNS");
    run.emit(new Domain(domain, dns, Ttl.of(run)));
    run.within(new OpenDomain(domain, dns), block);
  }

  private static void defaultAddress(Run<Subject> run) {
    String domain = OpenDomain.of(run).domain();
    run.emit(new Address(domain, domain, WebNodes.of(run), Ttl.of(run), true));
  }
}
