package coop.croft.lang;

/**
 * A change of the text that puts an error right, or may: the member decides.
 *
 * @param title what it does: {@code write dnsA}
 * @param span what is replaced; an empty one where something is inserted
 * @param text what comes in its place
 */
public record Fix(String title, Span span, String text) {}
