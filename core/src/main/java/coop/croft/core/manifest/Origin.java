package coop.croft.core.manifest;

import coop.croft.core.model.SourceId;
import coop.croft.lang.Span;

/** Where in whose program a line of a fragment comes from. */
public record Origin(SourceId source, Span span) {}
