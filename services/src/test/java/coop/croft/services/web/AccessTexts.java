package coop.croft.services.web;

import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Draws virtual hosts: some of nothing but what an import knows exactly, others with a line or two
 * that decide about access in every other way that configurations have.
 */
final class AccessTexts {
  private static final List<String> PARTS = List.of("/", "/a", "/a/b", "/c", "/m", "/x.html", "/p");
  private static final List<String> TREES =
      List.of("@DIR@/site", "@DIR@/site/a", "@DIR@/site/a/b", "@DIR@/site/c", "@DIR@/files", "/");

  private static final List<String> RULES =
      List.of(
          "Require all granted",
          "Require all denied",
          "Require ip 127.0.0.2",
          "Require ip 127.0.0.0/30",
          "AuthType Basic|AuthName x|AuthUserFile \"@DIR@/passwords\"|Require valid-user",
          "AuthType Basic|AuthName x|AuthUserFile \"@DIR@/others\"|Require user ann");

  /** Besides, what is no shape that is known. */
  private static final List<String> OTHER_RULES =
      List.of(
          "AuthName x",
          "AuthType Basic|AuthName x|Require valid-user",
          "AuthMerging And|Require all granted",
          "AuthMerging Or|Require ip 127.0.0.2",
          "Order deny,allow|Deny from 127.0.0.2",
          "Order allow,deny|Allow from all|Deny from 127.0.0.2",
          "Order allow,deny|Allow from all",
          "Order deny,allow|Deny from all|Satisfy Any|Require ip 127.0.0.2",
          "Order allow,deny|Require all granted",
          "Require ip 127.0|Require ip 127.1",
          "Require local",
          "Require host localhost",
          "Require method GET",
          "Require expr true",
          "Require group staff",
          "<RequireAll>|Require all granted|Require not ip 127.0.0.2|</RequireAll>",
          "<RequireAny>|Require ip 127.0.0.2|Require ip 127.1|</RequireAny>",
          "<Limit GET>|Require all denied|</Limit>",
          "<LimitExcept GET>|Require all denied|</LimitExcept>",
          "<If \"%{REQUEST_METHOD} == 'GET'\">|Require all denied|</If>",
          "<Files x.html>|Require all denied|</Files>",
          "<IfModule mod_none.c>|Require all granted|</IfModule>",
          "<IfModule !mod_none.c>|Require ip 127.0.0.2|</IfModule>",
          "<IfModule mod_authz_core.c>|Require all denied|</IfModule>",
          "<IfDefine X>|Require all granted|</IfDefine>",
          "Options None",
          "Options Indexes",
          "Options -FollowSymLinks",
          "Options Indexes FollowSymLinks",
          "Options +MultiViews",
          "Options +Includes",
          "Options All",
          "Options -FollowSymLinks +SymLinksIfOwnerMatch",
          "AllowOverride All",
          "AllowOverride None",
          "SetHandler none",
          "ForceType text/plain",
          "RewriteEngine On|RewriteRule ^x - [F]",
          "RewriteEngine On|RewriteBase /a/|RewriteCond %{REQUEST_FILENAME} !-f|RewriteCond"
              + " %{REQUEST_FILENAME} !-d|RewriteRule . x.html [L]",
          "DirectoryIndex x.html",
          "ErrorDocument 403 /x.html",
          "Redirect 403 /a");

  /** Lines of a host that are known, alone or not beside some others. */
  private static final List<String> LINES =
      List.of(
          "Alias /m \"@DIR@/files\"",
          "Alias /m \"@DIR@/site/a\"",
          "Alias /p \"@DIR@/other\"",
          "Redirect /c http://elsewhere.test/",
          "Redirect permanent /a/b https://elsewhere.test/b",
          "Redirect / http://elsewhere.test/",
          "ProxyPreserveHost On|ProxyPass / http://127.0.0.1:@BACKEND@/",
          "ProxyPreserveHost On|ProxyPass /p http://127.0.0.1:@BACKEND@/p",
          "ProxyPreserveHost On|ProxyPass /a http://localhost:@BACKEND@",
          "FallbackResource /x.html",
          "DirectoryIndex x.html index.html",
          "ErrorDocument 403 /x.html",
          "ErrorDocument 404 /a/x.html",
          "Header set X-Y z",
          "SetEnv A b",
          "RewriteEngine On|RewriteCond %{HTTP_HOST} ^other\\.example$ [NC]|RewriteRule ^(.*)$"
              + " https://elsewhere.test$1 [R=301,L]",
          "RewriteEngine On|RewriteRule ^ https://elsewhere.test%{REQUEST_URI} [R,L]",
          "<FilesMatch \\.php$>|SetHandler"
              + " \"proxy:unix:/run/php/none.sock\\|fcgi://localhost\"|</FilesMatch>");

