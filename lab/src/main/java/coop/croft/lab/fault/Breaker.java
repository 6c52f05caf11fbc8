package coop.croft.lab.fault;

import coop.croft.core.manifest.Fragment;
import coop.croft.core.manifest.LineMap;
import coop.croft.core.manifest.Origin;
import coop.croft.core.model.Host;
import coop.croft.core.plan.Step;
import coop.croft.lang.Externs;
import coop.croft.services.Driver;
import coop.croft.services.Facts;
import coop.croft.services.Service;
import coop.croft.services.Subject;
import coop.croft.services.Unit;
import coop.croft.services.World;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A service whose renderer is wrong: for a domain whose first label is {@code broken-web} or {@code
 * broken-dns} it adds a fragment that Apache or BIND refuses, for {@code broken-start} one of which
 * Apache complains without naming it (a log that cannot be opened), for {@code broken-serial} a
 * zone whose serial falls with every record more, which BIND takes, for {@code broken-writer} a
 * file that is another service's, so that nothing can be put together. It stands for every fault
 * that a checker may have; what the daemon refuses must come back to the line of the program.
 */
public final class Breaker implements Service {
  @Override
  public String name() {
    return "fault";
  }

  @Override
  public List<String> library() {
    return List.of();
  }

  @Override
  public void teach(Externs.Builder<Subject> externs) {}

  @Override
  public List<Fragment> render(Unit unit, World world, Facts facts) {
    Origin origin = unit.resources().getLast().origin();
    if (unit.domain().startsWith("broken-web.")) {
      return List.of(
          fragment(
              "dynamic",
              "web",
              "/etc/apache2/croft/sites/fault.conf",
              "ThisIsNoDirective on\n",
              origin));
    }
    if (unit.domain().startsWith("broken-start.")) {
      return List.of(
          fragment(
              "dynamic",
              "web",
              "/etc/apache2/croft/sites/fault-start.conf",
              "<VirtualHost *:80>\nServerName fault.invalid\nErrorLog /nowhere/log\n</VirtualHost>\n",
              origin));
    }
    if (unit.domain().startsWith("broken-dns.")) {
      String zone = "$TTL 60\n@ IN SOA a. b. 1 1 1 1 1\n@ IN NS ns\nns IN A 203.0.113.999\n";
      // Several members may have one at a time.
      return zone("fault." + unit.domain(), zone, origin);
    }
    if (unit.domain().startsWith("broken-writer.")) {
      return List.of(fragment("main", "dns", "/etc/bind/croft.conf", "", origin));
    }
    if (unit.domain().startsWith("broken-serial.")) {
      String zone =
          "fault.example. 60 IN SOA a.fault.example. b.fault.example. "
              + (2_100_000_000L - unit.resources().size())
              + " 60 60 60 60\nfault.example. 60 IN NS a.fault.example.\n"
              + "a.fault.example. 60 IN A 203.0.113.1\n";
      return zone("fault.example", zone, origin);
    }
    return List.of();
  }

  private static List<Fragment> zone(String name, String text, Origin origin) {
    String file = "/etc/bind/croft/zones/" + name;
    return List.of(
        fragment("main", "dns", file + ".db", text, origin),
        fragment(
            "main",
            "dns",
            file + ".conf",
            "{ type primary; file \"" + file + ".db\"; };\n",
            origin));
  }

  private static Fragment fragment(
      String host, String service, String path, String text, Origin origin) {
    int lines = Math.toIntExact(text.lines().count());
    return new Fragment(
        host,
        service,
        path,
        text.getBytes(StandardCharsets.UTF_8),
        false,
        new LineMap(List.of(new LineMap.Lines(1, lines, origin))));
  }

  @Override
  public List<Fragment> renderHost(Host host, World world, Facts facts) {
    return List.of();
  }

  @Override
  public Optional<String> sentence(Step.Kind kind, String path) {
    return Optional.empty();
  }

  @Override
  public Driver driver() {
    throw new UnsupportedOperationException("belongs to the controller's class path alone");
  }
}
