package coop.croft.services.web;

import coop.croft.core.model.Host;
import coop.croft.lang.Code;
import coop.croft.lang.Fault;
import coop.croft.lang.Verdict;
import coop.croft.services.Subject;
import coop.croft.services.base.Text;
import java.util.List;
import java.util.Map;

/** Which versions of PHP a host offers: those of its Debian release. */
final class PhpVersions {
  private static final Map<String, List<String>> BY_RELEASE = Map.of("bookworm", List.of("8.2"));

  private PhpVersions() {}

  /** The type {@code php_version}. */
  static Verdict test(String text) {
    return text.matches("[0-9]{1,2}\\.[0-9]{1,2}")
        ? Verdict.accepted(text)
        : Verdict.invalid(
            Text.shown(text) + ": a version of PHP is two numbers with a dot between them: 8.2");
  }

  /** Those of the site's web hosts. */
  static List<String> offered(Subject subject) {
    return subject.site().stream()
        .flatMap(site -> site.hosts().stream())
        .filter(host -> host.has("web"))
        .flatMap(host -> of(host).stream())
        .distinct()
        .toList();
  }

  static List<String> of(Host host) {
    return BY_RELEASE.getOrDefault(host.release(), List.of());
  }

  /**
   * @throws Fault {@code invalid-value} if the host does not offer the version
   */
  static void require(String version, Host host) {
    List<String> offered = of(host);
    if (!offered.contains(version)) {
      throw new Fault(
          Code.INVALID_VALUE,
          host.name()
              + " runs Debian "
              + host.release()
              + ", which has "
              + (offered.isEmpty() ? "no PHP" : "PHP " + String.join(", ", offered))
              + " and not PHP "
              + version,
          offered.isEmpty()
              ? "set WebNodes to another host"
              : "write: php \"" + offered.getLast() + "\"");
    }
  }
}