  private static final List<String> OTHER_LINES =
      List.of(
          "ServerAlias *.other.test",
          "Alias /m/ \"@DIR@/files\"",
          "Alias / \"@DIR@/files\"",
          "Alias / \"@DIR@/files/\"",
          "Alias /m/ \"@DIR@/files/\"",
          "Alias /a/b \"@DIR@/files\"|Alias /a \"@DIR@/site/c\"",
          "Alias /script \"@DIR@/other/run.pl\"",
          "Alias /m \"@DIR@/private\"",
          "AliasMatch ^/m/(.*) \"@DIR@/other/$1\"",
          "ScriptAlias /script \"@DIR@/other/run.pl\"",
          "ScriptAlias /cgi-bin/ \"@DIR@/other/\"",
          "ProxyPass /a http://127.0.0.1:@BACKEND@/",
          "ProxyPass /p !|ProxyPass / http://127.0.0.1:@BACKEND@/",
          "ProxyPass /p http://127.0.0.1:@BACKEND@/p",
          "ProxyPassMatch ^/p http://127.0.0.1:@BACKEND@",
          "RedirectMatch 404 \\.html$",
          "RedirectMatch ^/c http://elsewhere.test/",
          "Redirect gone /c",
          "Redirect 404 /",
          "<LocationMatch ^/(a\\|c)>|Require all denied|</LocationMatch>",
          "<LocationMatch \\.html$>|Require host elsewhere.test|</LocationMatch>",
          "<DirectoryMatch /b>|Require ip 127.0.0.2|</DirectoryMatch>",
          "<FilesMatch ^(x\\|secret)\\.>|Require group staff|</FilesMatch>",
          "<FilesMatch \\.(php\\|phtml)$>|Require all denied|</FilesMatch>",
          "<FilesMatch \\.phtml$>|SetHandler"
              + " \"proxy:unix:/run/php/none.sock\\|fcgi://localhost\"|</FilesMatch>",
          "<Files \"x.*\">|Require all denied|</Files>",
          "<Files ~ \"^x\">|Order allow,deny|Deny from all|</Files>",
          "<Location ~ \"html$\">|Require all denied|</Location>",
          "<Location \"/a*\">|Require all denied|</Location>",
          "<Location /a/>|Require all denied|</Location>",
          "<Location /%61>|Require all denied|</Location>",
          "<Proxy *>|Require ip 127.0.0.2|</Proxy>",
          "<IfModule mod_none.c>|Redirect / http://elsewhere.test/|</IfModule>",
          "<IfModule mod_alias.c>|Alias /m \"@DIR@/files\"|</IfModule>",
          "<Macro @NAME@-m>|Define @NAME@-d|</Macro>",
          "Define @NAME@-x /a|<Location ${@NAME@-x}>|Require all denied|</Location>",
          "<Macro @NAME@-n $p>|<Location $p>|Require all denied|</Location>|</Macro>|Use @NAME@-n"
              + " /a",
          "<If \"%{REQUEST_URI} =~ m#^/a#\">|Require all denied|</If>",
          "RewriteEngine On|RewriteRule ^/a - [F]",
          "RewriteEngine On|RewriteRule ^/x\\.html$ /a/x.html [PT]",
          "RewriteEngine On|RewriteRule ^/c/(.*) /a/$1",
          "RewriteEngine On|RewriteCond %{REMOTE_ADDR} !=127.0.0.2|RewriteRule ^ - [F]",
          "RewriteEngine On|RewriteCond %{REMOTE_ADDR} !=127.0.0.2|RewriteRule ^"
              + " https://elsewhere.test%{REQUEST_URI} [R,L]",
          "RewriteEngine Off|RewriteRule ^ https://elsewhere.test%{REQUEST_URI} [R,L]",
          "RewriteRule ^ https://elsewhere.test%{REQUEST_URI} [R,L]",
          "RewriteEngine On|RewriteOptions Inherit|RewriteRule ^ https://elsewhere.test/ [R,L]",
          "RewriteEngine On|RewriteRule ^ - [S=1]|RewriteRule ^ https://elsewhere.test/ [R,L]",
          "SSLVerifyClient require",
          "SetOutputFilter INCLUDES",
          "AddOutputFilter INCLUDES .html",
          "AddHandler cgi-script .pl",
          "AddHandler type-map .html",
          "AddType text/plain .phtml",
          "AddType application/x-httpd-php .php .html",
          "ErrorDocument 403 http://elsewhere.test/",
          "DirectoryIndex /a/x.html",
          "FallbackResource /a/x.html",
          "Options None",
          "DocumentRoot \"@DIR@/other\"",
          "SetEnvIf Remote_Addr ^ A|<Location /a>|Order deny,allow|Deny from env=A|</Location>",
          "Header set X-Y %{A}e",
          "UseCanonicalName On");

