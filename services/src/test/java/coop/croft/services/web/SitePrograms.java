package coop.croft.services.web;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Makes programs of bob's that are accepted, one site each, with everything in them that is unkind.
 */
final class SitePrograms {
  private static final String[] LOCATIONS = {
    "/",
    "/a",
    "/a/b",
    "/a/",
    "/x%20y",
    "/é",
    "/$1",
    "/a%25b",
    "/$%7BHOME%7D",
    "/~bob",
    "/a'b",
    "/a!b",
    "/-"
  };
  private static final String[] FOLDERS = {
    "/home/bob/a", "/home/bob/b c", "/home/bob/public_html/x", "/home/bob/${HOME}", "/home/bob/%1",
    "/home/bob/$1/", "/home/bob/<x>", "/home/bob/#", "/home/bob/é 'x'", "/home/bob/~"
  };
  private static final String[] TOKENS = {
    "index.html", "a-b", "X-Test", "$x", "%t", "#!", "`'", "~^|", "a.b", "*", "&+"
  };
  private static final String[] EXTENSIONS = {".html", "a-b", "$x", ".%t", "#!", "`'", "~^|", "&+"};
  private static final String[] PATTERNS = {
    "^/",
    "^/(.*)$",
    "!^/x",
    "-x",
    "=a",
    "<b",
    ">c",
    "a\"b",
    "a b",
    "\\\\.",
    "[\"'#]",
    "\\$\\{HOME\\}",
    "^/a|^/b",
    "x{2,3}",
    "%",
    "(a)(b)",
    "\\\\"
  };
  private static final String[] SUBSTITUTIONS = {
    "-", "/", "/é", "/a'b", "/%{QUERY_STRING}", "/#", "/a b"
  };

  /** With a group. */
  private static final String[] GROUPED = {"^/(.*)$", "(a)(b)", "[\"'#](.)|x"};

  private static final String[] WITH_GROUPS = {
    "/x/$1", "/x?y=$1&z=%1", "/%0$0", "http://x.example:81/a$1?d=%1#$1e"
  };
  private static final String[] URLS = {
    "https://x.example/", "http://x.example:81/a%20b?c=%41&d=$1#e", "https://x.example/('!')"
  };
  private static final String[] TESTS = {
    "%{HTTP_USER_AGENT}",
    "%{HTTP_HOST}/$ %",
    "a b%{QUERY_STRING}",
    "'x%{HTTPS}'",
    "%{REQUEST_URI}#",
    "<%{HTTPS}>"
  };

  private final Texts texts;

  SitePrograms(long seed) {
    texts = new Texts(seed);
  }

  /** A constant of the language. */
  static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private String any(String... of) {
    return quoted(texts.one(of));
  }

  String program(int number) {
    List<String> lines = new ArrayList<>();
    List<String> locations = new ArrayList<>(List.of(LOCATIONS));
    // Two spellings of one path are the same mapping.
    locations.remove("/a/");
    for (int i = texts.random().nextInt(7); i >= 0; i--) {
      lines.add(texts.random().nextInt(3) == 0 ? part() : statement(locations));
    }
    return "domain \"forge.example\" with vhost \"s%d\" where SSL = %s with\n  %s\nend end\n"
        .formatted(
            number,
            texts.one("no_ssl", "acme", "use_cert " + any(FOLDERS).replace("/\"", "\"")),
            String.join(";\n  ", lines));
  }

  /** Something for the whole site. */
  private String statement(List<String> locations) {
    if (texts.maybe() || locations.isEmpty()) {
      return anywhere();
    }
    String location = quoted(locations.remove(texts.random().nextInt(locations.size())));
    return texts.one(
        "alias " + location + " " + any(FOLDERS),
        "scriptAlias " + location + " " + any(FOLDERS),
        "redirect " + location + " " + any(URLS),
        "redirectWith 308 " + location + " " + any(URLS));
  }

  private String anywhere() {
    return texts.one(
        "setHeader "
            + any("X-A", "X-$b", "x'y")
            + " "
            + quoted(texts.lineThat(t -> !Word.isExpression(t))),
        "setEnv " + any(TOKENS) + " " + quoted(texts.line()),
        "errorDocument 404 " + any(LOCATIONS),
        "addType \"text/x-a; charset=utf-8\" " + any(EXTENSIONS),
        "directoryIndex [" + any(TOKENS) + ", " + any(TOKENS) + "]",
        "cgiExtension " + any(EXTENSIONS),
        "set_options [indexes, multiViews]",
        "unset_options [symLinksIfOwnerMatch]",
        rewrite());
  }

  private String rewrite() {
    String conditions =
        texts
            .random()
            .ints(texts.random().nextInt(3), 0, 2)
            .mapToObj(
                i ->
                    "rewriteCond "
                        + any(TESTS)
                        + " "
                        + any(PATTERNS)
                        + texts.one(" [];\n  ", " [nocase];\n  ", " [ornext];\n  "))
            .collect(Collectors.joining());
    return conditions
        + texts.one(
            "rewriteCond \"%{REQUEST_METHOD}\" \"1\" [];\n  rewriteRule "
                + any(PATTERNS)
                + " "
                + any(SUBSTITUTIONS)
                + " ["
                + flag()
                + "]",
            "rewriteCond \"%{HTTP_HOST}/$1\" "
                + any(GROUPED)
                + " [];\n  rewriteRule "
                + any(GROUPED)
                + " "
                + any(WITH_GROUPS)
                + " [redirectFlag 302, noescape]");
  }

  private String flag() {
    return texts.one("", "last", "nocase, last", "forbidden", "gone", "qsappend");
  }

  /** A part of the site. */
  private String part() {
    String body =
        texts.one(
            anywhere(),
            "authBasic "
                + quoted(texts.line())
                + " \"/home/bob/pass words\"; requireUser [\"a.b\"]",
            "allowFrom [\"192.0.2.0/24\", \"2001:db8::1\"]; denyFrom [\"192.0.2.1\"]");
    // Rules are for files that the site serves.
    String folder = body.contains("rewriteRule") ? quoted("/home/bob/public_html/x") : any(FOLDERS);
    return texts.one("location " + any(LOCATIONS), "directory " + folder)
        + " with "
        + body
        + " end";
  }
}
