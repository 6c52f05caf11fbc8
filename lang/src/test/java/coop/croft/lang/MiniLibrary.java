package coop.croft.lang;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A small hosting library with externs of its own, for the tests of the language. */
final class MiniLibrary {
  /** Who asks, and what they hold. */
  record Member(String name, Set<String> domains, Set<String> paths, Set<Long> ports) {}

  /** A thing that a program asked for, in words. */
  record Thing(String words) {
    @Override
    public String toString() {
      return words;
    }
  }

  private record OpenDomain(String name) {}

  private record OpenVhost(String name) {}

  private static final class Opened {
    final Set<String> domains = new HashSet<>();
    final Set<String> hosts = new HashSet<>();
  }

  static final Member NOBODY = new Member("nobody", Set.of(), Set.of(), Set.of());
  static final Member ALICE =
      new Member(
          "alice",
          Set.of("alice.example", "garden.example"),
          Set.of("/home/alice"),
          Set.of(50020L));

  private MiniLibrary() {}

  static Language<Member> language() {
    return language(Bounds.DEFAULT);
  }

  static Language<Member> language(Bounds bounds) {
    return language(bounds, List.of());
  }

  static Language<Member> language(Bounds bounds, List<SourceText> site) {
    return load(externs(), bounds, site);
  }

  private static Language<Member> load(
      Externs<Member> externs, Bounds bounds, List<SourceText> site) {
    List<SourceText> files = new ArrayList<>();
    for (String name : List.of("web.dtl", "dns.dtl", "base.dtl", "domain.dtl")) {
      files.add(resource("/library/" + name, name));
    }
    try {
      return Language.load(files, site, externs, bounds, NOBODY);
    } catch (Language.LibraryFault fault) {
      throw new IllegalStateException(fault.diagnostics().toString(), fault);
    }
  }

  static SourceText resource(String path, String name) {
    try (InputStream in = MiniLibrary.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + path);
      }
      return new SourceText(name, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Externs<Member> externs() {
    Externs.Builder<Member> externs = Externs.builder();
    types(externs);
    externs
        .value("true", member -> true)
        .value("false", member -> false)
        .value("useDns", member -> "primary")
        .value("noDns", member -> "none")
        .value("home", member -> "/home/" + member.name())
        .pure("secondaryOf", (arguments, member) -> "secondary of " + arguments.getFirst())
        .pure("asDomain", (arguments, member) -> arguments.getFirst())
        .pure("asString", (arguments, member) -> arguments.getFirst());
    records(externs);
    actions(externs);
    return externs.build();
  }

  private static void types(Externs.Builder<Member> externs) {
    externs
        .strings("host", (text, member) -> name(text, true))
        .strings("domain", (text, member) -> name(text, false))
        .heldStrings("your_domain", MiniLibrary::yourDomain)
        .heldStrings("your_path", MiniLibrary::yourPath)
        .strings("ip", (text, member) -> ip(text))
        .ints("port", (number, member) -> port(number))
        .heldInts("your_port", MiniLibrary::yourPort)
        .opaque("dns_kind")
        .opaque("dnsRecord");
  }

  private static Verdict name(String text, boolean host) {
    String normal = text.toLowerCase(Locale.ROOT);
    boolean fits = normal.matches("([a-z0-9_-]+\\.)*[a-z0-9_-]+") || (host && text.equals("@"));
    return fits ? Verdict.accepted(normal) : Verdict.invalid(text + ": this is not a name");
  }

  private static Verdict yourDomain(String text, Member member) {
    Verdict name = name(text, false);
    if (!(name instanceof Verdict.Accepted accepted)) {
      return name;
    }
    return member.domains().contains((String) accepted.normal())
        ? accepted
        : Verdict.notHeld(
            "you do not hold the domain " + accepted.normal(),
            "ask for it: croft domain add " + accepted.normal());
  }

  private static Verdict yourPath(String text, Member member) {
    if (!text.startsWith("/") || text.contains("..")) {
      return Verdict.invalid(text + ": a path is absolute and has no '..'");
    }
    for (String path : member.paths()) {
      if (text.equals(path) || text.startsWith(path + "/")) {
        return Verdict.accepted(text);
      }
    }
    return Verdict.notHeld("you do not hold the path " + text, "ask an administrator for it");
  }

  private static Verdict ip(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return Verdict.invalid(text + ": an address has four parts");
    }
    for (String part : parts) {
      if (!part.matches("[0-9]{1,3}") || Integer.parseInt(part) > 255) {
        return Verdict.invalid(text + ": each part must be at most 255");
      }
    }
    return Verdict.accepted(text);
  }

