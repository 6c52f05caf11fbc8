package coop.croft.controller.engine;

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
 * made of them.
 */
public final class InForce {
  private final Wanted wanted;

  private InForce(Wanted wanted) {
    this.wanted = wanted;
  }

  /** As it is now; empty before a site was taken in. */
  public static Optional<InForce> of(Engine engine) {
    return engine.current().wanted().map(InForce::new);
  }

  public List<SourceText> siteFiles() {
    return wanted.siteFiles();
  }

  public Rights rights() {
    return wanted.rights();
  }

  /**
   * Tells the programs one by one, in their order, then what is there by itself: all texts of what
   * they configure together may be large.
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
  }
}
