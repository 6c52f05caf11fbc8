package coop.croft.services.imports.apache;

import static coop.croft.services.imports.ProgramText.constant;
import static coop.croft.services.imports.apache.Access.list;

import coop.croft.lang.Span;
import coop.croft.services.imports.Remark;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Asks one question of a whole virtual host: is everything in it that might decide about access of
 * the few shapes that are known exactly, and that a program says exactly? What is not is a doubt,
 * and a host with a doubt is closed as a whole.
 *
 * <p>All tables are closed: a directive, a section or a word that does not stand in them is a
 * doubt, and nothing is weighed against anything else. Who adds a line says that, with it, nobody
 * can get in or see another file who did not and was not at a server with Debian's own
 * configuration around the host; {@code ApacheAccessTest} tries that with two servers.
 */
final class Audit {
  /** A line of which it is not known what it does about access. */
  record Doubt(Span place, String what, String why) {}

  private static final String UNKNOWN = "it may decide who is let in";

  /** A name of the host is a pattern; the program has it all the same. */
  static final String PATTERN = "which host answers for a name with a pattern is not known";

  private static final Map<String, String> WHY =
      Map.ofEntries(
          Map.entry("allowoverride", "no .htaccess is read, and such files keep visitors out"),
          Map.entry("include", "other files are not read: put its lines in the place of this one"),
          Map.entry("includeoptional", "other files are not read: put its lines in its place"),
          Map.entry("options", "which links are followed, and what is run, may be other here"),
          Map.entry("define", "variables are not filled in: write what they stand for"),
          Map.entry("use", "macros are not filled in: write what it stands for"),
          Map.entry("files", "there is no part of a site by names of files"),
          Map.entry("filesmatch", "there is no part of a site by names of files"),
          Map.entry("locationmatch", "a part of a site is named by its path, without patterns"),
          Map.entry("directorymatch", "a part of a site is named by its path, without patterns"),
          Map.entry("proxypass", "known are whole paths that a program on this host answers for"),
          Map.entry("rewriterule", "of rules, some that send everybody elsewhere are known"),
          Map.entry("listen", "the site is served on all addresses, on ports 80 and 443"));

  /** What Debian's own configuration lets everybody see; nothing else. */
  private static final List<String> OPEN = List.of("/var/www", "/usr/share");

  /** Without scripts that only their own servers run. */
  private static final List<String> DEBIAN_INDEX =
      List.of("index.html", "index.php", "index.xhtml", "index.htm");

  private static final Set<String> SIGNED =
      Set.of("+indexes", "-indexes", "+followsymlinks", "+symlinksifownermatch", "-multiviews");

  private static final Set<String> UNSIGNED =
      Set.of("indexes", "followsymlinks", "symlinksifownermatch");

  private static final List<String> HERE = List.of("http://localhost:", "http://127.0.0.1:");

  private final Host host;
  private final Optional<String> root;
  final List<Doubt> doubts = new ArrayList<>();
  final List<Remark> remarks = new ArrayList<>();
  final List<Part> settings = new ArrayList<>();
  final List<Part> body = new ArrayList<>();

  /** Parts of the site that not everybody gets into, by the path of their URL. */
  private final Map<String, Node> restricted = new TreeMap<>();

  /** Directories of which it is said who gets into them, be it everybody. */
  private final TreeSet<String> said = new TreeSet<>();

  /** What mod_headers makes a control character of. */
  private static final Pattern CONTROL = Pattern.compile("\\\\[rnt]");

  /** What answers for paths of URLs in the place of files. */
  private final Map<String, Node> mapped = new TreeMap<>();

  /** Whether requests are led to other paths than they ask for. */
  private boolean leads;

  Audit(Host host) {
    this.host = host;
    this.root = host.root().filter(Plain::part);
    listens();
    host.nodes().forEach(this::node);
    rules();
    mappings();
    restrictions();
    files();
    index();
    body.addAll(
        0,
        Scripts.refusals(
            host.node(),
            body,
            mapped,
            n -> changed(n, "scripts below it are refused: there are too many such paths")));
  }

  private void doubt(Node n, String why) {
    doubts.add(new Doubt(n.place(), n.name(), why));
  }

  private void doubt(Node n) {
    doubt(n, WHY.getOrDefault(n.key(), UNKNOWN));
  }

