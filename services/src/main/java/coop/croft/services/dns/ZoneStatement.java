package coop.croft.services.dns;

import coop.croft.services.domain.DnsKind;
import coop.croft.services.domain.Domain;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The statement under which the primary serves one zone: the last argument of {@code rndc addzone}.
 */
final class ZoneStatement {
  /** What the site's primary takes from a member's own. */
  private static final int MOST_RECORDS = 100_000;

  private ZoneStatement() {}

  /** One line, without the line break. */
  static String of(Domain domain, boolean signed) {
    List<String> clauses =
        switch (domain.dns()) {
          case DnsKind.Secondary s ->
              List.of(
                  "type secondary",
                  "file " + NamedWriter.quote(Places.copy(domain.domain())),
                  "max-records " + MOST_RECORDS,
                  "primaries " + NamedWriter.braces(s.masters()));
          case DnsKind.Use use when signed ->
              List.of(
                  "type primary",
                  "file " + NamedWriter.quote(Places.text(domain.domain(), true)),
                  "inline-signing yes",
                  "dnssec-policy \"default\"",
                  "key-directory " + NamedWriter.quote(Places.KEYS));
          case DnsKind.Use use ->
              List.of(
                  "type primary", "file " + NamedWriter.quote(Places.text(domain.domain(), false)));
          case DnsKind.None none ->
              throw new IllegalArgumentException(domain.domain() + " is not served");
        };
    return NamedWriter.braces(clauses) + ";";
  }

  /**
   * The statement without what printing it may change: order of the clauses, blanks, quotation
   * marks. named prints its own in another order than it was given.
   */
  static List<String> clauses(String statement) {
    String inner = statement.strip();
    inner = inner.substring(inner.indexOf('{') + 1, Math.max(0, inner.lastIndexOf('}')));
    return Arrays.stream(inner.replace("\"", "").split(";"))
        .map(c -> c.strip().replaceAll("\\s+", " "))
        .filter(c -> !c.isEmpty())
        .sorted()
        .toList();
  }

  /** Whether a running zone can take the new statement by {@code rndc modzone}. */
  static boolean modifiable(String before, String after) {
    return identity(before).equals(identity(after));
  }

  static boolean isSigned(String statement) {
    return statement.contains("inline-signing");
  }

  /** Whether the zone comes from a primary elsewhere. */
  static boolean isTransferred(String statement) {
    return clauses(statement).contains("type secondary");
  }

  /** What named settles when a zone is added: its type, its file, and whether it signs. */
  private static List<String> identity(String statement) {
    return Stream.concat(
            clauses(statement).stream().filter(c -> c.startsWith("type ") || c.startsWith("file ")),
            clauses(statement).stream().filter(c -> c.startsWith("inline-signing ")))
        .toList();
  }
}
