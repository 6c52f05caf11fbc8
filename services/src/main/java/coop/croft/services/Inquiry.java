package coop.croft.services;

import java.util.List;

/**
 * A question about a thing that a unit asked for, to be put to a service's driver.
 *
 * @param hosts that can say something, at least one
 * @param about a word that the driver knows, see {@link Driver#answer}
 */
public record Inquiry(String service, List<String> hosts, String about, List<String> words) {
  public Inquiry {
    hosts = List.copyOf(hosts);
    words = List.copyOf(words);
  }
}