  private final Random random;
  private final StringBuilder out = new StringBuilder();

  AccessTexts(long seed) {
    // Neighbouring seeds of a Random begin with almost the same numbers.
    random = new Random(new SplittableRandom(seed).nextLong());
  }

  String host(String name) {
    boolean tls = chance(4);
    line("<VirtualHost *:" + (tls ? "443" : "80") + ">|ServerName " + name);
    if (tls) {
      line("SSLEngine on");
    }
    if (!chance(20)) {
      line("DocumentRoot \"@DIR@/site\"");
    }
    if (!chance(10)) {
      section("Directory \"@DIR@/site\"", chance(5) ? of(RULES) : RULES.getFirst());
    }
    if (chance(2)) {
      section("Directory \"@DIR@/files\"", RULES.getFirst());
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      line(of(LINES));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      section(part(), of(RULES));
    }
    if (chance(4)) {
      frontController();
    }
    for (int i = chance(3) ? 1 + random.nextInt(2) : 0; i > 0; i--) {
      if (chance(2)) {
        line(of(OTHER_LINES));
      } else {
        String rules = of(OTHER_RULES) + (chance(2) ? "|" + of(RULES) : "");
        boolean files = rules.contains("<Files") || rules.contains("AllowOverride");
        section(files ? "Directory \"" + of(TREES) + "\"" : part(), rules);
      }
    }
    line("</VirtualHost>");
    return out.toString().replace("@NAME@", name);
  }

  private String part() {
    return chance(2) ? "Location " + of(PARTS) : "Directory \"" + of(TREES) + "\"";
  }

  private void frontController() {
    String base = of(List.of("RewriteBase /|", "RewriteBase /a/|", ""));
    String rule = of(List.of("RewriteRule . /x.html [L]", "RewriteRule ^(.*)$ x.html [L,QSA]"));
    section(
        "Directory \"" + (chance(4) ? of(TREES) : "@DIR@/site") + "\"",
        "RewriteEngine On|"
            + base
            + (chance(2) ? "RewriteRule ^x\\.html$ - [L]|" : "")
            + "RewriteCond %{REQUEST_FILENAME} !-f|"
            + (chance(5) ? "" : "RewriteCond %{REQUEST_FILENAME} !-d|")
            + rule);
  }

  private boolean chance(int of) {
    return random.nextInt(of) == 0;
  }

  private String of(List<String> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** Several lines, with bars between them. */
  private void line(String text) {
    out.append(text.replaceAll("(?<!\\\\)\\|", "\n").replace("\\|", "|")).append('\n');
  }

  private void section(String head, String body) {
    line("<" + head + ">|" + body + "|</" + head.split(" ")[0] + ">");
  }
}
