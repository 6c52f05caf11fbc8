package coop.croft.services.web;

import coop.croft.core.model.Site;
import coop.croft.services.Driver.Hands;
import coop.croft.services.Driver.Ran;
import coop.croft.services.Finding;
import coop.croft.services.Inquiry;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether a site is well: on the hosts that serve it, whether the server can read its files and its
 * programs listen; from another host, what a visitor gets.
 */
final class SiteExamination {
  static final String INSIDE = "inside";
  static final String OUTSIDE = "outside";

  /** A socket that listens, as ss(8) shows it: state, queues, address, peer, owner. */
  private static final Pattern LISTENS =
      Pattern.compile("LISTEN\\s+\\d+\\s+\\d+\\s+(\\S+):\\d+\\s+\\S+(.*)");

  private static final Pattern OWNER = Pattern.compile("\\(\\(\"([^\"]*)\",pid=(\\d+)");

  private final Hands hands;
  private final List<Finding> findings = new ArrayList<>();

  private SiteExamination(Hands hands) {
    this.hands = hands;
  }

  /** Whom to ask about a site. */
  static List<Inquiry> of(VirtualHost site, String name, Site croft) {
    List<Inquiry> all = new ArrayList<>();
    all.add(new Inquiry(WebService.NAME, site.nodes(), INSIDE, new Inside(site).words()));
    Inquiry.outsider(croft, h -> !site.nodes().contains(h.name()))
        .ifPresent(
            host ->
                all.add(
                    new Inquiry(
                        WebService.NAME, List.of(host), OUTSIDE, visit(site, name, croft))));
    all.addAll(NameExamination.of(site, croft));
    all.addAll(CertificateExamination.of(site, croft));
    return all;
  }

  private static List<String> visit(VirtualHost site, String name, Site croft) {
    List<String> words =
        new ArrayList<>(List.of(name, String.join(",", site.names()), programs(site)));
    for (String node : site.nodes()) {
      croft
          .host(node)
          .ifPresent(h -> Stream.concat(h.ipv4().stream(), h.ipv6().stream()).forEach(words::add));
    }
    return words;
  }

  /** Programs whose redirections are nobody else's; see {@link Visit#answer}. */
  private static String programs(VirtualHost site) {
    boolean others =
        site.all(Directive.class)
            .anyMatch(d -> d instanceof Directive.Rewrite || d instanceof Directive.Redirect);
    return others
        ? ""
        : site.all(Directive.Proxy.class)
            .map(p -> p.location() + " " + p.port())
            .collect(Collectors.joining(","));
  }

  static List<String> inside(List<String> words, Hands hands) {
    Inside asked = new Inside(words);
    String user = asked.one(Inside.USER);
    String group = asked.one(Inside.GROUP);
    List<String> scripts = asked.all(Inside.SCRIPTS);
    SiteExamination here = new SiteExamination(hands);
    here.findings.addAll(
        FileExamination.of(asked.one(Inside.ROOT), asked.all(Inside.INDEX), scripts, hands));
    here.findings.addAll(
        ScriptExamination.of(user, group, scripts, asked.all(Inside.CALLED), hands));
    for (String port : asked.all(Inside.PORT)) {
      here.program(port, user, group);
    }
    return here.findings.stream().map(Finding::line).toList();
  }

  private void find(String what, String remedy) {
    findings.add(new Finding(hands.host() + ": " + what, remedy));
  }

  /** Whether a program listens where the server looks for it. */
  private void program(String port, String user, String group) {
    Ran ran = hands.asRoot("listeners", List.of(user, group, port));
    List<String> elsewhere = new ArrayList<>();
    for (String line : ran.output().lines().toList()) {
      Matcher socket = LISTENS.matcher(line);
      if (socket.matches()) {
        String address = socket.group(1).replaceAll("[\\[\\]]|%.*", "");
        if (List.of("127.0.0.1", "0.0.0.0", "*", "::").contains(address)) {
          return;
        }
        Matcher owner = OWNER.matcher(socket.group(2));
        elsewhere.add(
            address + (owner.find() ? ", pid " + owner.group(2) + " " + owner.group(1) : ""));
      }
    }
    if (ran.exit() != 0) {
      return;
    }
    if (elsewhere.isEmpty()) {
      find("nothing listens on port " + port, "start your program on 127.0.0.1:" + port);
    } else {
      find(
          port + ": only on " + String.join("; ", elsewhere),
          "let it listen on 127.0.0.1, where the web server looks for it");
    }
  }
}
