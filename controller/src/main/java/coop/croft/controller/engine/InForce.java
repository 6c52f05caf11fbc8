package coop.croft.controller.engine;

import coop.croft.controller.store.Waiting;
import coop.croft.core.model.Rights;
import coop.croft.lang.SourceText;
import coop.croft.services.Compatibility;
import coop.croft.services.MemberSites;
import coop.croft.services.ResourceText;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Everything that is in force at one moment: the site, who holds what, all programs, and what was
 * made of them; and the programs that wait for a host.
 */
public final class InForce {
  private final Wanted wanted;
  private final List<Waiting.Change> waiting;

  private InForce(Wanted wanted, List<Waiting.Change> waiting) {
    this.wanted = wanted;
    this.waiting = waiting;
  }

  /** As it is now; empty before a site was taken in. */
  public static Optional<InForce> of(Engine engine) {
    return engine.current().wanted().map(w -> new InForce(w, engine.db.read(Waiting::all)));
  }

  public List<SourceText> siteFiles() {
    return wanted.siteFiles();
  }

  public Rights rights() {
    return wanted.rights();
  }

  /**
   * Tells the programs one by one, in their order, then what is there by itself, then what waits:
   * all texts of what they configure together may be large.
   */
  public void programs(Consumer<Compatibility.Program> told) {
    wanted
        .sources()
        .forEach(
            (id, held) ->
                told.accept(
                    new Compatibility.Program(
                        id, held.text(), ResourceText.of(wanted.unitsOf(id)))));
    wanted.units().values().stream()
        .filter(MemberSites::isDefault)
        .forEach(
            u ->
                told.accept(
                    new Compatibility.Program(
                        u.source(),
                        MemberSites.text(wanted.compiler().site(), u.source().member(), u.domain()),
                        ResourceText.of(List.of(u)))));
    for (Waiting.Change change : waiting) {
      change
          .programs()
          .forEach(
              (id, text) -> told.accept(Compatibility.Program.waiting(id, text, change.host())));
    }
  }
}
