package coop.croft.lang;

/**
 * A file as it was submitted.
 *
 * @param file the name that messages show
 * @param bytes UTF-8; a byte-order mark and CRLF are accepted
 */
@SuppressWarnings("ArrayRecordComponent")
public record SourceText(String file, byte[] bytes) {}
