package coop.croft.services.domain;

import coop.croft.services.Resource;

/**
 * A domain that a program opened. Every unit has exactly one, its first resource.
 *
 * @param domain in normal form
 * @param dns where the zone is served from
 * @param ttl seconds: the value of {@code TTL} where the domain was opened, for the records that
 *     the site adds by itself
 */
public record Domain(String domain, DnsKind dns, long ttl) implements Resource {}
