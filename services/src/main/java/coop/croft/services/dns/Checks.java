package coop.croft.services.dns;

import coop.croft.lang.Code;
import coop.croft.lang.Fault;
import coop.croft.services.base.Text;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** The ranges and forms that record data share. Each refusal is a sentence for the member. */
final class Checks {
  /** Octets of one character-string (RFC 1035, section 3.3). */
  static final int LONGEST_STRING = 255;

  private Checks() {}

  static Fault invalid(String why) {
    return new Fault(Code.INVALID_VALUE, why);
  }

  static Fault invalid(String why, String hint) {
    return new Fault(Code.INVALID_VALUE, why, hint);
  }

  static void range(String what, long value, long least, long most) {
    if (value < least || value > most) {
      throw invalid(what + " " + value + ": must be from " + least + " to " + most);
    }
  }

  static void oneOf(String what, long value, Set<Integer> allowed, String meaning) {
    if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE || !allowed.contains((int) value)) {
      throw invalid(what + " " + value + ": must be " + meaning);
    }
  }

  /** Text without control characters and halves of surrogate pairs. */
  static void text(String what, String value) {
    Text.clean(value);
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
      throw invalid(what + " holds half of a character");
    }
  }

  /** Text that is one character-string: at most 255 octets of UTF-8. */
  static void shortText(String what, String value) {
    text(what, value);
    int octets = value.getBytes(StandardCharsets.UTF_8).length;
    if (octets > LONGEST_STRING) {
      throw invalid(what + " has " + octets + " octets: at most " + LONGEST_STRING);
    }
  }

  static void ascii(String what, String value) {
    shortText(what, value);
    if (!value.chars().allMatch(c -> c < 0x80)) {
      throw invalid(what + " may hold ASCII characters only");
    }
  }

  /**
   * Hexadecimal digits in lower case.
   *
   * @param octets how many octets they must be; 0: any number from 1
   */
  static String hex(String what, String value, int octets) {
    if (!value.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80)) {
      throw invalid(what + " may hold hexadecimal digits only");
    }
    if (octets > 0 && value.length() != 2 * octets) {
      throw invalid(what + " has " + value.length() + " hexadecimal digits: must be " + 2 * octets);
    }
    if (octets == 0 && (value.isEmpty() || value.length() % 2 != 0)) {
      throw invalid(what + " must be pairs of hexadecimal digits, at least one");
    }
    return value.toLowerCase(Locale.ROOT);
  }

  /**
   * Where visitors and mail are sent to a name of one label: that is a top-level domain, and meant
   * is a host of the open domain, as zone files write it.
   */
  static void whole(Rdata data, String domain) {
    String target = ".";
    if (data instanceof Rdata.Cname cname) {
      target = cname.target();
    } else if (data instanceof Rdata.Mx mx) {
      target = mx.target();
    } else if (data instanceof Rdata.Ns ns) {
      target = ns.target();
    } else if (data instanceof Rdata.Srv srv) {
      target = srv.target();
    }
    if (target.indexOf('.') < 0) {
      throw invalid(
          target + ": this would be a top-level domain, for names here are absolute",
          "write \"" + target + "." + domain + "\"");
    }
  }

  /** A name where the root makes no sense. */
  static void notRoot(String what, String name) {
    if (name.equals(".")) {
      throw invalid(what + " cannot be the root");
    }
  }
}
