package coop.croft.services.dns;

import coop.croft.lang.Code;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.Fault;
import coop.croft.lang.SourceText;
import coop.croft.lang.Span;
import coop.croft.lang.Verdict;
import coop.croft.services.dns.master.DomainName;
import coop.croft.services.dns.master.MasterFile;
import coop.croft.services.dns.master.MasterLine;
import coop.croft.services.dns.master.Unreadable;
import coop.croft.services.domain.OpenDomain;
import coop.croft.services.imports.Imported;
import coop.croft.services.imports.Remark;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a program of a zone file: the same records, apart from those that the site writes by itself
 * and those that the library has no words for, each of which is named in a remark.
 */
public final class ZoneImport {
  /** What sites take at the least unless they say otherwise. */
  private static final long LEAST_TTL = 60;

  /** Rounds in which records are left out that others made impossible by being left out. */
  private static final int ROUNDS = 20;

  private static final Comparator<Remark> BY_PLACE =
      Comparator.<Remark>comparingInt(r -> r.place().line())
          .thenComparingInt(r -> r.place().column());

  /** Something of the file that the program will have, in the file's order. */
  sealed interface Piece {
    record Blank() implements Piece {}

    record Comment(String text) implements Piece {}

    /** A record as it goes into the program. */
    record Kept(ZoneDraft.Entry entry, String host, List<String> comments) implements Piece {}
  }

  private final SourceText file;
  private final DomainName zone;
  private final String domain;
  private final List<Piece> pieces = new ArrayList<>();
  private final List<Remark> remarks = new ArrayList<>();
  private final Set<ZoneRecord> seen = new HashSet<>();
  private final ZoneDraft draft;
  private boolean soaSeen;
  private boolean signed;

  private ZoneImport(SourceText file, DomainName zone, String domain) {
    this.file = file;
    this.zone = zone;
    this.domain = domain;
    this.draft = new ZoneDraft(domain);
  }

  /**
   * @param origin what names are relative to before the file says it; a domain in normal form
   */
  public static Imported of(SourceText file, Optional<String> origin) {
    return switch (MasterFile.read(file, origin)) {
      case MasterFile.Read.Faulty(List<Diagnostic> faults) -> new Imported.Refused(faults);
      case MasterFile.Read.Lines(List<MasterLine> lines, Optional<DomainName> first) ->
          of(file, lines, first);
    };
  }

  private static Imported of(SourceText file, List<MasterLine> lines, Optional<DomainName> first) {
    Optional<MasterLine.ResourceRecord> soa =
        lines.stream()
            .filter(MasterLine.ResourceRecord.class::isInstance)
            .map(MasterLine.ResourceRecord.class::cast)
            .filter(r -> r.type().equals("SOA"))
            .findFirst();
    Optional<DomainName> zone = soa.map(MasterLine.ResourceRecord::owner).or(() -> first);
    Span place =
        soa.map(MasterLine.ResourceRecord::place).orElse(new Span(file.file(), 1, 1, 1, 1));
    if (zone.isEmpty()) {
      return refused(
          place, "nothing says of which domain these records are", "say it with --origin NAME");
    }
    return switch (coop.croft.services.base.Names.strict(zone.get().text())) {
      case Verdict.Accepted(Object name) -> {
        Optional<String> against = ZoneFaults.againstName((String) name);
        if (against.isPresent()) {
          yield noDomain(place, against.get());
        }
        ZoneImport all = new ZoneImport(file, zone.get(), (String) name);
        lines.forEach(all::line);
        yield all.finished();
      }
      case Verdict.Invalid(String why) -> noDomain(place, why);
      case Verdict.NotHeld(String why, String hint) -> noDomain(place, why);
    };
  }

  private static Imported noDomain(Span place, String why) {
    return refused(place, why, "a program cannot open this zone; administrators may know a way");
  }

  private static Imported refused(Span place, String message, String hint) {
    return new Imported.Refused(List.of(Diagnostic.of(place, Code.INVALID_VALUE, message, hint)));
  }

  private void line(MasterLine line) {
    switch (line) {
      case MasterLine.Blank b -> pieces.add(new Piece.Blank());
      case MasterLine.Comment(String text) -> pieces.add(new Piece.Comment(text));
      case MasterLine.Broken(Span place, String what, String why) -> leftOut(place, what, why);
      case MasterLine.ResourceRecord record -> record(record);
    }
  }

  private void record(MasterLine.ResourceRecord record) {
    boolean atApex = record.owner().equals(zone);
    Optional<String> reason = Reasons.against(record);
    if (!record.recordClass().equals("IN")) {
      leftOut(record, "its class is " + record.recordClass() + ", and programs know IN alone");
    } else if (!record.owner().within(zone)) {
      leftOut(record, "its name is not in the zone " + domain);
    } else if (record.type().equals("SOA")) {
      soa(record, atApex);
    } else if (Reasons.isOfSigning(record.type())) {
      signed = true;
      remarks.add(new Remark(record.place(), Remark.Kind.LEFT_OUT, what(record), Reasons.SIGNING));
    } else if (reason.isPresent()) {
      leftOut(record, reason.get());
    } else {
      known(record, Reasons.type(record).orElseThrow(), atApex);
    }
  }

  private void soa(MasterLine.ResourceRecord record, boolean atApex) {
    if (soaSeen || !atApex) {
      leftOut(record, "a zone has one SOA record, of its own name");
      return;
    }
    soaSeen = true;
    note(record, "the site writes it by itself, with its own name server, times and serial number");
  }

