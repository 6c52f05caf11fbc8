package coop.croft.services.dns;

import coop.croft.services.Resource;

/** The zone of the domain is to be signed: {@code dnssec}. */
public record Signed(String domain) implements Resource {}