  /** What is not known of lines around all hosts. */
  static List<Doubt> outside(List<Node> nodes, List<Remark> remarks) {
    Set<String> everywhere =
        Set.of("80", "443", "0.0.0.0:80", "0.0.0.0:443", "[::]:80", "[::]:443");
    List<Doubt> doubts = new ArrayList<>();
    for (Node n : nodes) {
      boolean listen = n.key().equals("listen") && n.words().size() == 1;
      if (!isSilent(n, remarks) && !(listen && everywhere.contains(n.lower(0)))) {
        String why = WHY.getOrDefault(n.key(), UNKNOWN);
        doubts.add(new Doubt(n.place(), n.name(), why + ", in all hosts"));
      }
    }
    return doubts;
  }

  /** Whether it cannot decide about access; then it has its remark. */
  private static boolean isSilent(Node n, List<Remark> remarks) {
    Optional<Silent.Reason> reason =
        n instanceof Node.Section s ? Silent.ofSection(s) : Silent.of(n);
    reason.ifPresent(r -> remarks.add(new Remark(n.place(), r.kind(), n.name(), r.why())));
    return reason.isPresent();
  }

  private void listens() {
    if (host.address().isEmpty() || host.port() == 0) {
      doubt(
          host.node(), "known are port 80, and 443 with SSLEngine on, of a public address or all");
    }
    if (Host.all(host.nodes(), "servername").size() != 1) {
      doubt(host.node(), "it has one ServerName");
    }
  }

  private void node(Node n) {
    if (isSilent(n, remarks)) {
      return;
    }
    boolean known =
        switch (n) {
          case Node.Directive d -> !hasVariable(d) && known(d, d.words());
          case Node.Section s ->
              switch (s.key()) {
                case "directory" -> part(s, true);
                case "location" -> part(s, false);
                case "filesmatch" -> Scripts.isPhp(s) && say(body, s, Scripts.PHP);
                default -> false;
              };
        };
    if (!known && n.key().equals("serveralias") && !hasVariable(n)) {
      doubt(n, PATTERN);
    } else if (!known) {
      doubt(n);
    }
  }

  /** Whether a value of a variable stands in it, which is known to the old server alone. */
  static boolean hasVariable(Node n) {
    return n.words().stream().anyMatch(w -> w.contains("${"));
  }

  private static boolean say(List<Part> into, Node n, String text) {
    return into.add(Part.statement(n, text));
  }

  /** Says something if all of its words are known. */
  private boolean when(boolean known, Node n, Supplier<String> text) {
    return known && say(body, n, text.get());
  }

  private boolean set(boolean known, Node n, String variable, int word) {
    return known && say(settings, n, variable + " = " + constant(n.words().get(word)));
  }

  /** The directives of a host, with the words that are known, and what the program says then. */
  private boolean known(Node.Directive d, List<String> w) {
    int words = w.size();
    return switch (d.key()) {
      case "servername", "sslengine" -> words == 1;
      case "serveralias" -> w.stream().allMatch(Plain::host);
      case "serveradmin" -> set(words == 1, d, "ServerAdmin", 0);
      case "documentroot" -> set(words == 1 && Plain.path(w.getFirst()), d, "DocumentRoot", 0);
      case "suexecusergroup" -> set(words == 2, d, "User", 0) && set(words == 2, d, "Group", 1);
      case "options" -> options(d);
      case "directoryindex" ->
          when(
              words > 0
                  && w.stream().allMatch(Plain::file)
                  && w.stream().noneMatch("disabled"::equalsIgnoreCase),
              d,
              () -> "directoryIndex " + list(w));
      case "errordocument" ->
          when(
              words == 2 && Plain.number(w.getFirst()) && Plain.path(w.get(1)),
              d,
              () -> "errorDocument " + w.getFirst() + " " + constant(w.get(1)));
      case "setenv" ->
          when(
              words == 1 || words == 2,
              d,
              () -> "setEnv " + constant(w.get(0)) + " " + constant(words == 1 ? "" : w.get(1)));
      case "header" -> header(d, w);
      case "fallbackresource" -> {
        leads = true;
        yield when(isPage(w), d, () -> "frontController " + constant(w.getFirst()));
      }
      case "redirect", "redirectpermanent", "redirecttemp" -> {
        Optional<Redirection> r =
            Redirection.of(d)
                .filter(to -> Plain.path(to.from()))
                .filter(to -> map(to.from(), d, to.statement()));
        if (r.isPresent() && r.get().joinsOtherwise()) {
          changed(d, "one slash stands between the address and the rest of the path");
        }
        yield r.isPresent();
      }
      case "alias" ->
          words == 2
              && Plain.part(w.get(0))
              && !w.get(0).equals("/")
              && Plain.part(w.get(1))
              // A file by its name may be a script.
              && w.get(1).indexOf('.', w.get(1).lastIndexOf('/')) < 0
              && map(w.get(0), d, "alias " + constant(w.get(0)) + " " + constant(w.get(1)));
      case "proxypass" -> proxy(d, w);
      case "proxypreservehost" -> d.lower(0).equals("on");
      case "proxyrequests" -> d.lower(0).equals("off");
      case "requestheader" ->
          words == 3 && d.lower(0).equals("set") && d.lower(1).equals("x-forwarded-proto");
      case "rewriteengine", "rewritecond", "rewriterule" -> true; // All together: rules().
      default -> false;
    };
  }

