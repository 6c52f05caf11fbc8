package coop.croft.services.dns;

import coop.croft.services.Resource;

/**
 * One record of a member's zone.
 *
 * @param domain the open domain, which is the zone
 * @param owner absolute name in normal form: the domain or a name below it, a leading {@code *}
 *     included
 * @param ttl seconds
 */
public record ZoneRecord(String domain, String owner, long ttl, Rdata data) implements Resource {}
