package coop.croft.lang.syntax;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Other languages that people write from habit, told by a line with an error. */
enum Foreign {
  ZONE(
      "\\s*\\$(ORIGIN|TTL|INCLUDE|GENERATE)\\s.*"
          + "|\\s*([\\w.*@-]+)?\\s+(\\d+[smhdwSMHDW]?\\s+)?(IN\\s+)?"
          + "(A|AAAA|CAA|CNAME|MX|NS|PTR|SOA|SRV|TXT)\\s+[\\w.@:-].*"
          + "|\\s*([\\w.*@-]+)?\\s+(\\d+[smhdwSMHDW]?\\s+)?IN\\s+[A-Z]+\\s.*",
      "a line of a zone file",
      "croft import zone makes a program of a zone file"),
  APACHE(
      "\\s*</?[A-Z][A-Za-z]+(\\s[^>]*)?>\\s*"
          + "|\\s*Options(\\s+[+-]\\w+)+\\s*;?\\s*"
          + "|\\s*"
          + Foreign.DIRECTIVE,
      "Apache's configuration",
      "croft import apache makes a program of a virtual host; the manual says what replaces .htaccess"),
  CADDY(
      "[\\w*-]*(\\.[\\w*-]+)*([.:][\\w*-]+)(,\\s*[\\w*.:-]+)*\\s*\\{\\s*",
      "Caddy's configuration",
      Foreign.SITE),
  NGINX("\\s*(server|http|location\\s+\\S+)\\s*\\{\\s*", "nginx's configuration", Foreign.SITE),
  SHELL(
      "\\s*(\\$|croft>|[\\w.-]+@[\\w.-]+:\\S*[$#])\\s+\\w.*",
      "a line of a shell",
      "leave it out, with what the command printed"),
  JSON("\\s*\\{\\s*(\"[^\"]*\"\\s*:.*)?", "JSON", Foreign.BLOCKS),
  YAML("---\\s*|[A-Za-z][\\w.-]*:(\\s.*)?", "YAML", Foreign.BLOCKS);

  /**
   * A line as it stands in virtual hosts and in {@code .htaccess} files. Of its arguments one has
   * no quotation marks: else it may be a line of a program with a capital letter too many.
   */
  private static final String DIRECTIVE =
      "(Rewrite(Engine|Base|Cond|Rule|Options)|ErrorDocument|Redirect(Match|Permanent|Temp)?"
          + "|Options|AllowOverride|Order|Allow|Deny|Require|Satisfy|Auth(Type|Name|UserFile)"
          + "|DirectoryIndex|Header|RequestHeader|SetEnv(If)?|Add(Type|Handler|DefaultCharset)"
          + "|SetHandler|Expires(Active|ByType|Default)|Server(Name|Alias|Admin)|DocumentRoot"
          + "|ScriptAlias|Alias|ProxyPass(Reverse)?|ErrorLog|CustomLog|FileETag|php_(value|flag))"
          + "\\s+(\\d+\\s+)?[^\\s\\d\"=:\\[({;][^;]*;?\\s*";

  private static final String SITE =
      "a site is written: web \"www\" with … end; croft doc lists what may stand in it";

  private static final String BLOCKS =
      "a program is made of words and blocks: dom \"…\" with … end";

  /** Lines inside of the blocks of nginx whose arguments have no quotation marks. */
  private static final Pattern NGINX_DIRECTIVE =
      Pattern.compile(
          "\\s*(listen|server_name|root|index|include|return|proxy_pass|try_files|error_page"
              + "|(access|error)_log|fastcgi_(pass|param)|add_header|ssl_certificate(_key)?)"
              + "\\s+[^\\s\"=(\\[][^;=]*;\\s*");

  private static final Pattern WORD = Pattern.compile("\\s*(\\w+)");

  /** A line of a program that is longer tells nothing. */
  private static final int LONGEST = 300;

  private static final Pattern APACHE_DIRECTIVE =
      Pattern.compile("\\s*([A-Z][A-Za-z]+|php_(value|flag))\\s+[^=].*");

  private final Pattern line;
  private final String name;
  private final String hint;

  Foreign(String line, String name, String hint) {
    this.line = Pattern.compile(line);
    this.name = name;
    this.hint = hint;
  }

  /**
   * What to do about a single line, inside of a program.
   *
   * @param known names of the library
   */
  String hint(Source source, int number, Lexicon known) {
    Matcher word = WORD.matcher(line(source, number));
    List<String> meant = this == APACHE && word.lookingAt() ? known.like(word.group(1)) : List.of();
    return meant.isEmpty()
        ? hint
        : "croft doc " + meant.getFirst() + " shows how a program says it; " + hint;
  }

  String message() {
    return "this looks like " + name + ", not like a program";
  }

  String hint() {
    return hint;
  }

  /**
   * The language of a line with an error; null if it is none of these.
   *
   * @param before languages that lines before were in
   */
  static @Nullable Foreign ofLine(Source source, int number, Set<Foreign> before) {
    String line = line(source, number);
    if (ZONE.line.matcher(line).matches()) {
      return ZONE;
    }
    if (SHELL.line.matcher(line).matches()) {
      return SHELL;
    }
    if (NGINX_DIRECTIVE.matcher(line).matches()) {
      return NGINX;
    }
    return APACHE.line.matcher(line).matches()
            || (before.contains(APACHE) && APACHE_DIRECTIVE.matcher(line).matches())
        ? APACHE
        : null;
  }

  /** The language of a file with errors, by its first line that says something. */
  static @Nullable Foreign ofFile(Source source) {
    int start = firstLine(source);
    if (start == source.text().length()) {
      return null;
    }
    String line = line(source, source.lineOf(start));
    for (Foreign language : values()) {
      // A line of a shell may stand before a program.
      if (language != SHELL && language.line.matcher(line).matches()) {
        return language;
      }
    }
    return null;
  }

  /** Where the first line begins that is neither blank nor a comment here or in a zone file. */
  static int firstLine(Source source) {
    String text = source.text();
    int at = 0;
    while (at < text.length()) {
      int end = text.indexOf('\n', at);
      int next = end < 0 ? text.length() : end + 1;
      int first = at;
      while (first < next && text.charAt(first) <= ' ') {
        first++;
      }
      if (first < next && text.charAt(first) != '#' && text.charAt(first) != ';') {
        return first;
      }
      at = next;
    }
    return at;
  }

  private static String line(Source source, int number) {
    String text = source.text();
    int start = source.lineStart(number);
    int end = start;
    while (end < text.length()
        && end - start <= LONGEST
        && text.charAt(end) != '\n'
        && text.charAt(end) != '\r') {
      end++;
    }
    return end - start > LONGEST ? "" : text.substring(start, end);
  }
}
