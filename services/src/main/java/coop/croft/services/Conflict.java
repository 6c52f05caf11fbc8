package coop.croft.services;

import coop.croft.core.manifest.Origin;

/**
 * Two requests of different sources that cannot both be met.
 *
 * @param refused the one that has to give way: the later claim
 * @param standing the one that stands
 * @param message a sentence that names what both want; must not show a text of the other member
 */
public record Conflict(Origin refused, Origin standing, String message) {}
