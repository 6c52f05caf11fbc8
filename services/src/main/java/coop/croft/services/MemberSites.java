package coop.croft.services;

import coop.croft.core.model.Host;
import coop.croft.core.model.Rights;
import coop.croft.core.model.Site;
import coop.croft.core.model.SourceId;
import coop.croft.lang.Code;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.SourceText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is there without anybody having written it: below {@link Site#memberDomain} a site for each
 * member and the zone in which they lie, and the zone of {@link Site#previewDomain}. It is made of
 * programs of one line, which no store keeps, and is in force where no member's program opens the
 * same domain.
 */
public final class MemberSites {
  /** No program of a member can have this name. */
  private static final String SOURCE = "(default)";

  /** For whoever is in the way of one. */
  public static final String REMEDY =
      "it is there by itself; a program of yours that opens its domain with dom takes its place";

  private MemberSites() {}

  /** What is there by itself; or why it cannot be. */
  public sealed interface Made {
    record Good(List<Unit> units) implements Made {}

    record Bad(String why) implements Made {}
  }

  /** Whether nobody wrote what that unit says. */
  public static boolean isDefault(Unit unit) {
    return isDefault(unit.source());
  }

  public static boolean isDefault(SourceId source) {
    return source.name().equals(SOURCE);
  }

  /** All domains that may be there by themselves. */
  public static Set<String> domains(Site site, Rights rights) {
    Set<String> out = new TreeSet<>();
    site.memberDomain().ifPresent(out::add);
    site.previewDomain().ifPresent(out::add);
    rights.members().forEach(m -> site.nameOf(m).ifPresent(out::add));
    return out;
  }

  /** Makes those of some domains that are there by themselves if nobody opens them. */
  public static Made of(Compiler compiler, Rights rights, Collection<String> domains) {
    List<Compiler.Compiled> all =
        domains.parallelStream()
            .flatMap(
                d ->
                    owner(compiler.site(), rights, d)
                        .map(o -> compile(compiler, rights, o, d))
                        .stream())
            .toList();
    List<Unit> units = new ArrayList<>();
    for (Compiler.Compiled one : all) {
      switch (one) {
        case Compiler.Compiled.Units(List<Unit> made) -> units.addAll(made);
        case Compiler.Compiled.Refused(List<Diagnostic> diagnostics) -> {
          if (diagnostics.stream().allMatch(d -> d.code() == Code.NOT_HELD)) {
            // Who does not hold the own home any more has nothing to show.
            continue;
          }
          // Only the site's own defaults can be at fault, which are the same for all.
          return new Made.Bad(
              "the sites below MemberDomain cannot be as the site's settings would have them: "
                  + diagnostics.getFirst().message());
        }
      }
    }
    return new Made.Good(units);
  }

  private static Compiler.Compiled compile(
      Compiler compiler, Rights rights, String owner, String domain) {
    return compiler.compile(
        new SourceId(owner, SOURCE), text(compiler.site(), owner, domain), rights);
  }

  /** The program that nobody wrote. */
  public static SourceText text(Site site, String owner, String domain) {
    String what =
        !owner.equals(Rights.ADMINISTRATORS)
            ? "web \"@\" with end"
            : site.previewDomain().map(domain::equals).orElse(false) ? previews(site) : "";
    String text = "domain \"" + domain + "\" with " + what + " end\n";
    return new SourceText(SOURCE, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Whatever a host shows before its name leads there. */
  private static String previews(Site site) {
    List<String> records = new ArrayList<>();
    for (Host host : site.hosts()) {
      if (host.has("web") || host.has("web-static")) {
        String record = "dns (%s \"*." + host.name() + "\" \"%s\")";
        host.ipv4().forEach(a -> records.add(record.formatted("dnsA", a)));
        host.ipv6().forEach(a -> records.add(record.formatted("dnsAAAA", a)));
      }
    }
    return String.join("; ", records);
  }

  private static Optional<String> owner(Site site, Rights rights, String domain) {
    if (site.memberDomain().map(domain::equals).orElse(false)
        || site.previewDomain().map(domain::equals).orElse(false)) {
      return Optional.of(Rights.ADMINISTRATORS);
    }
    String label = domain.substring(0, Math.max(0, domain.indexOf('.')));
    return Optional.of(label)
        .filter(rights.members()::contains)
        .filter(m -> site.nameOf(m).map(domain::equals).orElse(false));
  }
}
