package coop.croft.services.base;

import coop.croft.core.manifest.Fragment;
import coop.croft.core.model.Host;
import coop.croft.core.model.Right;
import coop.croft.core.plan.Step;
import coop.croft.lang.Externs;
import coop.croft.lang.Verdict;
import coop.croft.services.Driver;
import coop.croft.services.Facts;
import coop.croft.services.Service;
import coop.croft.services.Subject;
import coop.croft.services.Unit;
import coop.croft.services.World;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The types that all services share, and the words in which a site describes itself. */
public final class BaseService implements Service {
  @Override
  public String name() {
    return "base";
  }

  @Override
  public List<String> library() {
    return List.of("base.dtl", "hosts.dtl");
  }

  @Override
  public void teach(Externs.Builder<Subject> externs) {
    externs.value("true", s -> true).value("false", s -> false);
    plain(externs, "host", Names::host);
    plain(externs, "domain", Names::domain);
    plain(externs, "email", Words::email);
    plain(externs, "ip", Addresses::ipv4);
    plain(externs, "ipv6", Addresses::ipv6);
    plain(externs, "url", Urls::url);
    plain(externs, "location", Paths::url);
    plain(externs, "line", Text::line);
    plain(externs, "token", Words::token);
    plain(externs, "pattern", SafePattern::test);
    externs
        .ints("port", (n, s) -> Ports.any(n))
        .heldInts("your_port", (n, s) -> held(Ports.real(n), v -> Holding.port(n, s)))
        .heldStrings("your_domain", (t, s) -> held(Names.strict(t), v -> Holding.domain(v, s)))
        .heldStrings("your_path", (t, s) -> held(Paths.file(t), v -> Holding.path(v, s)))
        .heldStrings("your_user", (t, s) -> account(Right.Kind.USER, t, s))
        .heldStrings("your_group", (t, s) -> account(Right.Kind.GROUP, t, s))
        .strings("node", Nodes::any)
        .strings("dns_node", Nodes::dns)
        .strings("web_node", Nodes::web)
        .pure("asDomain", (arguments, s) -> arguments.getFirst())
        .pure("asString", (arguments, s) -> arguments.getFirst());
    SiteLibrary.teach(externs);
  }

  private static void plain(
      Externs.Builder<Subject> externs, String type, Function<String, Verdict> test) {
    externs.strings(type, (text, subject) -> test.apply(text));
  }

  private static Verdict account(Right.Kind kind, String text, Subject subject) {
    return held(Words.account(text), v -> Holding.exactly(kind, v, subject));
  }

  /** First the form, then the right: a malformed constant is never a question of rights. */
  private static Verdict held(Verdict form, Function<String, Verdict> right) {
    return form instanceof Verdict.Accepted(Object normal) ? right.apply(normal.toString()) : form;
  }

  @Override
  public List<Fragment> render(Unit unit, World world, Facts facts) {
    return List.of();
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
    return Driver.NOTHING;
  }
}
