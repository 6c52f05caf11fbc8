package coop.croft.services;

import coop.croft.core.model.Host;
import coop.croft.core.model.Rights;
import coop.croft.core.model.Site;
import coop.croft.lang.Bounds;
import coop.croft.lang.Code;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.Externs;
import coop.croft.lang.Externs.StringTest;
import coop.croft.lang.Externs.TypeTest;
import coop.croft.lang.Language;
import coop.croft.lang.Outcome;
import coop.croft.lang.SourceText;
import coop.croft.lang.Span;
import coop.croft.lang.Verdict;
import coop.croft.services.base.Names;
import coop.croft.services.base.Nodes;
import coop.croft.services.base.Paths;
import coop.croft.services.base.Text;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Reads a site in two passes. The first learns the hosts, while every well-formed name of a host is
 * accepted; the second checks the site files against the hosts that they describe. The second is
 * left out where it cannot differ: what the membership tests said in the first, they say again.
 */
final class SiteReader {
  /** What {@code hosts.dtl} gives as defaults where a site has to say something itself. */
  private static final String UNSAID_DOMAIN = ".";

  private static final String UNSAID_CONTACT = "hostmaster@site.invalid";

  /** What a site says that wants no certificates. */
  private static final String NOWHERE = "none";

  private static final long MOST_DAYS = 3_650;

  /** In front of it there may be a label, the name of a host, and names below a member's. */
  private static final int LONGEST_DOMAIN = 120;

  private static final String OF_SCRIPTS = "it is a limit of each request to a script";

  private static final Subject STRANGER =
      new Subject(Optional.empty(), Rights.NONE, Optional.empty());

  record Read(Site site, Language<Subject> language) {}

  private final Language<Subject> language;
  private final Span start;

  private SiteReader(Language<Subject> language, Span start) {
    this.language = language;
    this.start = start;
  }

  static Read read(Library library, List<SourceText> files)
      throws Language.LibraryFault, SiteFault {
    Hearing hearing = new Hearing();
    String first = files.isEmpty() ? "site.dtl" : files.getFirst().file();
    Language<Subject> open = load(library, files, hearing.of(library.externs()), STRANGER);
    Site site = new SiteReader(open, new Span(first, 1, 1, 1, 1)).site();
    Subject nobody = new Subject(Optional.empty(), Rights.NONE, Optional.of(site));
    return new Read(
        site, hearing.holdsFor(nobody) ? open : load(library, files, library.externs(), nobody));
  }

  private static Language<Subject> load(
      Library library, List<SourceText> files, Externs<Subject> externs, Subject nobody)
      throws Language.LibraryFault {
    return Language.load(library.files(), files, externs, Bounds.DEFAULT, nobody);
  }

  /** What the membership tests were asked while the site was not known. */
  private static final class Hearing {
    private record Asked(StringTest<Subject> test, String constant, Verdict verdict) {}

    private final List<Asked> asked = new ArrayList<>();

    /** The same externs, whose tests note what they are asked before there is a site. */
    Externs<Subject> of(Externs<Subject> externs) {
      Externs.Builder<Subject> out = Externs.builder();
      externs.types().forEach((name, type) -> out.type(name, noting(type)));
      externs.values().forEach(out::primitive);
      externs.choices().forEach(out::choices);
      return out.build();
    }

    private TypeTest<Subject> noting(TypeTest<Subject> type) {
      return type instanceof TypeTest.OverStrings<Subject>(StringTest<Subject> test, boolean held)
          ? new TypeTest.OverStrings<>((constant, subject) -> ask(test, constant, subject), held)
          : type;
    }

    private Verdict ask(StringTest<Subject> test, String constant, Subject subject) {
      Verdict verdict = test.test(constant, subject);
      if (subject.site().isEmpty()) {
        asked.add(new Asked(test, constant, verdict));
      }
      return verdict;
    }

    boolean holdsFor(Subject nobody) {
      return asked.stream().allMatch(a -> a.test().test(a.constant(), nobody).equals(a.verdict()));
    }
  }

  private Site site() throws SiteFault {
    List<Host> hosts =
        switch (language.runSite(STRANGER)) {
          case Outcome.Refused(List<Diagnostic> diagnostics) -> throw new SiteFault(diagnostics);
          case Outcome.Resources(List<Outcome.Emitted> described, long text, var warnings) ->
              described.stream().map(d -> (Host) d.value()).toList();
        };
    if (hosts.stream().noneMatch(h -> h.has("dns-primary"))) {
      throw fault(
          "no host of the site has the role dns-primary", "add to one: role \"dns-primary\"");
    }
    String domain = setting("SiteDomain", String.class);
    if (domain.equals(UNSAID_DOMAIN)) {
      throw fault(
          "the site does not say its own domain",
          "add: val SiteDomain : domain = \"croft.example\";");
    }
    String contact = setting("Contact", String.class);
    Optional<String> members = domainFor("MemberDomain", domain, hosts);
    return new Site(
        domain,
        contact.equals(UNSAID_CONTACT) ? "hostmaster@" + domain : contact,
        directory("Homes"),
        directory("ScriptRoot"),
        setting("MinimumTtl", Long.class),
        drained(hosts),
        strings("KnownMasters"),
        authority(),
        strings("Resolvers"),
        logs(),
        new Site.ScriptLimits(
            between("ScriptSeconds", 1, 600, OF_SCRIPTS),
            between("ScriptProcesses", 5, 10_000, OF_SCRIPTS),
            between("ScriptMegabytes", 10, 100_000, OF_SCRIPTS),
            between("ScriptsAtATime", 1, 100, OF_SCRIPTS)),
        between("ProxyAtATime", 1, 150, "the web server answers 150 requests at a time"),
        members,
        previews(members, domainFor("PreviewDomain", domain, hosts)));
  }

