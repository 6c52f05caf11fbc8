package coop.croft.controller.engine;

import coop.croft.core.model.Rights;
import java.util.Optional;

/**
 * What is decided at one moment.
 *
 * @param generation the latest; 0 before the first
 * @param wanted empty before the site was taken in
 * @param rights who holds what, site or not
 */
record Current(long generation, Optional<Wanted> wanted, Layout layout, Rights rights) {}
