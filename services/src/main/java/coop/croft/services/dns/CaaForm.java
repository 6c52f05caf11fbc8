package coop.croft.services.dns;

import coop.croft.lang.check.Suggestions;
import coop.croft.services.base.Text;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the properties of CAA records say (RFC 8659, section 4). An authority that finds one about
 * who may issue malformed takes it for one that allows nobody, and issues nothing.
 */
final class CaaForm {
  /** Those that authorities know (IANA, "Certification Authority Restriction Properties"). */
  private static final List<String> TAGS =
      List.of(
          "issue", "issuewild", "iodef", "contactemail", "contactphone", "issuemail", "issuevmc");

  private static final List<String> OF_ISSUERS =
      List.of("issue", "issuewild", "issuemail", "issuevmc");

  private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";

  /** Section 4.2, the blanks around it aside. */
  private static final Pattern ISSUER = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");

  /** One of what stands behind a semicolon: a tag, and a value without blanks and semicolons. */
  private static final Pattern PARAMETER = Pattern.compile(" *" + LABEL + " *= *[!-:<-~]* *");

  private CaaForm() {}

  /**
   * @param tag in small letters
   */
  static void check(String tag, String value) {
    if (OF_ISSUERS.contains(tag)) {
      issuer(tag, value);
    } else if (tag.equals("iodef") && !value.matches("(?i)(mailto|https?):.+")) {
      throw Checks.invalid("the value of iodef must be a mailto:, http: or https: address");
    } else if (!TAGS.contains(tag)) {
      meant(tag);
    }
  }

  private static void issuer(String tag, String value) {
    int end = value.indexOf(';');
    String name = (end < 0 ? value : value.substring(0, end)).strip();
    if (!name.isEmpty() && !ISSUER.matcher(name).matches()) {
      throw Checks.invalid(
          Text.shown(value) + ": the value of " + tag + " begins with the name of an authority",
          hint(name));
    }
    if (end < 0 || value.substring(end + 1).isBlank()) {
      return;
    }
    for (String parameter : value.substring(end + 1).split(";", -1)) {
      if (!PARAMETER.matcher(parameter).matches()) {
        throw Checks.invalid(
            Text.shown(value) + ": behind the name of an authority stand parameters",
            "as in \"letsencrypt.org; validationmethods=dns-01\"");
      }
    }
  }

  /** What is right to write, as far as it can be guessed. */
  private static String hint(String name) {
    String bare =
        name.replaceAll("(?i)^[\"']?(https?://)?", "")
            .replaceAll("[/?#].*", "")
            .replaceAll("[\"'.]+$", "");
    return bare.contains(".") && ISSUER.matcher(bare).matches()
        ? "write \"" + bare + "\""
        : "write the domain that the authority names for this, as in \"letsencrypt.org\"; \";\""
            + " allows nobody";
  }

  /** Authorities pass over what they do not know, or issue nothing if it is critical. */
  private static void meant(String tag) {
    List<String> near = Suggestions.near(tag, TAGS);
    if (!near.isEmpty()) {
      throw Checks.invalid(
          "CAA tag \"" + tag + "\": authorities know none of this name",
          "did you mean " + String.join(" or ", near) + "?");
    }
  }
}
