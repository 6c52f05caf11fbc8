package coop.croft.services.web;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One word of a directive, spelled so that Apache reads the text that was meant. Apache looks at a
 * line up to four times, and each look has its own marks:
 *
 * <ol>
 *   <li>as it reads the line, it puts the value of {@code NAME} for every <code>${NAME}</code>,
 *       within quotes too (server/config.c, ap_resolve_env). A dollar sign in front of a brace is
 *       therefore written as the variable {@link #DOLLAR}; what a variable gave is not looked at
 *       again;
 *   <li>it splits the line into words and takes quotes and the backslashes before {@code \} and
 *       {@code "} away (ap_getword_conf). mod_rewrite splits by itself and takes no backslash away;
 *   <li>some directives take their word for a string expression (ap_expr), others for a format;
 *   <li>in sections, a word may be a pattern of file names.
 * </ol>
 *
 * The last is avoided: no path with such a mark can become a section, see {@link WebPaths}.
 */
record Word(String spelled) {
  /** The configuration variable whose value is a dollar sign; {@link HostFiles} defines it. */
  static final String DOLLAR = "CROFT_DOLLAR";

  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+*:./=_,\\[\\]-]+");

  /** A word of Apache's own, a number or an address: written as it is. */
  static Word key(String text) {
    if (!KEY.matcher(text).matches()) {
      throw new IllegalArgumentException("not a word of Apache's: " + text);
    }
    return new Word(text);
  }

  /** Any text, for directives that take it as it is. */
  static Word text(String text) {
    return quoted(clean(text).replace("\\", "\\\\").replace("\"", "\\\""));
  }

  /** Any text, for directives that take a string expression. */
  static Word expression(String text) {
    return text(escaped(text));
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' || c == '%' || c == '$') {
        out.append('\\');
      }
      out.append(c);
    }
    return out.toString();
  }

  /** Lines of text, for directives that take a string expression. */
  static Word lines(List<String> lines) {
    return text(lines.stream().map(Word::escaped).collect(Collectors.joining("\\n")));
  }

  /**
   * The value of a header, for directives of mod_headers, which read a format: a percent sign
   * begins an item, and a backslash a line break, a tab or itself (modules/metadata/mod_headers.c,
   * parse_misc_string).
   *
   * @throws IllegalArgumentException for a value that mod_headers takes for an expression
   */
  static Word header(String value) {
    if (isExpression(value)) {
      throw new IllegalArgumentException("mod_headers takes this for an expression: " + value);
    }
    return text(value.replace("\\", "\\\\").replace("%", "%%"));
  }

  /** Whether mod_headers would evaluate the value; there is no way to quote such a one. */
  static boolean isExpression(String value) {
    return value.regionMatches(true, 0, "expr=", 0, 5);
  }

  /**
   * A regular expression, for directives of mod_rewrite. A quotation mark, with or without a
   * backslash, is written by its number.
   */
  static Word regex(String text) {
    String pattern = clean(text);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      boolean escape = c == '\\' && i + 1 < pattern.length();
      char meant = escape ? pattern.charAt(++i) : c;
      if (meant == '"') {
        out.append("\\x22");
      } else {
        out.append(escape ? "\\" : "").append(meant);
      }
    }
    return quoted(out.toString());
  }

  /**
   * A substitution or a string to test, for directives of mod_rewrite.
   *
   * @throws IllegalArgumentException for a quotation mark, which cannot be quoted there
   */
  static Word rewrite(String text) {
    if (text.indexOf('"') >= 0) {
      throw new IllegalArgumentException("mod_rewrite has no way to quote this: " + text);
    }
    return quoted(clean(text));
  }

  private static Word quoted(String escaped) {
    return new Word("\"" + escaped.replace("${", "${" + DOLLAR + "}{") + "\"");
  }

  private static String clean(String text) {
    for (int i = 0; i < text.length(); i++) {
      int type = Character.getType(text.charAt(i));
      if (type == Character.CONTROL
          || type == Character.LINE_SEPARATOR
          || type == Character.PARAGRAPH_SEPARATOR) {
        throw new IllegalArgumentException("control character " + (int) text.charAt(i));
      }
    }
    return text;
  }
}
