package coop.croft.services.soundness;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Constants of every type that takes some: good ones, bad ones, and those of somebody else. */
final class Constants {
  /** Types whose constants must be held. */
  static final List<String> HELD =
      List.of("your_domain", "your_path", "your_user", "your_group", "your_port");

  private static final List<String> LOCATIONS =
      List.of("/", "/a", "/a/b", "/x%20y", "/é", "/$1", "/a%25b", "/$%7BHOME%7D", "/~bob", "/a'b");
  private static final List<String> BELOW =
      List.of("", "/a", "/b c", "/public_html/x", "/${HOME}", "/%1", "/$1", "/<x>", "/#", "/é 'x'");
  private static final List<String> PATTERNS =
      List.of("^/", "^/(.*)$", "!^/x", "-x", "a b", "\\\\.", "[\\\"'#]", "^/a|^/b", "x{2,3}", "%");
  private static final List<String> LINES =
      List.of("", "a", "max-age=60", "${HOME}", "%{HTTP_HOST}", "x\\\\", "\\\"</VirtualHost>", "é");
  private static final List<String> TOKENS =
      List.of("index.html", "a-b", "X-Test", "$x", "%t", "#!", "`'", "~^|", "a.b", "&+");

  private final Random random;
  private final int number;
  private final String member;
  private final List<String> unopened;
  private int fresh;