  private static Verdict port(long number) {
    return number >= 1 && number <= 65535
        ? Verdict.accepted(number)
        : Verdict.invalid(number + ": a port is at most 65535");
  }

  private static Verdict yourPort(long number, Member member) {
    if (port(number) instanceof Verdict.Invalid invalid) {
      return invalid;
    }
    return member.ports().contains(number)
        ? Verdict.accepted(number)
        : Verdict.notHeld("you do not hold the port " + number, "ask an administrator for it");
  }

  private static void records(Externs.Builder<Member> externs) {
    externs
        .pure("dnsA", (a, member) -> a.get(0) + " A " + a.get(1))
        .pure("dnsTXT", (a, member) -> a.get(0) + " TXT " + a.get(1))
        .pure(
            "dnsMXAt",
            (a, member) -> {
              if ((Long) a.get(1) > 65535) {
                throw new Fault(Code.INVALID_VALUE, a.get(1) + ": a preference is at most 65535");
              }
              return a.get(0) + " MX " + a.get(1) + " " + a.get(2);
            });
  }

  private static void actions(Externs.Builder<Member> externs) {
    externs
        .block(
            "domain",
            (a, block, run) -> {
              String name = (String) a.getFirst();
              if (!run.state(Opened.class, Opened::new).domains.add(name)) {
                throw new Fault(Code.CONFLICT, name + " is opened twice");
              }
              say(run, "zone " + name + " " + run.variable("DNS"));
              run.within(new OpenDomain(name), block);
            })
        .action(
            "defaultAddress",
            (a, run) -> say(run, zone(run) + " addresses of " + run.variable("WebNodes")))
        .action(
            "dns",
            (a, run) -> say(run, zone(run) + " " + a.getFirst() + " ttl " + run.variable("TTL")))
        .block("vhost", (a, block, run) -> vhost((String) a.getFirst(), block, run))
        .block("website", (a, block, run) -> vhost("www", block, run))
        .block(
            "location",
            (a, block, run) -> {
              say(run, "location " + a.getFirst());
              block.run();
            })
        .action("alias", (a, run) -> say(run, "alias " + a.get(0) + " " + a.get(1)))
        .action("index", (a, run) -> say(run, "index " + a.getFirst()))
        .action("proxyPass", (a, run) -> say(run, "proxy " + a.get(0) + " " + a.get(1)))
        .action("note", (a, run) -> say(run, "note " + a.getFirst()))
        .action("inLocation", (a, run) -> say(run, "in location"));
  }

  private static void vhost(String host, Runnable block, Externs.Run<Member> run) {
    String name = host + "." + zone(run);
    if (!run.state(Opened.class, Opened::new).hosts.add(name)) {
      throw new Fault(Code.CONFLICT, name + " is served twice", "merge the two blocks");
    }
    say(run, "vhost " + name + " root " + run.variable("DocumentRoot"));
    run.within(new OpenVhost(name), block);
  }

  private static String zone(Externs.Run<Member> run) {
    return run.frame(OpenDomain.class).name();
  }

  private static void say(Externs.Run<Member> run, String words) {
    run.emit(new Thing(words));
  }
}