  private void known(MasterLine.ResourceRecord record, RecordType type, boolean atApex) {
    try {
      RdataReader.Reading reading = RdataReader.read(record, type);
      String host = RdataReader.host(record.owner(), zone);
      if (type == RecordType.NS && atApex) {
        nameServer(record, (Rdata.Ns) reading.data());
        return;
      }
      OpenDomain.requireInside(host, domain);
      Checks.whole(reading.data(), domain);
      reading.note().ifPresent(n -> note(record, n));
      keep(record, host, reading.data());
    } catch (Unreadable e) {
      leftOut(e.place(), what(record), e.why());
    } catch (Fault e) {
      leftOut(record, withHint(String.valueOf(e.getMessage()), e.hint()));
    }
  }

  private static String withHint(String message, Optional<String> hint) {
    return message + hint.map(h -> "; " + h).orElse("");
  }

  private void nameServer(MasterLine.ResourceRecord record, Rdata.Ns ns) {
    String words = "dns (" + RecordWords.of("@", ns) + ")";
    note(
        record,
        "the site's own name servers serve the zone; if this one shall go on beside them, write "
            + words);
    pieces.add(new Piece.Comment("name server so far: " + ns.target()));
  }

  private void keep(MasterLine.ResourceRecord record, String host, Rdata data) {
    String owner = host.equals("@") ? domain : host + "." + domain;
    Optional<Long> set = draft.ttl(owner, data.type());
    long ttl = set.orElse(Math.max(LEAST_TTL, record.ttl()));
    // The end tells records of one $GENERATE line apart.
    Span span =
        new Span(file.file(), record.place().line(), record.place().column(), 0, pieces.size());
    ZoneDraft.Entry entry = new ZoneDraft.Entry(owner, ttl, data, span);
    if (!seen.add(new ZoneRecord(domain, owner, 0, data))) {
      note(record, "the file says it twice");
      return;
    }
    Optional<ZoneDraft.Problem> problem = draft.add(entry);
    if (problem.isPresent()) {
      leftOut(record, withHint(problem.get().message(), problem.get().hint()));
      return;
    }
    List<String> comments = new ArrayList<>(record.comments());
    if (ttl != record.ttl()) {
      changed(record, ttl, set.isPresent());
      comments.add("its TTL was " + record.ttl());
    }
    pieces.add(new Piece.Kept(entry, host, List.copyOf(comments)));
  }

  private void changed(MasterLine.ResourceRecord record, long ttl, boolean bySet) {
    String why =
        "its TTL becomes "
            + ttl
            + " s instead of "
            + record.ttl()
            + (bySet
                ? ": records of one type at one name share that of the first"
                : ": sites take no shorter one unless they say otherwise");
    remarks.add(new Remark(record.place(), Remark.Kind.CHANGED, what(record), why));
  }

  /** What only shows when all records are there; the records that are to blame go. */
  private boolean withoutProblems() {
    for (int round = 0; round < ROUNDS; round++) {
      ZoneDraft whole = new ZoneDraft(domain);
      pieces.forEach(
          p -> {
            if (p instanceof Piece.Kept kept) {
              whole.add(kept.entry());
            }
          });
      List<ZoneDraft.Problem> problems = whole.finish(Set.of(), List.of());
      if (problems.isEmpty()) {
        return true;
      }
      drop(problems);
    }
    return false;
  }

  private void drop(List<ZoneDraft.Problem> problems) {
    Map<Span, ZoneDraft.Problem> bySpan = new HashMap<>();
    problems.forEach(p -> bySpan.putIfAbsent(p.span(), p));
    for (int i = 0; i < pieces.size(); i++) {
      if (pieces.get(i) instanceof Piece.Kept(ZoneDraft.Entry entry, var host, var comments)
          && bySpan.containsKey(entry.span())) {
        ZoneDraft.Problem problem = Objects.requireNonNull(bySpan.get(entry.span()));
        String what = entry.data().type() + " record of " + entry.owner();
        pieces.set(i, remark(entry.span(), what, withHint(problem.message(), problem.hint())));
      }
    }
  }

  private Imported finished() {
    if (!withoutProblems()) {
      Span start = new Span(file.file(), 1, 1, 1, 1);
      return refused(
          start,
          "the delegations of this zone contradict one another",
          "named-checkzone may say more about them");
    }
    remarks.sort(BY_PLACE);
    return new ZoneProgram(file.file(), domain, pieces, signed, remarks).written();
  }

  private void leftOut(MasterLine.ResourceRecord record, String why) {
    leftOut(record.place(), what(record), why);
  }

  private void leftOut(Span place, String what, String why) {
    pieces.add(remark(place, what, why));
  }

  /** Remembers what is left out, and gives the comment that stands in its place. */
  private Piece remark(Span place, String what, String why) {
    remarks.add(new Remark(place, Remark.Kind.LEFT_OUT, what, why));
    return new Piece.Comment("left out, line " + place.line() + ": " + what + ": " + why);
  }

  private void note(MasterLine.ResourceRecord record, String why) {
    remarks.add(new Remark(record.place(), Remark.Kind.NOTE, what(record), why));
  }

  private static String what(MasterLine.ResourceRecord record) {
    return Reasons.type(record).map(RecordType::name).orElse(record.type())
        + " record of "
        + record.owner().text();
  }
}
