package coop.croft.services.web;

import coop.croft.core.manifest.Origin;
import coop.croft.lang.Span;
import coop.croft.services.web.Directive.Placed;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/** Writes the directives of a site or of a part of it, rewriting and mapping aside. */
final class DirectiveWriter {
  private final ConfigWriter out;
  private final Map<String, Adopted> passwords;
  private final Function<Span, Origin> origins;

  DirectiveWriter(
      ConfigWriter out, Map<String, Adopted> passwords, Function<Span, Origin> origins) {
    this.out = out;
    this.passwords = passwords;
    this.origins = origins;
  }

  /**
   * @param part whether this is the body of a section: then its options and its access stand here
   */
  void write(List<Placed> body, boolean part) {
    for (Placed p : body) {
      out.from(origins.apply(p.span()), () -> one(p.directive()));
    }
    if (part) {
      List<String> options = options(body, false);
      if (!options.isEmpty()) {
        out.directive("Options", options.stream().map(Word::key).toArray(Word[]::new));
      }
      access(body);
    }
  }

  /** The last word about each option. */
  static List<String> options(List<Placed> body, boolean whole) {
    Map<WebOption, Boolean> on = new EnumMap<>(WebOption.class);
    if (whole) {
      on.put(WebOption.SYM_LINKS_IF_OWNER_MATCH, true);
    }
    for (Placed p : body) {
      switch (p.directive()) {
        case Directive.Options(boolean turnOn, List<WebOption> options) ->
            options.forEach(o -> on.put(o, turnOn));
        case Directive.CgiExtension c -> on.put(WebOption.EXEC_CGI, true);
        default -> {}
      }
    }
    return on.entrySet().stream()
        .filter(e -> !whole || e.getValue())
        .map(e -> (whole ? "" : e.getValue() ? "+" : "-") + e.getKey().apache)
        .toList();
  }

  private void one(Directive directive) {
    switch (directive) {
      case Directive.Index(List<String> files) ->
          out.directive("DirectoryIndex", index(files).map(Word::text).toArray(Word[]::new));
      case Directive.ErrorPage(int status, String location) ->
          out.directive(
              "ErrorDocument", Word.key(Integer.toString(status)), Word.expression(location));
      case Directive.CgiExtension(String extension) ->
          out.directive("AddHandler", Word.key("cgi-script"), Word.text(extension));
      case Directive.MediaType(String type, String extension) ->
          out.directive("AddType", Word.text(type), Word.text(extension));
      case Directive.Environment(String name, String value) ->
          out.directive("SetEnv", Word.text(name), Word.text(value));
      case Directive.Header(String name, String value) ->
          out.directive("Header", Word.key("set"), Word.text(name), Word.header(value));
      case Directive.Password(String realm, String file) -> {
        String copy = Objects.requireNonNull(passwords.get(file)).copy();
        out.directive("AuthType", Word.key("Basic"));
        out.directive("AuthName", Word.expression(realm));
        out.directive("AuthBasicProvider", Word.key("file"));
        out.directive("AuthUserFile", Word.text(SiteNames.PASSWORD_COPIES + copy));
      }
      case Directive.FrontController(String location) ->
          out.directive("FallbackResource", Word.text(location));
      case Directive.Php p -> {}
      case Directive.PhpValue v -> {}
      case Directive.Options o -> {}
      case Directive.ValidUser v -> {}
      case Directive.Users u -> {}
      case Directive.Allow a -> {}
      case Directive.Deny d -> {}
      case Directive.Rewrite r -> {}
      case Directive.Section s -> {}
      case Directive.Mapping m -> {}
      case Directive.ServerAlias a -> {}
      case Directive.RedirectAliases r -> {}
      case Directive.Strict s -> {}
    }
  }

  /**
   * One word alone switches index pages off; beside any other, itself included, it is the name of a
   * file (the manual of mod_dir).
   */
  private static Stream<String> index(List<String> files) {
    boolean off = files.size() == 1 && files.getFirst().equalsIgnoreCase("disabled");
    return Stream.concat(files.stream(), off ? files.stream() : Stream.empty());
  }

  private static <D extends Directive> List<D> of(List<Placed> body, Class<D> type) {
    return body.stream().map(Placed::directive).filter(type::isInstance).map(type::cast).toList();
  }

  /**
   * All of it must hold: a user, an address among the allowed ones, none of the denied. Together
   * with what parts around this one ask for; a part cannot open what is closed further out.
   */
  private void access(List<Placed> body) {
    List<String> users =
        of(body, Directive.Users.class).stream()
            .flatMap(u -> u.names().stream())
            .distinct()
            .toList();
    List<String> allowed =
        of(body, Directive.Allow.class).stream()
            .flatMap(a -> a.prefixes().stream())
            .distinct()
            .toList();
    List<String> denied =
        of(body, Directive.Deny.class).stream()
            .flatMap(d -> d.prefixes().stream())
            .distinct()
            .toList();
    boolean password = !of(body, Directive.Password.class).isEmpty();
    if (!password && allowed.isEmpty() && denied.isEmpty()) {
      return;
    }
    boolean anyUser = users.isEmpty() || !of(body, Directive.ValidUser.class).isEmpty();
    out.directive("AuthMerging", Word.key("And"));
    out.section(
        "RequireAll",
        () -> {
          if (password) {
            require(anyUser ? "valid-user" : "user", anyUser ? List.of() : users);
          }
          if (!allowed.isEmpty()) {
            require("ip", allowed);
          }
          if (!denied.isEmpty()) {
            require("all", List.of("granted"));
            out.section("RequireNone", () -> require("ip", denied));
          }
        });
  }

  private void require(String what, List<String> words) {
    Word[] all = new Word[words.size() + 1];
    all[0] = Word.key(what);
    for (int i = 0; i < words.size(); i++) {
      all[i + 1] = Word.key(words.get(i));
    }
    out.directive("Require", all);
  }

  /**
   * An authority asks without a password, from wherever it is: whatever the program shuts, it is
   * answered, or the site would lose its certificate. Nothing else is opened: what the site has
   * beside that path is its own.
   */
  static void challenges(ConfigWriter out, VirtualHost site) {
    if (site.all(Directive.class).noneMatch(DirectiveWriter::shutsOut)) {
      return;
    }
    out.section(
        "LocationMatch",
        Word.regex(RewriteWriter.CHALLENGE),
        () -> {
          out.directive("AuthMerging", Word.key("Off"));
          out.directive("Require", Word.key("all"), Word.key("granted"));
        });
  }

  private static boolean shutsOut(Directive directive) {
    return directive instanceof Directive.Password
        || directive instanceof Directive.Allow
        || directive instanceof Directive.Deny;
  }
}
