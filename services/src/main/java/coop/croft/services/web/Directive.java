package coop.croft.services.web;

import coop.croft.lang.Span;
import java.util.List;

/** One thing that a program says about a site or a part of it. All texts are checked and normal. */
public sealed interface Directive {
  /** A directive and where the program says it. */
  record Placed(Directive directive, Span span) {}

  /**
   * Another name of the site.
   *
   * @param name absolute; the leftmost label may be {@code *}
   */
  record ServerAlias(String name) implements Directive {}

  /** Requests under other names are sent to the site's own. */
  record RedirectAliases() implements Directive {}

  /**
   * Browsers that have once been here by https come by nothing else.
   *
   * @param days for so long
   */
  record Strict(long days) implements Directive {}

  /** What answers for a part of the URL space; among all of a site the longest path wins. */
  sealed interface Mapping extends Directive {
    /** Path of the URLs, decoded. */
    String location();
  }

  /**
   * @param path of a file or directory
   */
  record Alias(String location, String path) implements Mapping {}

  /**
   * @param path of a directory of scripts
   */
  record ScriptAlias(String location, String path) implements Mapping {}

  /**
   * @param status a redirection's, 3xx
   */
  record Redirect(int status, String location, String url) implements Mapping {}

  /**
   * @param port on 127.0.0.1
   * @param timeout seconds until the first byte
   * @param strip whether the program sees URLs without the location
   */
  record Proxy(String location, int port, int timeout, boolean strip) implements Mapping {}

  /** Files that answer for a directory, in this order. */
  record Index(List<String> files) implements Directive {}

  /**
   * @param location of the page, as the program wrote it
   */
  record ErrorPage(int status, String location) implements Directive {}

  /** Turns options on, or off. */
  record Options(boolean on, List<WebOption> options) implements Directive {}

  /** Files with this extension are run. */
  record CgiExtension(String extension) implements Directive {}

  /** Files with the extension {@code .php} are run by this version of PHP. */
  record Php(String version) implements Directive {}

  /** A setting of PHP's; see {@link PhpSetting}. */
  record PhpValue(String name, String value) implements Directive {}

  /**
   * What matches no file is answered by a script.
   *
   * @param location of the script, as the program wrote it
   */
  record FrontController(String location) implements Directive {}

  record MediaType(String type, String extension) implements Directive {}

  record Environment(String name, String value) implements Directive {}

  record Header(String name, String value) implements Directive {}

  /**
   * Asks for a password.
   *
   * @param file of the member's, in the format of htpasswd
   */
  record Password(String realm, String file) implements Directive {}

  record ValidUser() implements Directive {}

  record Users(List<String> names) implements Directive {}

  /**
   * @param prefixes addresses or prefixes
   */
  record Allow(List<String> prefixes) implements Directive {}

  /**
   * @param prefixes addresses or prefixes
   */
  record Deny(List<String> prefixes) implements Directive {}

  /** A rewrite rule with the conditions in front of it. */
  record Rewrite(
      List<Condition> conditions, String pattern, String substitution, List<RewriteFlag> flags)
      implements Directive {
    /**
     * @param test a string with variables
     * @param pattern a regular expression or a test of a file
     */
    public record Condition(String test, String pattern, List<RewriteFlag> flags, Span span) {}
  }

  /** Directives for a part of the site. */
  record Section(Kind kind, String path, List<Placed> body) implements Directive {
    /** A part of the URL space, or a tree of files. */
    public enum Kind {
      LOCATION,
      DIRECTORY
    }
  }
}
