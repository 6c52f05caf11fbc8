package coop.croft.services.base;

import coop.croft.lang.Verdict;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Names of the domain name system in text form: mapped by UTS 46, then lower-case ASCII labels of 1
 * to 63 characters, together at most 253 (RFC 1035, RFC 5891).
 */
public final class Names {
  private static final int LONGEST_NAME = 253;
  private static final int LONGEST_LABEL = 63;

  /** What a type allows besides letters, digits and hyphens. */
  private enum Extra {
    NOTHING,
    UNDERSCORE,
    UNDERSCORE_AND_STAR
  }

  private Names() {}

  /** The type {@code host}: a name inside a domain. */
  public static Verdict host(String text) {
    if (text.isEmpty()) {
      return Verdict.invalid("\"\": a name has at least one label; \"@\" is the domain itself");
    }
    return text.equals("@")
        ? Verdict.accepted(text)
        : check(text, Extra.UNDERSCORE_AND_STAR, "a host is named inside the open domain");
  }

  /** The type {@code domain}: an absolute name. */
  public static Verdict domain(String text) {
    if (text.equals(".")) {
      return Verdict.accepted(text);
    }
    return refuseAddress(text, check(text, Extra.UNDERSCORE, "names here are absolute without it"));
  }

  /** The name of a host or a held domain: an absolute name without underscores. */
  public static Verdict strict(String text) {
    Verdict verdict = check(text, Extra.NOTHING, "names here are absolute without it");
    if (verdict instanceof Verdict.Accepted(String name) && endsInNumber(name)) {
      return Verdict.invalid(
          Text.shown(text) + ": this is a number or an address, where a name is needed");
    }
    return verdict;
  }

  /** Browsers take such a host for an IPv4 address, in spellings that nobody expects. */
  static boolean endsInNumber(String host) {
    int start = host.lastIndexOf('.') + 1;
    if (start == host.length() || !isDigit(host.charAt(start))) {
      return false;
    }
    boolean hex = host.startsWith("0x", start);
    for (int i = hex ? start + 2 : start; i < host.length(); i++) {
      if (!isDigit(host.charAt(i)) && !(hex && Character.digit(host.charAt(i), 16) >= 0)) {
        return false;
      }
    }
    return true;
  }

  /** A name that is written like an address is a mistake. */
  private static Verdict refuseAddress(String text, Verdict verdict) {
    if (verdict instanceof Verdict.Accepted(String name)
        && isDigit(name.charAt(name.length() - 1))
        && Addresses.ipv4(name) instanceof Verdict.Accepted) {
      return Verdict.invalid(Text.shown(text) + ": this is an address, not a name");
    }
    return verdict;
  }

  private static Verdict check(String text, Extra extra, String whyNoDot) {
    String name = text;
    if (needsMapping(text)) {
      // Nothing that is longer can be mapped to a valid name: unmapped code points shrink to
      // nothing only where they are ignorable, and nobody writes hundreds of those.
      if (text.length() > 4 * LONGEST_NAME) {
        return Verdict.invalid(Text.shown(text) + ": a name has at most 253 characters");
      }
      switch (InternationalNames.toAscii(text)) {
        case Verdict.Accepted(String mapped) -> name = mapped;
        case Verdict refused -> {
          return refused;
        }
      }
    } else {
      name = lowerCase(text);
    }
    String fault = fault(name, extra, whyNoDot);
    return fault == null
        ? Verdict.accepted(name)
        : Verdict.invalid(Text.shown(text) + ": " + fault);
  }

  /**
   * Whether UTS 46 would do more than change the case: non-ASCII names, and such names as ASCII.
   */
  private static boolean needsMapping(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80
          || ((c == 'x' || c == 'X')
              && text.regionMatches(true, i, "xn--", 0, 4)
              && (i == 0 || text.charAt(i - 1) == '.'))) {
        return true;
      }
    }
    return false;
  }

  private static String lowerCase(String ascii) {
    for (int i = 0; i < ascii.length(); i++) {
      char c = ascii.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        return ascii.toLowerCase(Locale.ROOT);
      }
    }
    return ascii;
  }

  /** What is wrong with a mapped name; null if nothing is. */
  private static @Nullable String fault(String name, Extra extra, String whyNoDot) {
    if (name.isEmpty()) {
      return "a name has at least one label";
    }
    if (name.length() > 1 && name.charAt(name.length() - 1) == '.') {
      return "leave out the final dot: " + whyNoDot;
    }
    if (name.length() > LONGEST_NAME) {
      return "a name has at most 253 characters, this one " + name.length();
    }
    int start = 0;
    for (int i = 0; i <= name.length(); i++) {
      if (i < name.length() && name.charAt(i) != '.') {
        String fault = faultOfCharacter(name, i, start, extra);
        if (fault != null) {
          return fault;
        }
        continue;
      }
      if (i == start) {
        return "a label between two dots, or before the first one, is empty";
      }
      if (i - start > LONGEST_LABEL) {
        return "a label has at most 63 characters, one here has " + (i - start);
      }
      if (name.charAt(start) == '-' || name.charAt(i - 1) == '-') {
        return "a label neither begins nor ends with a hyphen";
      }
      start = i + 1;
    }
    return null;
  }

  private static @Nullable String faultOfCharacter(String name, int i, int start, Extra extra) {
    char c = name.charAt(i);
    if ((c >= 'a' && c <= 'z') || isDigit(c) || c == '-') {
      return null;
    }
    if (c == '_') {
      return extra == Extra.NOTHING ? "this name must not hold an underscore" : null;
    }
    if (c == '*') {
      boolean whole = i == 0 && start == 0 && (name.length() == 1 || name.charAt(1) == '.');
      return whole && extra == Extra.UNDERSCORE_AND_STAR
          ? null
          : extra == Extra.UNDERSCORE_AND_STAR
              ? "\"*\" may only be the whole leftmost label"
              : whole
                  ? "\"*\" stands for the names inside the open domain, and only where a host of it is named:"
                      + " serverAliasHost \"*\", dnsA \"*\" …"
                  : "this name must not hold \"*\"";
    }
    if (c == '@') {
      return name.length() == 1
          ? "\"@\" stands for the open domain only where a host of it is named; write the whole name here"
          : "\"@\" stands for the domain itself and must stand alone";
    }
    if (c == ':' && name.startsWith("://", i)) {
      return "this is the address of a page, where a name alone is needed";
    }
    if (c == '/' && i == name.length() - 1) {
      return "leave out the final slash";
    }
    if (c == '/' && !isNumber(name, i + 1)) {
      return "a name has no path; what a site does below one stands in its block,"
          + " in location \"/…\" with … end";
    }
    if (c == ':' && isNumber(name, i + 1)) {
      return "a name has no port";
    }
    return "labels are made of letters, digits and hyphens, not "
        + (c == ' ' ? "blanks" : Text.isControl(c) ? Text.name(c) : "\"" + c + "\"");
  }

  /**
   * Whether only digits stand from there on, as in a port, or behind the slash in the label of a
   * part of a reverse zone (RFC 2317).
   */
  private static boolean isNumber(String name, int from) {
    return from < name.length() && name.chars().skip(from).allMatch(c -> isDigit((char) c));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
