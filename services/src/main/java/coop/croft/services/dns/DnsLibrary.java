package coop.croft.services.dns;

import coop.croft.lang.Externs;
import coop.croft.lang.Externs.Run;
import coop.croft.lang.Fault;
import coop.croft.services.Subject;
import coop.croft.services.domain.OpenDomain;
import coop.croft.services.domain.Ttl;
import java.util.List;
import java.util.function.Function;

/** The words of {@code dns.dtl}. */
final class DnsLibrary {
  /**
   * The zone of the open domain so far, so that an impossible record is refused where it is asked
   * for. A run opens a domain once and none inside another, so the zone before is kept no longer.
   */
  private static final class Draft {
    private ZoneDraft zone = new ZoneDraft("");

    ZoneDraft of(String domain) {
      if (!zone.apex().equals(domain)) {
        zone = new ZoneDraft(domain);
      }
      return zone;
    }
  }

  /** The arguments of a primitive, typed by its declaration. */
  private record Arguments(List<Object> values) {
    String text(int i) {
      return (String) values.get(i);
    }

    long number(int i) {
      return (Long) values.get(i);
    }
  }

  private DnsLibrary() {}

  static void teach(Externs.Builder<Subject> externs) {
    externs
        .opaque("dnsRecord")
        .action("dns", (a, run) -> publish((RecordAt) a.getFirst(), run))
        .action("dnssec", (a, run) -> run.emit(new Signed(OpenDomain.of(run).domain())));
    hosts(externs);
    services(externs);
    keys(externs);
  }

  private static void hosts(Externs.Builder<Subject> externs) {
    record(externs, "dnsA", a -> new Rdata.A(a.text(1)));
    record(externs, "dnsAAAA", a -> new Rdata.Aaaa(a.text(1)));
    record(externs, "dnsCNAME", a -> new Rdata.Cname(a.text(1)));
    record(externs, "dnsPTR", a -> new Rdata.Ptr(a.text(1)));
    record(externs, "dnsNSAt", a -> new Rdata.Ns(a.text(1)));
    record(externs, "dnsTXT", a -> new Rdata.Txt(a.text(1)));
    record(externs, "dnsLOC", a -> new Rdata.Loc(a.text(1)));
    record(externs, "dnsHINFO", a -> new Rdata.Hinfo(a.text(1), a.text(2)));
  }

  private static void services(Externs.Builder<Subject> externs) {
    record(externs, "dnsMXAt", a -> new Rdata.Mx(a.number(1), a.text(2)));
    record(externs, "dnsSRV", a -> new Rdata.Srv(a.number(1), a.number(2), a.number(3), a.text(4)));
    record(
        externs,
        "dnsNAPTR",
        a -> new Rdata.Naptr(a.number(1), a.number(2), a.text(3), a.text(4), a.text(5), a.text(6)));
  }

  private static void keys(Externs.Builder<Subject> externs) {
    record(externs, "dnsCAA", a -> new Rdata.Caa(a.number(1), a.text(2), a.text(3)));
    record(externs, "dnsSSHFP", a -> new Rdata.Sshfp(a.number(1), a.number(2), a.text(3)));
    record(
        externs, "dnsTLSA", a -> new Rdata.Tlsa(a.number(1), a.number(2), a.number(3), a.text(4)));
    record(externs, "dnsDS", a -> new Rdata.Ds(a.number(1), a.number(2), a.number(3), a.text(4)));
  }

  private static void record(
      Externs.Builder<Subject> externs, String name, Function<Arguments, Rdata> data) {
    externs.pure(
        name,
        (values, subject) -> {
          Arguments arguments = new Arguments(values);
          return new RecordAt(arguments.text(0), data.apply(arguments));
        });
  }

  private static void publish(RecordAt record, Run<Subject> run) {
    OpenDomain open = OpenDomain.of(run);
    String owner = open.name(record.host(), run.subject());
    Checks.whole(record.data(), open.domain());
    long ttl = Ttl.of(run);
    run.state(Draft.class, Draft::new)
        .of(open.domain())
        .add(new ZoneDraft.Entry(owner, ttl, record.data(), run.here()))
        .ifPresent(
            p -> {
              throw p.hint()
                  .map(h -> new Fault(p.code(), p.message(), h))
                  .orElseGet(() -> new Fault(p.code(), p.message()));
            });
    run.emit(new ZoneRecord(open.domain(), owner, ttl, record.data()));
  }
}
