package coop.croft.services.web;

import coop.croft.lang.Code;
import coop.croft.lang.Externs.Run;
import coop.croft.lang.Fault;
import coop.croft.lang.Span;
import coop.croft.services.Subject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The frame of a {@code vhost} block, and of a {@code location} or {@code directory} block in it.
 */
final class Block {
  /** What all blocks of one site share. */
  static final class SiteFrame {
    final String name;
    final List<String> nodes;
    final String documentRoot;
    final Set<String> locations = new HashSet<>();
    final List<Directive.Proxy> proxies = new ArrayList<>();
    final SiteBounds bounds;

    SiteFrame(String name, List<String> nodes, String documentRoot, SiteBounds.Program program) {
      this.name = name;
      this.nodes = nodes;
      this.documentRoot = documentRoot;
      this.bounds = new SiteBounds(name, program);
    }
  }

  private static final int MOST_PAGES = 20;

  final SiteFrame site;
  private int pages;
  private final boolean whole;
  private final String directory;
  private final List<Directive.Placed> body = new ArrayList<>();
  private final List<Directive.Rewrite.Condition> conditions = new ArrayList<>();

  private Block(SiteFrame site, boolean whole, String directory) {
    this.site = site;
    this.whole = whole;
    this.directory = directory;
  }

  /** The block of a site. */
  static Block ofSite(SiteFrame site) {
    return new Block(site, true, site.documentRoot);
  }

  /**
   * The block of a part of the site.
   *
   * @param directory where its files lie, as far as that is known
   */
  Block inner(String directory) {
    return new Block(site, false, directory);
  }

  static Block of(Run<Subject> run) {
    return run.frame(Block.class);
  }

  boolean isWhole() {
    return whole;
  }

  /** Where the files lie that this block is about. */
  String directory() {
    return directory;
  }

  /**
   * @throws Fault {@code bound} if the site has too many
   */
  void add(Directive directive, Span span) {
    site.bounds.count(SiteBounds.Kind.SETTINGS);
    body.add(new Directive.Placed(directive, span));
  }

  /**
   * @throws Fault {@code bound} if the block has too many index pages, which Apache adds up
   */
  void countPages(int more) {
    pages += more;
    if (pages > MOST_PAGES) {
      throw new Fault(
          Code.BOUND,
          "this block has more than " + MOST_PAGES + " index pages",
          "the first that is there is shown; name fewer");
    }
  }

  void addCondition(Directive.Rewrite.Condition condition) {
    conditions.add(condition);
  }

  /** The conditions since the last rule. */
  List<Directive.Rewrite.Condition> takeConditions() {
    List<Directive.Rewrite.Condition> taken = List.copyOf(conditions);
    conditions.clear();
    return taken;
  }

  private boolean has(Class<? extends Directive> type) {
    return body.stream().anyMatch(p -> type.isInstance(p.directive()));
  }

  /**
   * The finished block.
   *
   * @throws Fault {@code invalid-value} for conditions without a rule, or names without a password
   *     file
   */
  List<Directive.Placed> finish() {
    if (!conditions.isEmpty()) {
      throw new Fault(
          Code.INVALID_VALUE,
          "this block ends with a rewriteCond that no rewriteRule follows",
          "a condition belongs to the next rule of the same block");
    }
    if ((has(Directive.Users.class) || has(Directive.ValidUser.class))
        && !has(Directive.Password.class)) {
      throw new Fault(
          Code.INVALID_VALUE,
          "this block asks for a user but for no password",
          "add authBasic \"realm\" \"/path/of/the/password/file\" to it");
    }
    return List.copyOf(body);
  }
}