  Constants(Random random, int number) {
    this.random = random;
    this.number = number;
    this.member = Grants.member(number);
    this.unopened = new ArrayList<>(Grants.domainsOf(number));
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  static String quoted(String text) {
    return "\"" + text + "\"";
  }

  /** A literal that fits, for an argument of a library's value or for a variable of that name. */
  String good(String type, String where) {
    return switch (type) {
      case "string" -> quoted(one(LINES));
      case "int" -> "" + number(where);
      case "host" -> quoted(host(where));
      case "domain" -> quoted(domain(where));
      case "your_domain" -> quoted(ownDomain(where));
      case "your_path" -> quoted(ownPath(where));
      case "your_user" -> quoted(random.nextInt(4) == 0 ? member + "-web" : member);
      case "your_group" -> quoted(random.nextInt(4) == 0 ? "staff" : member);
      case "your_port" -> "" + (Grants.ports(member) + one(10, 50));
      case "email" -> quoted(one(List.of("a.b+c@p.example", "x@" + member + ".test")));
      case "ip" -> quoted(address());
      case "ipv6" -> quoted("2001:DB8::" + Integer.toHexString(1 + random.nextInt(65_535)));
      case "url" -> quoted(one(List.of("https://x.example/", "http://GRÜN.example:81/a%20b?c#e")));
      case "port" -> "" + random.nextInt(65_536);
      case "node" -> quoted(one(List.of("main", "dynamic", "shell", "offsite")));
      case "dns_node" -> quoted(one(List.of("main", "dynamic", "offsite")));
      case "web_node" -> quoted(random.nextInt(8) == 0 ? "main" : "dynamic");
      case "location" -> quoted(location(where));
      case "line" -> quoted(line(where));
      case "token" -> quoted(token(where));
      case "pattern" -> quoted(one(PATTERNS));
      case "substitution" -> quoted(one(List.of("-", "/", "/x/$1", "/x?y=$1&z=%1", "/é")));
      case "rewrite_test" ->
          quoted(one(List.of("%{HTTP_USER_AGENT}", "%{HTTP_HOST}/$1%1", "a b", "")));
      case "prefix" -> quoted(one(List.of("192.0.2.0/24", "2001:db8::1", "198.51.100.7")));
      case "php_version" -> quoted("8.2");
      default -> throw new IllegalArgumentException("no constant of type " + type);
    };
  }

  /** Now and then one that no member's primary has. */
  private String address() {
    return random.nextInt(8) == 0
        ? one(List.of("127.0.0.1", "192.0.2.11", "10.1.2.3", "169.254.0.1", "224.0.0.1"))
        : "203.0.113." + random.nextInt(256);
  }

  private int one(int range, int single) {
    return random.nextInt(6) == 0 ? single : random.nextInt(range);
  }

  private long number(String where) {
    return switch (where) {
      case "TTL" -> 60L * (1 + random.nextInt(3));
      case "HstsDays" -> random.nextInt(731);
      case "ProxyTimeout" -> 1 + random.nextInt(300);
      case "redirectWith", "redirectFlag" ->
          List.of(301, 302, 303, 307, 308).get(random.nextInt(5));
      case "errorDocument" -> List.of(400, 403, 404, 410, 451, 500, 503).get(random.nextInt(7));
      default -> random.nextInt(1_000);
    };
  }

  /** Names that the values need for themselves: a CNAME beside other records is no zone. */
  private String host(String where) {
    return switch (where) {
      case "vhost", "web", "t" -> "S" + fresh++;
      case "serverAliasHost" -> random.nextInt(2) == 0 ? "*" : "alias" + fresh++;
      case "dnsCNAME" -> "cname" + fresh++;
      case "dnsNSAt", "dnsDS" -> "zone" + random.nextInt(2);
      case "webAddress" -> "web" + random.nextInt(3);
      case "Official" -> one(List.of("@", "www"));
      case "dnsSRV" -> "_sip._udp.srv" + random.nextInt(3);
      case "dnsTLSA" -> "_443._tcp.tls" + random.nextInt(3);
      default ->
          (random.nextInt(12) == 0 ? "*." : "")
              + one(List.of("A", "b.c", "é", "x-1"))
              + "."
              + where.toLowerCase(Locale.ROOT);
    };
  }

  private String domain(String where) {
    return where.equals("dnsSRV") && random.nextInt(4) == 0
        ? "."
        : one(List.of("ns.elsewhere.test", "MX_1.b.test", "bücher.test", "a.test"));
  }

  private String ownDomain(String where) {
    boolean below = where.equals("serverAlias") || unopened.isEmpty() || random.nextInt(4) == 0;
    String domain =
        below ? one(Grants.domainsOf(number)) : unopened.remove(random.nextInt(unopened.size()));
    String spelled =
        switch (random.nextInt(6)) {
          case 0 -> domain.toUpperCase(Locale.ROOT);
          case 1 -> domain.startsWith("xn--") ? "GRÜN" + number + ".example" : domain;
          default -> domain;
        };
    return (below ? "own" + fresh++ + "." : "") + spelled;
  }

  private String ownPath(String where) {
    String home = "/home/" + member;
    return switch (where) {
      case "authBasic", "use_cert" -> home + one(List.of("/a.b", "/b c", "/$x", "/é"));
      case "scriptAlias", "DocumentRoot" -> home + one(BELOW) + (random.nextInt(4) == 0 ? "/" : "");
      default ->
          one(List.of(home, "/srv/" + member, home + "/shared/back"))
              + one(BELOW)
              + (random.nextInt(4) == 0 ? "/" : "");
    };
  }

  private String location(String where) {
    return switch (where) {
      case "alias", "scriptAlias", "redirect", "redirectWith", "proxyPass" ->
          "/l" + fresh++ + (random.nextInt(4) == 0 ? "/" : "");
      case "frontController" -> "/index.php";
      default -> one(LOCATIONS);
    };
  }

  private String line(String where) {
    return where.equals("addType")
        ? one(List.of("font/woff2", "text/x-a; charset=utf-8"))
        : one(LINES);
  }

  private String token(String where) {
    return switch (where) {
      case "requireUser" -> one(List.of("a.b", "hilde", "x_1"));
      case "addType", "cgiExtension" -> one(List.of(".html", "c'd", "$b"));
      case "setHeader" -> "X-" + one(List.of("A", "$b", "c'd"));
      default -> one(TOKENS);
    };
  }

  /** A literal that does not fit. */
  String bad(String type) {
    if (HELD.contains(type) && random.nextInt(4) > 0) {
      return one(notHeld(type, number));
    }
    return switch (random.nextInt(4)) {
      case 0 -> "" + random.nextLong(Long.MAX_VALUE);
      case 1 -> quoted("\\n");
      case 2 -> "true";
      default -> quoted("-no such-");
    };
  }

  /** Literals of things that the member of a number does not hold, in all disguises. */
  static List<String> notHeld(String type, int number) {
    String member = Grants.member(number);
    String other = Grants.next(member);
    List<String> all = new ArrayList<>();
    switch (type) {
      case "your_domain" -> domains(number).forEach(d -> all.add(quoted(d)));
      case "your_path" -> paths(member, other).forEach(p -> all.add(quoted(p)));
      case "your_user" ->
          List.of(
                  other,
                  other + "-web",
                  "root",
                  "www-data",
                  "croft",
                  "nobody",
                  "staff",
                  member + "2",
                  member.toUpperCase(Locale.ROOT),
                  member + " ",
                  member + ":" + other,
                  "",
                  "0",
                  member + "\\n",
                  member.replace('a', 'а').replace('o', 'о').replace('e', 'е').replace('i', 'і'))
              .forEach(u -> all.add(quoted(u)));
      case "your_group" ->
          List.of(
                  other,
                  "root",
                  "www-data",
                  "adm",
                  "Staff",
                  "staff ",
                  "#0",
                  member + "," + other,
                  "")
              .forEach(g -> all.add(quoted(g)));
      case "your_port" -> {
        long first = Grants.ports(member);
        for (long p :
            new long[] {
              0,
              1,
              22,
              80,
              443,
              first - 1,
              first + 10,
              first + 49,
              first + 51,
              65_535,
              65_536,
              first + 65_536,
              first + (1L << 32),
              Long.MAX_VALUE,
              Grants.ports(other)
            }) {
          all.add("" + p);
        }
      }
      default -> throw new IllegalArgumentException(type + " needs no right");
    }
    return all;
  }

  private static List<String> domains(int number) {
    String own = "p" + number + ".example";
    String foreign = "n" + number + ".example";
    return List.of(
        foreign,
        "www." + foreign,
        foreign.toUpperCase(Locale.ROOT),
        // Fullwidth letters, an ideographic full stop and a soft hyphen, all mapped away.
        "ｎ" + number + ".example",
        "n" + number + "。example",
        "n\u00ad" + number + ".example",
        "held." + own,
        "HELD." + own,
        "a.b.held." + own,
        "ｈeld." + own,
        "held." + own + ".",
        foreign + ".",
        own + ".",
        "." + own,
        "a.." + own,
        "*." + own,
        "_x." + own,
        "evil" + own,
        "evil-" + own,
        own + ".test",
        own + "0",
        // A Cyrillic letter that looks like the Latin one.
        "р" + number + ".example",
        "p" + number + ".еxample",
        "grun" + number + ".example",
        "example",
        "test.example",
        "croft.example",
        "ns1.croft.example",
        "%6e" + number + ".example",
        own + "/",
        own + " ",
        " " + own,
        own + "\\n",
        own + "\\t",
        own + "@" + foreign,
        own + "," + foreign,
        "",
        ".",
        "..",
        "@");
  }

  private static List<String> paths(String member, String other) {
    String home = "/home/" + member;
    return List.of(
        "/home/" + other,
        "/home/" + other + "/",
        "/home/" + other + "/a",
        "/srv/" + other,
        home + "/shared",
        home + "/shared/",
        home + "/shared/a",
        home + "/shared/backs",
        home + "/shared/back/../a",
        home + "/../" + other,
        home + "/..",
        home + "/./a",
        home + "/.",
        home + "//a",
        "/" + home,
        home + "/a//",
        home + "2",
        home + "-web",
        home.toUpperCase(Locale.ROOT),
        "/home/" + member.toUpperCase(Locale.ROOT),
        "/home",
        "/home/",
        "/",
        "/etc/passwd",
        "/srv",
        "",
        "home/" + member,
        "./a",
        "~" + member,
        "${HOME}",
        "%2fhome%2f" + member,
        "/home/%61" + member.substring(1),
        "/home/" + member.replace('a', 'а').replace('o', 'о').replace('e', 'е').replace('c', 'с'),
        "/home\\\\" + member,
        " " + home,
        home + "\\n",
        home + "\\t/a");
  }
}
