package coop.croft.controller.api;

import coop.croft.controller.engine.Engine;
import coop.croft.controller.engine.InForce;
import coop.croft.core.model.Rights;
import coop.croft.core.wire.Calls;
import coop.croft.core.wire.Wire;
import coop.croft.lang.SourceText;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** All programs, with what was made of them, for whoever holds another library against them. */
final class Everything {
  private Everything() {}

  static int tell(Engine engine, Reply reply) {
    InForce all = InForce.of(engine).orElseThrow(() -> new Api.Denied(Engine.NO_SITE));
    List<Calls.Program> site =
        all.siteFiles().stream().map(f -> new Calls.Program(f.file(), f.file(), text(f))).toList();
    reply.text(
        "the site and what all members hold in it",
        Wire.write(
            new Calls.SiteInForce(
                site, List.copyOf(all.rights().members()), rights(all.rights()))));
    all.programs(
        p ->
            reply.text(
                p.id().toString(),
                Wire.write(
                    new Calls.Stored(
                        p.id().member(),
                        p.id().name(),
                        p.text().file(),
                        text(p.text()),
                        p.configured(),
                        p.waitsFor().orElse(null)))));
    return Reply.DONE;
  }

  private static String text(SourceText file) {
    return new String(file.bytes(), StandardCharsets.UTF_8);
  }

  /** Granted rights alone: the others come with the site, which may be another one. */
  private static List<Calls.Held> rights(Rights all) {
    return all.members().stream()
        .flatMap(
            m -> all.granted(m).stream().map(r -> new Calls.Held(m, r.kind().label(), r.value())))
        .toList();
  }
}
