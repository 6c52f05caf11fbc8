package coop.croft.lang.syntax;

import coop.croft.lang.Diagnostic;
import java.util.List;

/**
 * A parsed file: what could be read, and the errors of those parts that could not.
 *
 * @param doc doc string of the file, or empty
 * @param depth of the deepest expression, type or predicate
 */
public record Tree(
    Source source,
    String doc,
    List<Declaration> declarations,
    Seq body,
    int depth,
    List<Diagnostic> diagnostics) {}
