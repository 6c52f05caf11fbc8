package coop.croft.controller.api;

import coop.croft.controller.audit.Audit;
import coop.croft.controller.audit.Search;
import coop.croft.controller.audit.Verifier;
import coop.croft.controller.rights.Actor;
import coop.croft.controller.store.Database;
import coop.croft.core.wire.Calls.Call;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Who did what. */
final class AuditVerbs {
  private static final int USUAL = 50;

  private final Database db;

  AuditVerbs(Database db) {
    this.db = db;
  }

  int show(Actor actor, Call call, Reply reply) {
    if (!call.arguments().isEmpty()) {
      throw new Api.Usage("audit takes options only: --about, --by, --since, --last, --verify");
    }
    Optional<String> head = option(call, "head");
    if (call.options().containsKey("verify") || head.isPresent()) {
      if (!(actor instanceof Actor.Administrator)) {
        throw new Api.Denied("audit --verify is for administrators");
      }
      return verify(head, reply);
    }
    Optional<String> member =
        switch (actor) {
          case Actor.Member(String name, String via, var place) -> Optional.of(name);
          case Actor.Administrator() -> option(call, "as");
        };
    int last = Api.last(call, USUAL);
    Search search =
        new Search(
            member,
            option(call, "about"),
            option(call, "by"),
            option(call, "since").map(AuditVerbs::since),
            last + 1);
    List<Audit.Row> rows = db.read(search::in);
    rows.stream().limit(last).forEach(row -> show(row, reply));
    if (rows.isEmpty()) {
      reply.text("nothing of that kind");
    } else if (rows.size() > last) {
      reply.text("there is more before that: --last N shows more, --since DATE from when on");
    }
    return Reply.DONE;
  }

  private static Optional<String> option(Call call, String name) {
    return Optional.ofNullable(call.options().get(name));
  }

  /** A day (from its beginning, UTC), or a moment. */
  private static Instant since(String text) {
    try {
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException e) {
      throw new Api.Usage("--since takes a day like 2026-11-22, or a moment 2026-11-22T17:00:00Z");
    }
  }

  private static void show(Audit.Row row, Reply reply) {
    Audit.Entry e = row.entry();
    reply.row(
        row.number()
            + "  "
            + Times.shown(row.time())
            + "  "
            + e.actor()
            + (e.via().isEmpty() ? "" : " on " + e.via())
            + "  "
            + e.verb()
            + (e.about().isEmpty() ? "" : " " + e.about())
            + ": "
            + e.outcome(),
        "entry",
        row.number(),
        "time",
        row.time().toString(),
        "actor",
        e.actor(),
        "via",
        e.via(),
        "verb",
        e.verb(),
        "about",
        e.about(),
        "outcome",
        e.outcome(),
        "hash",
        row.hash());
  }

  private record Looked(Verifier.Verdict verdict, Optional<Audit.Row> kept) {}

  private int verify(Optional<String> given, Reply reply) {
    Optional<String> head = given.map(AuditVerbs::hash);
    Looked looked =
        db.read(h -> new Looked(Verifier.of(h), head.flatMap(hash -> Verifier.find(h, hash))));
    Verifier.Verdict verdict = looked.verdict();
    if (verdict.broken().isPresent()) {
      reply.problem("the audit log was tampered with: " + verdict.broken().get().why());
      return Reply.REFUSED;
    }
    if (head.isPresent() && looked.kept().isEmpty()) {
      reply.problem(
          "no entry of the audit log has the hash "
              + head.get()
              + ": its end, or more, was cut off or rewritten since that was the head");
      return Reply.REFUSED;
    }
    looked.kept().ifPresent(row -> reply.text(kept(row, verdict)));
    reply.row(
        "the audit log is whole: " + verdict.entries() + " entries, head " + verdict.head(),
        "entries",
        verdict.entries(),
        "head",
        verdict.head(),
        "since",
        looked.kept().map(row -> verdict.entries() - row.number()).orElse(verdict.entries()));
    return Reply.DONE;
  }

  private static String kept(Audit.Row row, Verifier.Verdict verdict) {
    long later = verdict.entries() - row.number();
    return "that head is entry "
        + row.number()
        + " of "
        + Times.shown(row.time())
        + "; "
        + (later == 0 ? "none" : later)
        + (later == 1 ? " has followed" : " have followed");
  }

  private static String hash(String text) {
    String hash = text.toLowerCase(Locale.ROOT);
    if (!hash.matches("[0-9a-f]{64}")) {
      throw new Api.Usage("--head takes the 64 digits that audit --verify printed once");
    }
    return hash;
  }
}