  /** Whatever else they say, links are followed at least where both ends have one owner. */
  private boolean options(Node.Directive d) {
    List<String> words = d.words().stream().map(w -> w.toLowerCase(Locale.ROOT)).toList();
    boolean plain =
        UNSIGNED.containsAll(words)
            && (words.contains("followsymlinks") || words.contains("symlinksifownermatch"));
    if (words.contains("indexes") || words.contains("+indexes")) {
      String why = "a list shows more names here; set_options [indexes] in the directory lists it";
      remarks.add(new Remark(d.place(), Remark.Kind.LEFT_OUT, d.name(), why));
    }
    return !words.isEmpty() && (plain || SIGNED.containsAll(words));
  }

  private boolean header(Node.Directive d, List<String> words) {
    boolean always = d.lower(0).equals("always");
    List<String> w = words.subList(always ? 1 : 0, words.size());
    if (w.size() != 3
        || !w.getFirst().equalsIgnoreCase("set")
        || w.get(2).contains("%")
        || CONTROL.matcher(w.get(2)).find()) {
      return false;
    }
    String value = w.get(2);
    if (!w.get(1).equalsIgnoreCase("Strict-Transport-Security")) {
      if (always) {
        changed(d, "answers that are errors or redirections go without it");
      }
      return say(body, d, "setHeader " + constant(w.get(1)) + " " + constant(value));
    }
    int end = value.indexOf(';') < 0 ? value.length() : value.indexOf(';');
    String age = value.startsWith("max-age=") ? value.substring("max-age=".length(), end) : "";
    boolean days = Plain.number(age) && Integer.parseInt(age) % 86_400 == 0;
    if (days && end < value.length()) {
      changed(d, "hsts is for the site's own names alone:" + value.substring(end + 1));
    }
    return days && say(body, d, "hsts where HstsDays = " + Integer.parseInt(age) / 86_400 + " end");
  }

  private void changed(Node d, String why) {
    remarks.add(new Remark(d.place(), Remark.Kind.CHANGED, d.name(), why));
  }

  private static boolean isPage(List<String> words) {
    return words.size() == 1
        && words.getFirst().startsWith("/")
        && Plain.file(words.getFirst().substring(1));
  }

  private boolean map(String path, Node n, String statement) {
    return mapped.put(Plain.bare(path), n) == null && say(body, n, statement);
  }

  /** A program on the serving host that sees whole paths, or paths without the one it is at. */
  private boolean proxy(Node.Directive d, List<String> w) {
    String path = w.isEmpty() ? "" : w.getFirst();
    String to = w.size() == 2 ? w.get(1) : "";
    String rest =
        HERE.stream()
            .filter(to::startsWith)
            .findFirst()
            .map(h -> to.substring(h.length()))
            .orElse("");
    int slash = rest.indexOf('/') < 0 ? rest.length() : rest.indexOf('/');
    boolean strip = slash == rest.length();
    String prefix = strip ? " where ProxyPrefix = stripPrefix end" : "";
    return Plain.part(path)
        && Plain.number(rest.substring(0, slash))
        && (strip ? !path.equals("/") : rest.substring(slash).equals(path))
        && map(path, d, "proxyPass " + constant(path) + " " + rest.substring(0, slash) + prefix);
  }

  /**
   * A part of the site, by its files or by its URLs; what is unknown in it is a doubt by itself.
   */
  private boolean part(Node.Section s, boolean files) {
    String word = s.words().size() == 1 ? s.words().getFirst() : "";
    String path = files ? Plain.bare(word) : word;
    if (!Plain.part(path)) {
      return false;
    }
    Part block = Part.block(s, (files ? "directory " : "location ") + constant(path));
    List<Node> nodes = Modules.flat(s.body());
    boolean own = files && root.filter(path::equals).isPresent();
    Optional<String> page = own ? Rewriting.frontController(nodes) : Optional.empty();
    page.ifPresent(p -> say(block.body(), s, "frontController " + constant(p)));
    for (Node n : nodes) {
      leads |= Rewriting.isRewriting(n);
      boolean known =
          isSilent(n, remarks)
              || Access.isAccess(n)
              || (page.isPresent() && Rewriting.isRewriting(n))
              || (files && n instanceof Node.Directive d && isKnownOfFiles(d));
      if (!known) {
        doubt(n);
      }
    }
    boolean known = access(s, Access.of(nodes), files, path, block);
    if (!block.body().isEmpty()) {
      body.add(block);
    }
    return known;
  }

