package coop.croft.services.dns;

/**
 * A value of type {@code dnsRecord}: data at a host that is not yet in any domain.
 *
 * @param host as the type {@code host} has it: {@code @}, labels, a leading {@code *}
 */
record RecordAt(String host, Rdata data) {}
