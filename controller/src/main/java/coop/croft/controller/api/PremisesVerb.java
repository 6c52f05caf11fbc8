package coop.croft.controller.api;

import coop.croft.controller.engine.Engine;
import coop.croft.core.model.Right;
import coop.croft.core.model.Rights;
import coop.croft.core.wire.Calls;
import coop.croft.core.wire.Wire;
import coop.croft.lang.SourceText;
import coop.croft.lang.syntax.Kind;
import coop.croft.lang.syntax.Source;
import coop.croft.lang.syntax.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a member's editor needs to check programs by itself. */
final class PremisesVerb {
  private final Engine engine;

  PremisesVerb(Engine engine) {
    this.engine = engine;
  }

  int tell(String member, Reply reply) {
    List<SourceText> files = engine.siteFiles();
    if (files.isEmpty()) {
      throw new Api.Denied(Engine.NO_SITE);
    }
    List<Calls.Program> site = files.stream().map(PremisesVerb::withoutComments).toList();
    List<Calls.Held> rights = rights(engine.rights(), member);
    reply.text(
        "the site and what " + member + " holds in it, for an editor",
        Wire.write(new Calls.Premises(member, site, rights)));
    return Reply.DONE;
  }

  /** What programs can read is told; what administrators note for themselves is not. */
  private static Calls.Program withoutComments(SourceText file) {
    String text = new String(file.bytes(), StandardCharsets.UTF_8);
    Tokens tokens = Tokens.of(new Source(file.file(), text));
    StringBuilder told = new StringBuilder(text);
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.kind(i) == Kind.COMMENT) {
        for (int at = tokens.start(i); at < tokens.end(i); at++) {
          if (told.charAt(at) != '\n') {
            told.setCharAt(at, ' ');
          }
        }
      }
    }
    String name = file.file().substring(file.file().lastIndexOf('/') + 1);
    return new Calls.Program(name, name, told.toString());
  }

  private static List<Calls.Held> rights(Rights all, String member) {
    Set<Right> own = all.of(member);
    List<Calls.Held> told = new ArrayList<>();
    own.forEach(r -> told.add(new Calls.Held(member, r.kind().label(), r.value())));
    for (String other : all.members()) {
      if (!other.equals(member)) {
        for (Right right : all.of(other)) {
          if (own.stream().anyMatch(o -> isInside(right, o))) {
            told.add(new Calls.Held("", right.kind().label(), right.value()));
          }
        }
      }
    }
    return told;
  }

  private static boolean isInside(Right right, Right own) {
    return right.kind() == own.kind()
        && switch (right.kind()) {
          case DOMAIN -> right.value().endsWith("." + own.value());
          case PATH ->
              !right.value().equals(own.value())
                  && right.value().startsWith(own.value().equals("/") ? "/" : own.value() + "/");
          case USER, GROUP, PORT, HOST, CERT, PRIV -> false;
        };
  }
}
