package coop.croft.services.dns;

import coop.croft.services.Unit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes zones as people and programs do: each thing in any of the spellings that it may have. */
final class ZoneScribe {
  private final Choices choices;
  private final String domain;
  private String origin;
  private Optional<String> owner = Optional.empty();
  private Optional<Long> usual = Optional.empty();
  private final StringBuilder out = new StringBuilder();

  ZoneScribe(Choices choices, String domain) {
    this.choices = choices;
    this.domain = domain;
    this.origin = domain;
  }

  String text(Unit unit) {
    out.append("$ORIGIN ").append(anyCase(domain)).append(".\n");
    out.append("@ 3600 IN SOA ns host ( 1 2h ; refresh\n 3 4w 1h )\n");
    owner = Optional.of(domain);
    unit.of(ZoneRecord.class).map(Unit.Of::resource).forEach(this::record);
    return choices.oneIn(2) ? out.toString() : out.toString().stripTrailing();
  }

  private void record(ZoneRecord record) {
    between();
    List<String> words = new ArrayList<>();
    if (owner.equals(Optional.of(record.owner())) && choices.oneIn(2)) {
      words.add("");
    } else {
      words.add(name(record.owner()));
      owner = Optional.of(record.owner());
    }
    boolean ttl = !usual.equals(Optional.of(record.ttl())) || choices.oneIn(2);
    boolean in = choices.oneIn(2);
    boolean ttlFirst = choices.oneIn(2);
    if (ttl && ttlFirst) {
      words.add(time(record.ttl()));
    }
    if (in) {
      words.add(anyCase("IN"));
    }
    if (ttl && !ttlFirst) {
      words.add(time(record.ttl()));
    }
    words.add(anyCase(record.data().type().name()));
    words.addAll(data(record.data()));
    line(words);
  }

  /** What may stand between two records. */
  private void between() {
    if (choices.oneIn(6)) {
      long ttl = choices.of(List.of(60L, 3600L, 86400L));
      usual = Optional.of(ttl);
      out.append("$TTL ").append(time(ttl)).append(" ; from here on\n");
    }
    if (choices.oneIn(6)) {
      String[] labels = domain.split("\\.", 2);
      String to = choices.of(List.of(domain, labels[1], "lab." + domain));
      out.append("$ORIGIN ").append(to).append(".\n");
      origin = to;
    }
    if (choices.oneIn(5)) {
      out.append(choices.of(List.of("\n", "; a comment\n", "   \n", " \t; (\n", "\r\n")));
    }
  }

  private void line(List<String> words) {
    boolean tied = choices.oneIn(4);
    for (int i = 0; i < words.size(); i++) {
      out.append(i == 0 ? "" : blank(tied && i > 1)).append(words.get(i));
      if (tied && i == 0) {
        out.append(" (");
      }
    }
    out.append(tied ? ")" : "").append(choices.of(List.of("\n", " ; done\n", " \n", "\r\n")));
  }

  private String blank(boolean tied) {
    return tied
        ? choices.of(List.of("\n", " ; a \"(\n", " \n  ", " "))
        : choices.of(List.of(" ", "\t", "    "));
  }

  private String anyCase(String text) {
    return choices.oneIn(3) ? text.toUpperCase(Locale.ROOT) : text.toLowerCase(Locale.ROOT);
  }

  private String time(long seconds) {
    if (seconds % 3600 == 0 && choices.oneIn(2)) {
      return seconds / 3600 + anyCase("h");
    }
    return choices.oneIn(2) && seconds > 60
        ? seconds / 60 + "m" + seconds % 60 + "s"
        : "" + seconds;
  }

  private String name(String name) {
    if (name.equals(".")) {
      return ".";
    }
    if (name.equals(origin) && choices.oneIn(2)) {
      return "@";
    }
    String below = "." + origin;
    if (name.endsWith(below) && choices.oneIn(2)) {
      return spelled(name.substring(0, name.length() - below.length()));
    }
    return spelled(name) + ".";
  }

  private String spelled(String name) {
    StringBuilder text = new StringBuilder();
    for (char c : anyCase(name).toCharArray()) {
      text.append(c != '.' && choices.oneIn(30) ? String.format("\\%03d", (int) c) : "" + c);
    }
    return text.toString();
  }

  private List<String> data(Rdata data) {
    return switch (data) {
      case Rdata.A a -> List.of(a.address());
      case Rdata.Aaaa a -> List.of(anyCase(a.address()));
      case Rdata.Cname c -> List.of(name(c.target()));
      case Rdata.Mx m -> List.of("" + m.preference(), name(m.target()));
      case Rdata.Ns n -> List.of(name(n.target()));
      case Rdata.Ptr p -> List.of(name(p.target()));
      case Rdata.Txt t -> strings(t.text());
      case Rdata.Srv s ->
          List.of("" + s.priority(), "" + s.weight(), "" + s.port(), name(s.target()));
      case Rdata.Caa c -> List.of("" + c.flags(), anyCase(c.tag()), string(c.value()));
      case Rdata.Sshfp s -> digits(List.of(s.algorithm(), s.kind()), s.fingerprint());
      case Rdata.Tlsa t -> digits(List.of(t.usage(), t.selector(), t.matching()), t.data());
      case Rdata.Ds d -> digits(List.of(d.keyTag(), d.algorithm(), d.digestType()), d.digest());
      case Rdata.Naptr n ->
          List.of(
              "" + n.order(),
              "" + n.preference(),
              string(n.flags()),
              string(n.services()),
              string(n.regexp()),
              name(n.replacement()));
      case Rdata.Loc l -> List.of(l.text().split(" "));
      case Rdata.Hinfo h -> List.of(string(h.cpu()), string(h.os()));
    };
  }

  private List<String> digits(List<Long> numbers, String digits) {
    List<String> words = new ArrayList<>();
    numbers.forEach(n -> words.add("" + n));
    int cut = choices.below(digits.length());
    if (cut > 0) {
      words.add(anyCase(digits.substring(0, cut)));
    }
    words.add(anyCase(digits.substring(cut)));
    return words;
  }

  private List<String> strings(String text) {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    List<String> strings = new ArrayList<>();
    int from = 0;
    do {
      int to = Math.min(octets.length, from + Checks.LONGEST_STRING);
      strings.add(string(octets, from, to));
      from = to;
    } while (from < octets.length);
    return strings;
  }

  private String string(String text) {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    return string(octets, 0, octets.length);
  }

  private String string(byte[] octets, int from, int to) {
    boolean quoted = from == to || choices.oneIn(2);
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      int c = octets[i] & 0xFF;
      boolean special = "\"\\".indexOf(c) >= 0 || (!quoted && " ;()@$".indexOf(c) >= 0);
      if (c < 0x20 || c > 0x7E || choices.oneIn(20)) {
        text.append(String.format("\\%03d", c));
      } else {
        text.append(special ? "\\" : "").append((char) c);
      }
    }
    return quoted ? "\"" + text + "\"" : text.toString();
  }
}
