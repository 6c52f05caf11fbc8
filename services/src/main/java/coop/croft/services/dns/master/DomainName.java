package coop.croft.services.dns.master;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An absolute name as the protocol has it: labels of any octets (RFC 1035, section 3.1), with ASCII
 * letters in lower case, since their case means nothing.
 *
 * @param labels one char for each octet; none for the root
 */
public record DomainName(List<String> labels) {
  private static final String SPECIAL = "\"().;@$\\";
  private static final int LONGEST_LABEL = 63;
  private static final int LONGEST_NAME = 255;

  public static final DomainName ROOT = new DomainName(List.of());

  /**
   * A name in a master file.
   *
   * @param origin what a name without a final dot is relative to, if that is known
   */
  static DomainName read(Word word, Optional<DomainName> origin) throws Unreadable {
    if (word.units().equals("@")) {
      return absolute(word, List.of(), origin);
    }
    if (word.units().equals(".")) {
      return ROOT;
    }
    List<String> labels = new ArrayList<>();
    StringBuilder label = new StringBuilder();
    for (int i = 0; i < word.units().length(); i++) {
      char c = word.units().charAt(i);
      if (c == '.') {
        labels.add(finished(label, word));
        label.setLength(0);
      } else {
        int octet = c & 0xFF;
        label.append((char) (octet >= 'A' && octet <= 'Z' ? octet + 32 : octet));
      }
    }
    if (word.units().endsWith(".")) {
      return bounded(labels, word);
    }
    labels.add(finished(label, word));
    return absolute(word, labels, origin);
  }

  private static DomainName absolute(Word word, List<String> front, Optional<DomainName> origin)
      throws Unreadable {
    if (origin.isEmpty()) {
      throw new Unreadable(
          word.place(), word.shown() + " is relative, and nothing says to which name");
    }
    List<String> labels = new ArrayList<>(front);
    labels.addAll(origin.get().labels());
    return bounded(labels, word);
  }

  private static String finished(StringBuilder label, Word word) throws Unreadable {
    if (label.isEmpty()) {
      throw new Unreadable(word.place(), word.shown() + " is no name: a part of it is empty");
    }
    if (label.length() > LONGEST_LABEL) {
      throw new Unreadable(
          word.place(), "a part of this name has " + label.length() + " octets: at most 63");
    }
    return label.toString();
  }

  private static DomainName bounded(List<String> labels, Word word) throws Unreadable {
    int octets = 1;
    for (String label : labels) {
      octets += 1 + label.length();
    }
    if (octets > LONGEST_NAME) {
      throw new Unreadable(
          word.place(), "this name has " + octets + " octets in messages: at most 255");
    }
    return new DomainName(List.copyOf(labels));
  }

  public boolean within(DomainName zone) {
    int above = labels.size() - zone.labels.size();
    return above >= 0 && labels.subList(above, labels.size()).equals(zone.labels);
  }

  /** The name without a final dot; octets that mean something else are escaped. */
  public String text() {
    return labels.isEmpty() ? "." : text(labels.size());
  }

  /** The same inside of a zone: {@code @} for the zone itself. */
  public String textIn(DomainName zone) {
    int above = labels.size() - zone.labels.size();
    return above == 0 ? "@" : text(above);
  }

  private String text(int count) {
    StringBuilder out = new StringBuilder();
    for (String label : labels.subList(0, count)) {
      if (!out.isEmpty()) {
        out.append('.');
      }
      for (int i = 0; i < label.length(); i++) {
        char c = label.charAt(i);
        if (c <= ' ' || c >= 0x7F) {
          out.append(String.format(Locale.ROOT, "\\%03d", (int) c));
        } else {
          out.append(SPECIAL.indexOf(c) >= 0 ? "\\" : "").append(c);
        }
      }
    }
    return out.toString();
  }
}
