package coop.croft.services.web;

import coop.croft.lang.Verdict;
import coop.croft.services.base.Names;
import coop.croft.services.base.Text;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The types {@code substitution} and {@code rewrite_test}: texts in which mod_rewrite puts groups
 * of the rule ({@code $1}), of the last condition ({@code %1}) and variables of the server ({@code
 * %{REQUEST_URI}}). Only variables that tell about the request: no look-ahead, no maps, no
 * environment of the server, and none that asks the name service.
 */
final class RewriteText {
  private static final Set<String> VARIABLES =
      Set.of(
          "AUTH_TYPE DOCUMENT_ROOT HTTP_ACCEPT HTTP_COOKIE HTTP_FORWARDED HTTP_HOST HTTP_REFERER HTTP_USER_AGENT HTTPS PATH_INFO QUERY_STRING REMOTE_ADDR REMOTE_PORT REMOTE_USER REQUEST_METHOD REQUEST_SCHEME REQUEST_URI SERVER_ADDR SERVER_NAME SERVER_PORT SERVER_PROTOCOL THE_REQUEST TIME TIME_DAY TIME_HOUR TIME_MIN TIME_MON TIME_SEC TIME_WDAY TIME_YEAR"
              .split(" "));

  private static final Pattern ABSOLUTE =
      Pattern.compile("(?i)(https?)://([^/?#:]*)(?::([0-9]{1,5}))?(.*)", Pattern.DOTALL);

  private RewriteText() {}

  /** {@code -}, a URL path, or an address whose host is written out. */
  static Verdict substitution(String text) {
    if (text.equals("-")) {
      return Verdict.accepted(text);
    }
    @Nullable String fault = characters(text);
    if (fault == null && text.startsWith("/")) {
      fault = path(text);
      return fault == null ? Verdict.accepted(text) : refused(text, fault);
    }
    Matcher absolute = ABSOLUTE.matcher(text);
    if (fault == null && absolute.matches()) {
      return address(text, absolute);
    }
    return refused(
        text,
        fault == null
            ? "a substitution is \"-\", a path of a URL that begins with one \"/\", or an http or https"
                + " address with its host written out"
            : fault);
  }

  /** Whether the substitution is an address, and so sends the client elsewhere. */
  static boolean isAbsolute(String substitution) {
    return substitution.startsWith("http://") || substitution.startsWith("https://");
  }

  private static Verdict address(String text, Matcher parts) {
    String port = parts.group(3);
    if (port != null && (Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535)) {
      return refused(text, "a port is a number from 1 to 65535");
    }
    String rest = parts.group(4);
    if (!rest.isEmpty() && !rest.startsWith("/")) {
      return refused(text, "behind the host stands a \"/\"");
    }
    return switch (Names.strict(parts.group(2))) {
      case Verdict.Accepted(Object host) ->
          Verdict.accepted(
              (parts.group(1).length() == 5 ? "https" : "http")
                  + "://"
                  + host
                  + (port == null ? "" : ":" + Integer.parseInt(port))
                  + (rest.isEmpty() ? "/" : rest));
      case Verdict.Invalid(String why) -> refused(text, "its host must be written out: " + why);
      case Verdict.NotHeld refused -> refused;
    };
  }

  private static @Nullable String path(String text) {
    if (text.startsWith("//")) {
      return "begins with one \"/\", not with two";
    }
    int end = text.indexOf('?');
    for (String part : (end < 0 ? text : text.substring(0, end)).split("/", -1)) {
      if (part.equals(".") || part.equals("..")) {
        return "must not hold the part \"" + part + "\"";
      }
    }
    return null;
  }

  /** Text in which variables are looked up and that a condition looks at. */
  static Verdict test(String text) {
    String fault =
        text.trim().equalsIgnoreCase("expr")
            ? "expressions are not for members; test a text with variables"
            : characters(text);
    return fault == null ? Verdict.accepted(text) : refused(text, fault);
  }

  private static @Nullable String characters(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int type = Character.getType(c);
      if (type == Character.CONTROL
          || type == Character.LINE_SEPARATOR
          || type == Character.PARAGRAPH_SEPARATOR) {
        return "must not hold control characters";
      }
      if (c == '"' || c == '\\') {
        return "must not hold " + c;
      }
      if ((c == '$' || c == '%') && i + 1 < text.length() && text.charAt(i + 1) == '{') {
        int end = text.indexOf('}', i);
        String name = end < 0 ? text.substring(i) : text.substring(i, end + 1);
        if (c == '$' || end < 0 || !VARIABLES.contains(name.substring(2, name.length() - 1))) {
          return Text.shown(name) + " is no variable that may be asked for here";
        }
        i = end;
      }
    }
    return null;
  }

  /**
   * The part of a file test that names the place below which it asks: literal text in whole
   * components, or {@code %{DOCUMENT_ROOT}}. Empty if the test could ask about other places.
   */
  static Optional<String> place(String test) {
    String root = "%{DOCUMENT_ROOT}";
    boolean own = test.startsWith(root);
    String rest = own ? test.substring(root.length()) : test;
    int end = 0;
    while (end < rest.length() && rest.charAt(end) != '%' && rest.charAt(end) != '$') {
      end++;
    }
    String literal = rest.substring(0, end);
    String open = rest.substring(end);
    if (!isHarmless(open) || (own && !literal.isEmpty() && !literal.startsWith("/"))) {
      return Optional.empty();
    }
    return Optional.of(own ? root + literal : literal);
  }

  /**
   * Only the whole path of the request, which Apache has freed of {@code ..}; a group may be one.
   */
  private static boolean isHarmless(String open) {
    String uri = "%{REQUEST_URI}";
    String behind = open.startsWith(uri) ? open.substring(uri.length()) : open;
    return behind.indexOf('%') < 0 && behind.indexOf('$') < 0 && !behind.contains("..");
  }

  private static Verdict refused(String text, String why) {
    return Verdict.invalid(Text.shown(text) + ": " + why);
  }
}
