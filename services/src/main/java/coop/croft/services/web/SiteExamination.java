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
import java.util.stream.Stream;

/**
 * Whether a site is well: on the hosts that serve it, whether the server can read its files and its
 * programs listen; from another host, what a visitor gets.
 */
final class SiteExamination {
  static final String INSIDE = "inside";
  static final String OUTSIDE = "outside";

  /** A component of a path as namei(1) shows it: {@code drwx------ alice}. */
  private static final Pattern PASSED = Pattern.compile("\\s*[-bcdlps][-rwxstST]{9} (.+)");

  /** The last line, if it comes no further. */
  private static final Pattern STOPPED = Pattern.compile("\\s*(?:[?f-]\\S* )?(.*) - (.*)");

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
    List<String> inside = new ArrayList<>(List.of(site.documentRoot(), site.user(), site.group()));
    site.all(Directive.Proxy.class)
        .map(Directive.Proxy::port)
        .distinct()
        .forEach(port -> inside.add(Integer.toString(port)));
    List<Inquiry> all = new ArrayList<>();
    all.add(new Inquiry(WebService.NAME, site.nodes(), INSIDE, inside));
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
    List<String> words = new ArrayList<>(List.of(name, String.join(",", site.names())));
    for (String node : site.nodes()) {
      croft
          .host(node)
          .ifPresent(h -> Stream.concat(h.ipv4().stream(), h.ipv6().stream()).forEach(words::add));
    }
    return words;
  }

  static List<String> inside(List<String> words, Hands hands) {
    SiteExamination here = new SiteExamination(hands);
    here.files(words.get(0));
    for (String port : words.subList(3, words.size())) {
      here.program(port, words.get(1), words.get(2));
    }
    return here.findings.stream().map(Finding::line).toList();
  }

  private void find(String what, String remedy) {
    findings.add(new Finding(hands.host() + ": " + what, remedy));
  }

  /** The first directory on the way that the server cannot pass. */
  private void files(String root) {
    if (root.contains(" ")) {
      // The helper's arguments end at blanks.
      return;
    }
    Ran ran = hands.asRoot("reach", List.of(root));
    List<String> lines = ran.output().lines().skip(1).toList();
    StringBuilder passed = new StringBuilder();
    for (String line : lines) {
      Matcher component = PASSED.matcher(line);
      Matcher stopped = STOPPED.matcher(line);
      if (component.matches()) {
        String name = component.group(1);
        passed.append(name.equals("/") ? "" : "/" + name);
      } else if (stopped.matches()) {
        stopped(root, passed.toString(), stopped.group(1), stopped.group(2));
        return;
      }
    }
  }

  private void stopped(String root, String passed, String name, String why) {
    if (why.contains("Permission denied")) {
      find(
          "the web server cannot pass the directory "
              + passed
              + ", so nothing in "
              + root
              + " is served",
          "chmod o+x " + passed);
    } else {
      find(
          "the directory " + root + " is not there: there is no " + passed + "/" + name,
          "mkdir -p " + root);
    }
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
