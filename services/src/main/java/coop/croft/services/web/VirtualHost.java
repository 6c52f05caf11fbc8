package coop.croft.services.web;

import coop.croft.core.model.Site;
import coop.croft.services.Resource;
import java.util.List;
import java.util.stream.Stream;

/**
 * A web site.
 *
 * @param domain the open domain
 * @param name the site's own name, absolute
 * @param nodes names of the hosts that serve it, at least one
 * @param documentRoot directory of its files, without a slash at the end
 * @param user as whom its scripts run and its password files are read
 * @param plainToo whether port 80 serves it too where there is a certificate
 */
public record VirtualHost(
    String domain,
    String name,
    List<String> nodes,
    String documentRoot,
    String user,
    String group,
    String admin,
    Tls tls,
    boolean plainToo,
    List<Directive.Placed> body)
    implements Resource {

  /** All names, the own one first, each once. */
  public List<String> names() {
    return Stream.concat(
            Stream.of(name), own(Directive.ServerAlias.class).map(Directive.ServerAlias::name))
        .distinct()
        .toList();
  }

  /** Names for all below a name, each once: {@code *.NAME}. */
  public List<String> wildcards() {
    return names().stream().filter(VirtualHost::isWildcard).toList();
  }

  static boolean isWildcard(String name) {
    return name.startsWith("*");
  }

  /** The name under which its certificate is known: its own one, or a wildcard that is shared. */
  String certificate(Site croft) {
    return croft.sharedWildcard(names()).orElse(name);
  }

  /** Directives of a class that concern the whole site, in the program's order. */
  <D extends Directive> Stream<D> own(Class<D> type) {
    return body.stream().map(Directive.Placed::directive).filter(type::isInstance).map(type::cast);
  }

  /** Directives of a class, those in sections included. */
  <D extends Directive> Stream<D> all(Class<D> type) {
    return body.stream()
        .map(Directive.Placed::directive)
        .flatMap(
            d ->
                d instanceof Directive.Section s
                    ? Stream.concat(
                        Stream.of(d), s.body().stream().map(Directive.Placed::directive))
                    : Stream.of(d))
        .filter(type::isInstance)
        .map(type::cast);
  }

  /** Whether anything of it is run as a program. */
  boolean hasScripts() {
    return all(Directive.ScriptAlias.class).findAny().isPresent()
        || all(Directive.CgiExtension.class).findAny().isPresent()
        || all(Directive.Options.class)
            .anyMatch(o -> o.on() && o.options().contains(WebOption.EXEC_CGI));
  }
}
