package coop.croft.services.web;

import coop.croft.core.manifest.Fragment;
import coop.croft.core.model.Host;
import coop.croft.core.model.Rights;
import coop.croft.core.model.SourceId;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.SourceText;
import coop.croft.services.Compiler;
import coop.croft.services.Facts;
import coop.croft.services.Samples;
import coop.croft.services.Unit;
import coop.croft.services.World;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Programs of the laboratory's members, compiled in the laboratory's site. */
final class Programs {
  static final Compiler COMPILER = load();
  static final Rights RIGHTS = Samples.rights();

  private Programs() {}

  private static Compiler load() {
    try {
      String site = Samples.text(Samples.root().resolve("lab/site/site.dtl"));
      return Compiler.load(
          List.of(new SourceText("site.dtl", site.getBytes(StandardCharsets.UTF_8))));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static Compiler.Compiled compile(String member, String name, String program) {
    return COMPILER.compile(
        new SourceId(member, name),
        new SourceText(name + ".dtl", program.getBytes(StandardCharsets.UTF_8)),
        RIGHTS);
  }

  /** Units of a program that is accepted. */
  static List<Unit> units(String member, String name, String program) {
    return switch (compile(member, name, program)) {
      case Compiler.Compiled.Units(List<Unit> units) -> units;
      case Compiler.Compiled.Refused(List<Diagnostic> d) ->
          throw new AssertionError(member + "/" + name + " is refused: " + d);
    };
  }

  /** The only diagnostic of a program that is refused. */
  static Diagnostic refusal(String member, String program) {
    return switch (compile(member, "test", program)) {
      case Compiler.Compiled.Units u -> throw new AssertionError("accepted: " + program);
      case Compiler.Compiled.Refused(List<Diagnostic> d) -> d.getFirst();
    };
  }

  /** The web service's fragments of one accepted program, hosts' own files aside. */
  static List<Fragment> render(String member, String program) {
    return render(member, program, RIGHTS);
  }

  /** The same under other rights, which hold when the files are written. */
  static List<Fragment> render(String member, String program, Rights rights) {
    List<Unit> units = units(member, "test", program);
    World world = COMPILER.world(rights, units);
    WebService web = new WebService();
    List<Fragment> all = new ArrayList<>();
    units.forEach(u -> all.addAll(web.render(u, world, Facts.OFFLINE)));
    return all;
  }

  /** All fragments of the web service by host. */
  static Map<String, List<Fragment>> renderAll(List<Unit> units) {
    Map<String, List<Fragment>> all =
        COMPILER.renderAll(COMPILER.world(RIGHTS, units), Facts.OFFLINE);
    all.replaceAll((host, f) -> f.stream().filter(x -> x.service().equals("web")).toList());
    return all;
  }

  /** What the files of the web host that runs scripts have in common. */
  static Fragment global() {
    Host dynamic = COMPILER.site().host("dynamic").orElseThrow();
    return HostFiles.of(dynamic, COMPILER.site(), Facts.OFFLINE).stream()
        .filter(f -> f.path().equals(HostFiles.GLOBAL))
        .findFirst()
        .orElseThrow();
  }

  static String text(Fragment fragment) {
    return new String(fragment.content(), StandardCharsets.UTF_8);
  }
}