  private boolean isKnownOfFiles(Node.Directive d) {
    return switch (d.key()) {
      case "options" -> options(d);
      case "allowoverride" -> d.words().size() == 1 && d.lower(0).equals("none");
      default -> false;
    };
  }

  private boolean access(Node.Section s, Access access, boolean files, String path, Part block) {
    block.body().addAll(access.statements());
    return switch (access.kind()) {
      case SILENT -> true;
      case GRANTED -> files && said.add(path);
      case RESTRICTED -> {
        boolean inside = root.filter(r -> Plain.within(path, r)).isPresent();
        String url = files && inside ? "/" + path.substring(root.orElseThrow().length()) : path;
        yield (!files || (inside && said.add(path)))
            && restricted.put(url.replace("//", "/"), s) == null;
      }
      case UNKNOWN -> {
        s.body().stream()
            .filter(Access::isAccess)
            .forEach(n -> doubt(n, "who is let in by what stands here together is not known"));
        yield true;
      }
    };
  }

  /** Rules of the host itself. */
  private void rules() {
    List<Node> rules = host.nodes().stream().filter(Rewriting::isRewriting).toList();
    leads |= !rules.isEmpty();
    Rewriting.elsewhere(rules).ifPresentOrElse(body::addAll, () -> rules.forEach(this::doubt));
  }

  /** Apache takes some kinds first, then the first of each; a program the longest path. */
  private void mappings() {
    related(mapped, "another line says what answers for a path around it");
    boolean keeps = !Host.all(host.nodes(), "proxypreservehost").isEmpty();
    mapped.values().stream()
        .filter(n -> n.key().equals("proxypass") && !keeps)
        .forEach(n -> doubt(n, "without ProxyPreserveHost On the program sees another name"));
  }

  /** In the order of text, all that lies below a path comes right behind it. */
  private void related(Map<String, Node> paths, String why) {
    TreeMap<String, Node> ordered = new TreeMap<>();
    paths.forEach((p, n) -> ordered.put(p.equals("/") ? p : p + "/", n));
    String last = "";
    for (Map.Entry<String, Node> e : ordered.entrySet()) {
      if (!last.isEmpty() && e.getKey().startsWith(last)) {
        doubt(e.getValue(), why);
      } else {
        last = e.getKey();
      }
    }
  }

  /** Nothing may lead round a part that not everybody gets into, nor say anew who does. */
  private void restrictions() {
    related(restricted, "what is said around it decides who is let in, too");
    for (Map.Entry<String, Node> e : restricted.entrySet()) {
      Node n = e.getValue();
      boolean files = n.key().equals("directory");
      String above = files ? Plain.bare(n.words().getFirst()) : "";
      String next = said.higher(above.equals("/") ? above : above + "/");
      boolean again = files && next != null && Plain.within(next, above);
      if (leads || again || (files && !mapped.isEmpty())) {
        doubt(n, "other lines may lead round it, or say anew who is let in");
      }
    }
  }

  /** All trees of files that are served are opened, as Debian opens no others. */
  private void files() {
    Node all = mapped.get("/");
    if (all == null && root.isEmpty()) {
      doubt(host.node(), "where its files are is said by one DocumentRoot");
    }
    if (all == null && root.isPresent()) {
      open(Host.all(host.nodes(), "documentroot").getFirst(), root.get());
    }
    mapped.values().stream()
        .filter(n -> n.key().equals("alias"))
        .forEach(n -> open(n, n.words().get(1)));
  }

  /**
   * What answers for a directory on Debian if the host does not say it (mods-available/dir.conf).
   */
  private void index() {
    if (mapped.get("/") == null && Host.all(host.nodes(), "directoryindex").isEmpty()) {
      say(body, host.node(), "directoryIndex " + list(DEBIAN_INDEX));
    }
  }

  private void open(Node n, String tree) {
    boolean open = said.contains("/") || OPEN.stream().anyMatch(o -> Plain.within(tree, o));
    for (int end = tree.length(); end > 0; end = tree.lastIndexOf('/', end - 1)) {
      open |= said.contains(tree.substring(0, end));
    }
    if (!open) {
      doubt(n, "no <Directory> around it says Require all granted, as Debian's Apache demands");
    }
  }
}
