package coop.croft.services;

import coop.croft.core.model.SourceId;
import java.util.List;

/**
 * A site that asks for a certificate.
 *
 * @param site its name, under which the certificate is a fact
 * @param names that the certificate is for
 * @param nodes hosts that serve it
 */
public record Wish(
    SourceId source, String domain, String site, List<String> names, List<String> nodes) {}
