package coop.croft.controller.plaque;

import coop.croft.services.Resource;
import java.util.List;

/** A line of text on some hosts. */
record Plaque(String domain, List<String> nodes, String text) implements Resource {}
