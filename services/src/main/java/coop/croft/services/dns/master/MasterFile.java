package coop.croft.services.dns.master;

import coop.croft.lang.Code;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.SourceText;
import coop.croft.lang.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A reader of master files (RFC 1035, section 5; RFC 2308, section 4; BIND's {@code $GENERATE}),
 * for files that nobody vouches for: all of its work is bounded.
 */
public final class MasterFile {
  /** Octets of a file; so many may a program have, too. */
  private static final int MOST_OCTETS = 8 << 20;

  /** Records of a file; a program has no more. */
  private static final int MOST_RECORDS = 200_000;

  /** Faults that are told of; a file that is no master file has one a line. */
  private static final int MOST_FAULTS = 20;

  /** RFC 2181, section 8. */
  private static final long LONGEST_TTL = Integer.MAX_VALUE;

  private static final Set<String> CLASSES = Set.of("IN", "CH", "CS", "HS", "ANY", "NONE");

  /** What a file came to. */
  public sealed interface Read {
    /**
     * @param origin the name that the first relative one was relative to, if any was
     */
    record Lines(List<MasterLine> lines, Optional<DomainName> origin) implements Read {}

    /** What is wrong with a file that cannot be read for certain; never empty. */
    record Faulty(List<Diagnostic> faults) implements Read {}
  }

  /** A fault after which nothing that follows could be trusted. */
  private static final class Hopeless extends Exception {
    private static final long serialVersionUID = 1L;

    Hopeless() {
      super(null, null, false, false);
    }
  }

  private final SourceText file;
  private final List<MasterLine> lines = new ArrayList<>();
  private final List<Diagnostic> faults = new ArrayList<>();
  private Optional<DomainName> first;
  private Optional<DomainName> origin;
  private Optional<DomainName> owner = Optional.empty();
  private OptionalLong usualTtl = OptionalLong.empty();
  private OptionalLong lastTtl = OptionalLong.empty();
  private boolean named;
  private int records;
  private long generated;

  private MasterFile(SourceText file, Optional<DomainName> origin) {
    this.file = file;
    this.origin = origin;
    this.first = origin;
  }

  /**
   * @param origin what names are relative to before the file says it, without a final dot
   */
  public static Read read(SourceText file, Optional<String> origin) {
    return new MasterFile(
            file, origin.map(o -> new DomainName(List.of(o.toLowerCase(Locale.ROOT).split("\\.")))))
        .read();
  }

  private Read read() {
    try {
      if (file.bytes().length > MOST_OCTETS) {
        Span start = new Span(file.file(), 1, 1, 1, 1);
        fault(start, Code.BOUND, "the file is larger than 8 MiB", "Cut it into several files.");
        throw new Hopeless();
      }
      Lexer lexer = new Lexer(file.file(), file.bytes());
      while (!lexer.atEnd()) {
        try {
          entry(lexer.next());
        } catch (Unreadable e) {
          fault(e);
        }
      }
    } catch (Hopeless e) {
      // All that can be said has been said.
    }
    return faults.isEmpty()
        ? new Read.Lines(List.copyOf(lines), first)
        : new Read.Faulty(Diagnostic.inOrder(faults));
  }

  private void fault(Unreadable e) throws Hopeless {
    faults.add(new Diagnostic(e.place(), Code.SYNTAX, e.why(), Optional.empty(), e.hint()));
    if (faults.size() >= MOST_FAULTS) {
      throw new Hopeless();
    }
  }

  private void fault(Span place, Code code, String message, String hint) {
    faults.add(Diagnostic.of(place, code, message, hint));
  }

  private void entry(Entry entry) throws Unreadable, Hopeless {
    List<Word> words = entry.words();
    if (words.isEmpty()) {
      if (entry.comments().isEmpty()) {
        lines.add(new MasterLine.Blank());
      }
      entry.comments().forEach(c -> lines.add(new MasterLine.Comment(c)));
      return;
    }
    Word head = words.getFirst();
    if (!entry.indented() && !head.quoted() && head.units().startsWith("$")) {
      directive(entry, head);
    } else if (entry.indented()) {
      if (!named) {
        throw new Unreadable(
            entry.start(),
            "the line begins with a blank, and there is no name before it to go on with");
      }
      record(entry, 0);
    } else {
      owner = owner(head);
      record(entry, 1);
    }
  }

  /** The name of a record; empty if it cannot be one, which has been told then. */
  private Optional<DomainName> owner(Word word) throws Hopeless {
    named = true;
    if (origin.isEmpty() && (word.quoted() || !word.units().endsWith("."))) {
      fault(
          word.place(),
          Code.SYNTAX,
          "the name " + word.shown() + " is relative, and nothing says to which name",
          "say it with --origin" + likelyOrigin().map(o -> ": --origin " + o).orElse(" NAME"));
      throw new Hopeless();
    }
    try {
      return Optional.of(DomainName.read(word, origin));
    } catch (Unreadable e) {
      return broken(e, word.shown());
    }
  }

  /** What the file's name says: {@code db.moor.example}, {@code moor.example.zone}. */
  private Optional<String> likelyOrigin() {
    String name = file.file().substring(file.file().lastIndexOf('/') + 1);
    String bare =
        name.replaceFirst("^(db|zone|pri|master|named)\\.", "")
            .replaceFirst("\\.(db|zone|hosts|dns|txt|master|conf)$", "");
    return bare.matches("[a-z0-9-]+(\\.[a-z0-9-]+)+") ? Optional.of(bare) : Optional.empty();
  }

  private Optional<DomainName> broken(Unreadable e, String what) {
    lines.add(new MasterLine.Broken(e.place(), what, e.why()));
    return Optional.empty();
  }

  private void directive(Entry entry, Word head) throws Unreadable, Hopeless {
    List<Word> words = entry.words();
    switch (head.units().toUpperCase(Locale.ROOT)) {
      case "$ORIGIN" -> {
        origin = Optional.of(DomainName.read(only(words, "a name"), origin));
        first = first.or(() -> origin);
      }
      case "$TTL" -> {
        Word word = only(words, "a time");
        OptionalLong ttl = Times.read(word);
        if (ttl.isEmpty() || ttl.getAsLong() > LONGEST_TTL) {
          throw new Unreadable(
              word.place(),
              word.shown() + " is no time",
              Optional.of("a time is seconds, or as in 1h30m; at most 2147483647 seconds"));
        }
        usualTtl = ttl;
      }
      case "$GENERATE" -> generate(entry);
      case "$INCLUDE" ->
          throw new Unreadable(
              head.place(),
              "other files are not included",
              Optional.of(
                  "put the content of that file in the place of this line; named-compilezone -o"
                      + " does that for all of them"));
      default ->
          throw new Unreadable(
              head.place(),
              "there is no directive " + head.shown(),
              Optional.of(
                  "there are $ORIGIN, $TTL and $GENERATE; a name that begins with $ is written"
                      + " \\$"));
    }
    entry.comments().forEach(c -> lines.add(new MasterLine.Comment(c)));
  }

  private static Word only(List<Word> words, String what) throws Unreadable {
    if (words.size() != 2) {
      throw new Unreadable(
          words.size() < 2 ? words.getFirst().place() : words.get(2).place(),
          words.getFirst().shown() + " needs " + what + ", and nothing else");
    }
    return words.get(1);
  }

  private void generate(Entry entry) throws Unreadable, Hopeless {
    List<Word> words = entry.words();
    if (words.size() < 5) {
      throw new Unreadable(
          entry.start(),
          "$GENERATE needs a range, a name, a type and data, as in 1-9 host-$ A 192.0.2.$");
    }
    Generation range = Generation.read(words.get(1));
    if (range.count() > MOST_RECORDS - records) {
      fault(
          words.get(1).place(),
          Code.BOUND,
          "this line stands for "
              + range.count()
              + " records, too many for a program"
              + (records == 0 ? "" : " with the " + records + " before it"),
          "a program has at most 200,000");
      throw new Hopeless();
    }
    Head head = head(words, 3);
    List<Word> front = words.subList(3, head.data());
    // A line that begins with a blank goes on with the name before (measured, BIND 9.18).
    Optional<DomainName> before = owner;
    for (long i = range.first(); i <= range.last(); i += range.step()) {
      List<Word> line = new ArrayList<>();
      String name = Generation.filled(words.get(2), i);
      generated += name.length();
      line.add(new Word(name, false, words.get(2).place()));
      line.addAll(front);
      for (Word word : words.subList(head.data(), words.size())) {
        String filled = Generation.filled(word, i);
        generated += filled.length();
        line.addAll(
            word.quoted()
                ? split(filled, word.place())
                : List.of(new Word(filled, false, word.place())));
      }
      if (generated > MOST_OCTETS) {
        fault(
            entry.start(),
            Code.BOUND,
            "the lines of $GENERATE stand for more than 8 MiB of text",
            "Cut the file into several.");
        throw new Hopeless();
      }
      owner = owner(line.getFirst());
      record(
          new Entry(entry.start(), false, line, i == range.first() ? entry.comments() : List.of()),
          1);
    }
    owner = before;
  }

  /** A quoted pattern of {@code $GENERATE} is what would stand there unquoted. */
  private static List<Word> split(String units, Span place) {
    List<Word> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < units.length(); i++) {
      char c = units.charAt(i);
      boolean mark = c == ('"' | Word.ESCAPED);
      if (!mark && (quoted || (c != ' ' && c != '\t'))) {
        word.append(c);
        continue;
      }
      if (quoted || !word.isEmpty()) {
        words.add(new Word(word.toString(), quoted, place));
        word.setLength(0);
      }
      quoted = mark && !quoted;
    }
    if (quoted || !word.isEmpty()) {
      words.add(new Word(word.toString(), quoted, place));
    }
    return words;
  }

  /** What stands between the name and the data. */
  private record Head(Optional<Word> ttl, String recordClass, String type, int data) {}

  /** Time and class may stand in either order, or not at all. */
  private static Head head(List<Word> words, int from) throws Unreadable {
    int at = from;
    Optional<Word> ttl = Optional.empty();
    String recordClass = "IN";
    boolean classSeen = false;
    while (at < words.size()) {
      Word word = words.get(at);
      if (ttl.isEmpty() && Times.read(word).isPresent()) {
        ttl = Optional.of(word);
      } else if (!classSeen && isClass(word)) {
        recordClass = word.is("CLASS1") ? "IN" : word.units().toUpperCase(Locale.ROOT);
        classSeen = true;
      } else {
        break;
      }
      at++;
    }
    if (at == words.size()) {
      throw new Unreadable(
          words.getLast().place(),
          "the type of the record is missing behind " + words.getLast().shown());
    }
    Word type = words.get(at);
    if (type.quoted() || !type.units().matches("[A-Za-z][A-Za-z0-9-]*")) {
      throw new Unreadable(
          type.place(), "expected the type of a record, such as A or MX, not " + type.shown());
    }
    return new Head(ttl, recordClass, type.units().toUpperCase(Locale.ROOT), at + 1);
  }

  private static boolean isClass(Word word) {
    return !word.quoted()
        && (CLASSES.contains(word.units().toUpperCase(Locale.ROOT))
            || word.units().matches("(?i)CLASS[0-9]{1,5}"));
  }

  private void record(Entry entry, int from) throws Unreadable, Hopeless {
    Head head = head(entry.words(), from);
    List<Word> data = entry.words().subList(head.data(), entry.words().size());
    if (++records > MOST_RECORDS) {
      fault(
          entry.start(),
          Code.BOUND,
          "the file has more records than the 200,000 that a program may have",
          "Cut it into several files.");
      throw new Hopeless();
    }
    if (origin.isEmpty() && head.type().equals("SOA")) {
      // As name servers do it: the zone's own name, until the file says otherwise.
      origin = owner;
      first = origin;
    }
    OptionalLong ttl = ttl(head, data);
    if (ttl.isEmpty()) {
      throw new Unreadable(
          entry.start(),
          "nothing says how long this record may be kept",
          Optional.of("give it a TTL, or put $TTL 3600 into the first line of the file"));
    }
    if (ttl.getAsLong() > LONGEST_TTL) {
      broken(
          new Unreadable(entry.start(), "its TTL is longer than 2147483647 seconds"),
          head.type() + " record");
    } else if (owner.isPresent()) {
      lines.add(
          new MasterLine.ResourceRecord(
              entry.start(),
              owner.get(),
              ttl.getAsLong(),
              head.recordClass(),
              head.type(),
              List.copyOf(data),
              origin,
              entry.comments()));
    } else {
      broken(
          new Unreadable(entry.start(), "what stands in the place of its name is none"),
          head.type() + " record");
    }
  }

  /** Its own, else {@code $TTL}, else that of the record before, else what the SOA record says. */
  private OptionalLong ttl(Head head, List<Word> data) {
    OptionalLong ttl =
        head.ttl().map(Times::read).orElse(usualTtl.isPresent() ? usualTtl : lastTtl);
    if (ttl.isEmpty() && head.type().equals("SOA") && data.size() == 7) {
      ttl = Times.read(data.getLast());
      usualTtl = ttl;
    }
    lastTtl = ttl;
    return ttl;
  }
}