  /** A limit, within bounds that whoever keeps it takes. */
  private long between(String variable, long least, long most, String why) throws SiteFault {
    long value = setting(variable, Long.class);
    if (value < least || value > most) {
      throw fault(variable + " is " + value + ", but must be from " + least + " to " + most, why);
    }
    return value;
  }

  /** A domain of the site's in which names are made for members and their sites. */
  private Optional<String> domainFor(String variable, String siteDomain, List<Host> hosts)
      throws SiteFault {
    String domain = setting(variable, String.class);
    if (domain.equals(UNSAID_DOMAIN)) {
      return Optional.empty();
    }
    String remedy =
        "take one of its own for it, as in: val " + variable + " : domain = \"x.croft.example\";";
    if (Names.strict(domain) instanceof Verdict.Invalid(String why)) {
      throw fault(variable + " cannot be a domain of sites: " + why, remedy);
    }
    if (domain.length() > LONGEST_DOMAIN) {
      throw fault(
          variable + " has more than " + LONGEST_DOMAIN + " characters",
          "there must be room for names in front of it");
    }
    if (isWithin(siteDomain, domain)) {
      throw fault(
          variable
              + " is "
              + domain
              + ", and the site's own domain lies there: somebody called www or mail would have"
              + " the site's names",
          remedy);
    }
    for (Host host : hosts) {
      if (host.nameServer().map(n -> isWithin(n, domain)).orElse(false)) {
        throw fault(
            variable
                + " is "
                + domain
                + ", and the name server "
                + host.nameServer().get()
                + " lies there: names there are others'",
            remedy);
      }
    }
    return Optional.of(domain);
  }

  private Optional<String> previews(Optional<String> members, Optional<String> previews)
      throws SiteFault {
    if (members.isPresent()
        && previews.isPresent()
        && (isWithin(members.get(), previews.get()) || isWithin(previews.get(), members.get()))) {
      throw fault(
          "PreviewDomain is " + previews.get() + " and MemberDomain " + members.get(),
          "take two of which neither lies below the other");
    }
    return previews;
  }

  private static boolean isWithin(String name, String domain) {
    return name.equals(domain) || name.endsWith("." + domain);
  }

  private Site.LogDays logs() throws SiteFault {
    long addresses = days("LogAddressDays");
    long kept = days("LogDays");
    if (kept < addresses) {
      throw fault(
          "LogAddressDays is " + addresses + ", but a log is removed after " + kept + " days",
          "LogDays must be at least LogAddressDays");
    }
    return new Site.LogDays(addresses, kept);
  }

  private long days(String variable) throws SiteFault {
    long days = setting(variable, Long.class);
    if (days < 0 || days > MOST_DAYS) {
      throw fault(
          variable + " is " + days + ", but must be from 0 to " + MOST_DAYS,
          "it is a number of days");
    }
    return days;
  }

  private Optional<String> authority() throws SiteFault {
    String directory = setting("CertificateAuthority", String.class);
    if (directory.equals(NOWHERE)) {
      return Optional.empty();
    }
    if (!isSecure(directory)) {
      throw fault(
          "CertificateAuthority is not the https address of an authority's directory: "
              + Text.shown(directory),
          "write \"" + NOWHERE + "\" if no certificates are to be ordered");
    }
    return Optional.of(directory);
  }

  private static boolean isSecure(String address) {
    try {
      URI uri = new URI(address);
      return "https".equals(uri.getScheme()) && uri.getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private List<Host> drained(List<Host> hosts) throws SiteFault {
    List<String> drained = strings("Drained");
    for (String name : drained) {
      // One that the site names no longer is on its way out and stays so.
      Optional<Host> host = hosts.stream().filter(h -> h.name().equals(name)).findFirst();
      for (String role : List.of("controller", "dns-primary")) {
        if (host.map(h -> h.has(role)).orElse(false)) {
          throw fault(
              name + " cannot be drained: it has the role " + role + ", and nobody else has",
              "give the role to another host first");
        }
      }
    }
    return hosts.stream().map(h -> drained.contains(h.name()) ? drained(h) : h).toList();
  }

  private static Host drained(Host h) {
    SortedSet<String> roles = new TreeSet<>(h.roles());
    roles.add(Nodes.DRAINED);
    return new Host(h.name(), h.ipv4(), h.ipv6(), h.release(), roles, h.nameServer());
  }

  private <T> T setting(String variable, Class<T> type) {
    return type.cast(language.defaultOf(variable, STRANGER));
  }

  private List<String> strings(String variable) {
    List<?> values = setting(variable, List.class);
    return values.stream().map(String.class::cast).toList();
  }

  private String directory(String variable) throws SiteFault {
    String path = setting(variable, String.class);
    if (Paths.file(path) instanceof Verdict.Invalid(String why)) {
      throw fault(variable + " is no directory: " + why, "write it as in \"/home\"");
    }
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private SiteFault fault(String message, String hint) {
    return new SiteFault(List.of(Diagnostic.of(start, Code.INVALID_VALUE, message, hint)));
  }
}
