package coop.croft.services.web;

import coop.croft.lang.Verdict;
import coop.croft.services.base.Addresses;
import coop.croft.services.base.Text;

/** The type {@code prefix}: an IPv4 or IPv6 address, alone or with the length of a prefix. */
final class Prefixes {
  private static final int IPV4_BITS = 32;
  private static final int IPV6_BITS = 128;

  private Prefixes() {}

  static Verdict test(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    boolean six = address.indexOf(':') >= 0;
    Verdict verdict = six ? Addresses.ipv6(address) : Addresses.ipv4(address);
    if (slash < 0 || !(verdict instanceof Verdict.Accepted(Object normal))) {
      return verdict;
    }
    int longest = six ? IPV6_BITS : IPV4_BITS;
    String length = text.substring(slash + 1);
    if (!length.matches("[1-9][0-9]{0,2}") || Integer.parseInt(length) > longest) {
      return Verdict.invalid(
          Text.shown(text) + ": behind \"/\" stands a number from 1 to " + longest);
    }
    return Verdict.accepted(normal + "/" + length);
  }
}
