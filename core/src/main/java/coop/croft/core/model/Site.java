package coop.croft.core.model;

import coop.croft.core.manifest.Hash;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One co-operative: its hosts and its settings, read from the site directory.
 *
 * @param domain the site's own domain
 * @param contact mail address of the administrators
 * @param homes directory below which members' homes lie
 * @param scriptRoot directory below which scripts must lie (suexec has one root)
 * @param minimumTtl lowest TTL that members may use, seconds
 * @param knownMasters IPv4 addresses that members' own primaries may have although they are the
 *     site's own, private, or otherwise refused
 * @param authority URL of the directory where certificates are ordered (RFC 8555); empty: nowhere
 * @param resolvers IPv4 addresses of the name servers that are asked where names lead; empty: those
 *     of the controller's host
 * @param logs how long logs of web sites are kept
 * @param scripts what members' scripts may take
 * @param proxyAtATime how many requests may be with a member's programs behind {@code proxyPass} at
 *     a time, on each web host
 * @param memberDomain the domain below which each member has a name and a site; empty: they have
 *     none
 * @param previewDomain the domain below which each site is seen before its own names lead here;
 *     empty: nowhere
 */
public record Site(
    String domain,
    String contact,
    String homes,
    String scriptRoot,
    long minimumTtl,
    List<Host> hosts,
    List<String> knownMasters,
    Optional<String> authority,
    List<String> resolvers,
    LogDays logs,
    ScriptLimits scripts,
    long proxyAtATime,
    Optional<String> memberDomain,
    Optional<String> previewDomain) {
  /** A quarter of what a web server answers at a time. */
  public static final long USUAL_PROXY_AT_A_TIME = 37;

  private static final Pattern LABEL = Pattern.compile("[a-z](?:[a-z0-9-]*[a-z0-9])?");

  private static final int LONGEST_LABEL = 63;
  private static final int HASHED = 32;

  /** Labels that begin so stand for other scripts (RFC 5890, section 2.3.1). */
  private static final String RESERVED = "[a-z0-9]{2}--.*";

  /**
   * How old logs become, in days.
   *
   * @param addresses after which visitors' addresses are shortened
   * @param kept after which a log is removed
   */
  public record LogDays(long addresses, long kept) {
    /** What a site has that says nothing. */
    public static final LogDays USUAL = new LogDays(7, 90);
  }

  /**
   * What one request to a script may take.
   *
   * @param seconds after which everything that it started is ended
   * @param processes at a time; all scripts of a member together twice as many
   * @param megabytes of memory; all scripts of a member together three times as many
   * @param atATime how many requests of a member run
   */
  public record ScriptLimits(long seconds, long processes, long megabytes, long atATime) {
    /** What a site has that says nothing. */
    public static final ScriptLimits USUAL = new ScriptLimits(10, 100, 100, 10);
  }

  /** A site that knows no masters with special addresses and orders no certificates. */
  public Site(
      String domain,
      String contact,
      String homes,
      String scriptRoot,
      long minimumTtl,
      List<Host> hosts) {
    this(
        domain,
        contact,
        homes,
        scriptRoot,
        minimumTtl,
        hosts,
        List.of(),
        Optional.empty(),
        List.of(),
        LogDays.USUAL,
        ScriptLimits.USUAL,
        USUAL_PROXY_AT_A_TIME,
        Optional.empty(),
        Optional.empty());
  }

  /**
   * The name under which a host shows a site before the site's own name leads there; empty if this
   * site has no such names. One label, by which no other site can be meant, below {@link
   * #previewsOn}.
   */
  public Optional<String> previewOf(String site, String host) {
    return previewsOn(host).map(d -> previewLabel(site) + "." + d);
  }

  /** The domain of whose wildcard all previews on a host are; empty if there are none. */
  public Optional<String> previewsOn(String host) {
    return previewDomain.map(d -> host + "." + d);
  }

  /**
   * Dots become hyphens and hyphens double ones, so that no two names become the same. What is too
   * long then, or would stand for another script, becomes a hash, in which no hyphen is.
   */
  private static String previewLabel(String site) {
    String label = site.replace("-", "--").replace('.', '-');
    return label.length() > LONGEST_LABEL || label.matches(RESERVED)
        ? Hash.of(site.getBytes(StandardCharsets.US_ASCII)).hex().substring(0, HASHED)
        : label;
  }

  /**
   * The name that a member has below {@link #memberDomain}; empty if there is no such domain, or if
   * the member's account cannot be part of a name: one with an underscore, say.
   */
  public Optional<String> nameOf(String member) {
    return memberDomain
        .filter(d -> LABEL.matcher(member).matches() && !member.matches(RESERVED))
        .map(d -> member + "." + d);
  }

  /**
   * All names right below {@link #memberDomain}: sites with no other names share one certificate;
   * empty if there is no such domain.
   */
  public Optional<String> sharedWildcard() {
    return memberDomain.map(d -> "*." + d);
  }

  /** The same, if it stands for all of the names of a site. */
  public Optional<String> sharedWildcard(List<String> names) {
    return sharedWildcard()
        .filter(all -> names.stream().allMatch(n -> !n.equals(all) && isOneOf(n, all)));
  }

  private static boolean isOneOf(String name, String wildcard) {
    return name.replaceFirst("^[^.]+", "*").equals(wildcard);
  }

  public Optional<Host> host(String name) {
    return hosts.stream().filter(h -> h.name().equals(name)).findFirst();
  }

  public List<Host> with(String role) {
    return hosts.stream().filter(h -> h.has(role)).toList();
  }
}
