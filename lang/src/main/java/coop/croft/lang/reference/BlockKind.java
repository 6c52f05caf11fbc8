package coop.croft.lang.reference;

import coop.croft.lang.syntax.LinkedText;
import java.util.List;

/**
 * Blocks that are checked under one predicate; {@code Root} is the file itself.
 *
 * @param pred as it is written
 * @param where the same in words
 * @param openers values that take such a block; none take a file
 */
public record BlockKind(LinkedText pred, String where, List<String> openers) {}
