package coop.croft.services.imports.apache;

import coop.croft.core.model.Right;
import coop.croft.core.model.Rights;
import coop.croft.core.model.SourceId;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.Language;
import coop.croft.lang.SourceText;
import coop.croft.services.Compiler;
import coop.croft.services.SiteFault;
import coop.croft.services.Unit;
import coop.croft.services.World;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks the program that is being made as its member will: with a site that has nothing special,
 * and for somebody who holds all that the program names. So the checker decides what can be said,
 * and its sentence is the reason for what cannot.
 */
final class Rehearsal {
  private static final String MEMBER = "member";

  /** What every member holds. */
  private static final List<Right> USUAL =
      List.of(
          new Right(Right.Kind.USER, MEMBER),
          new Right(Right.Kind.GROUP, MEMBER),
          new Right(Right.Kind.PATH, "/home/" + MEMBER));

  private static final String SITE =
      """
      val SiteDomain : domain = "site.invalid";
      val WebNodes : [web_node] = ["dynamic"];
      host "dynamic" with
        address "192.0.2.12"; release "bookworm"; nameServer "ns.site.invalid";
        role "controller"; role "dns-primary"; role "web"
      end
      """;

  /** Loaded by the first import of a process. */
  private static final class Loaded {
    static final Compiler COMPILER = load();

    private static Compiler load() {
      try {
        return Compiler.load(
            List.of(new SourceText("site.dtl", SITE.getBytes(StandardCharsets.UTF_8))));
      } catch (Language.LibraryFault | SiteFault e) {
        throw new IllegalStateException("a plain site is a site", e);
      }
    }
  }

  /** The first errors of a program without comments, if there are any. */
  static Optional<List<Diagnostic>> faults(String program) {
    Compiler compiler = Loaded.COMPILER;
    Rights rights = new Rights(Map.of(MEMBER, held(program)));
    SourceText text = new SourceText("program", program.getBytes(StandardCharsets.UTF_8));
    return switch (compiler.compile(new SourceId(MEMBER, "program"), text, rights)) {
      case Compiler.Compiled.Refused(List<Diagnostic> diagnostics) -> Optional.of(diagnostics);
      case Compiler.Compiled.Units(List<Unit> units) -> {
        World world = compiler.world(rights, units);
        List<Diagnostic> all =
            units.stream().flatMap(u -> compiler.faults(u, world).stream()).toList();
        yield all.isEmpty() ? Optional.empty() : Optional.of(all);
      }
    };
  }

  /** All that the program names, as if it were held: whether it is shows when it is checked. */
  private static List<Right> held(String program) {
    Set<Right> held = new HashSet<>(USUAL);
    for (String text : constants(program)) {
      if (text.startsWith("/")) {
        held.add(new Right(Right.Kind.PATH, Plain.bare(text)));
      } else if (Plain.host(text) && text.length() <= 253) {
        held.add(new Right(Right.Kind.DOMAIN, text));
        held.add(new Right(Right.Kind.USER, text));
        held.add(new Right(Right.Kind.GROUP, text));
      }
    }
    held.add(new Right(Right.Kind.PORT, "1-65535"));
    return List.copyOf(held);
  }

  private static List<String> constants(String program) {
    List<String> constants = new ArrayList<>();
    StringBuilder constant = new StringBuilder();
    boolean inside = false;
    for (int i = 0; i < program.length(); i++) {
      char c = program.charAt(i);
      if (c == '"') {
        if (inside) {
          constants.add(constant.toString());
          constant.setLength(0);
        }
        inside = !inside;
      } else if (inside) {
        constant.append(c == '\\' ? program.charAt(++i) : c);
      }
    }
    return constants;
  }
}
