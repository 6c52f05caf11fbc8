package coop.croft.services;

import coop.croft.core.model.Rights;
import coop.croft.core.model.Site;
import java.util.Optional;

/**
 * On whose behalf a program is checked and run.
 *
 * @param member nobody for library and site files, which hold no rights
 * @param rights of the whole site: a refusal may depend on what others hold
 * @param site empty only while the site itself is being read; then every node name is accepted
 */
public record Subject(Optional<String> member, Rights rights, Optional<Site> site) {
  public Site knownSite() {
    return site.orElseThrow(() -> new IllegalStateException("the site is not read yet"));
  }
}
