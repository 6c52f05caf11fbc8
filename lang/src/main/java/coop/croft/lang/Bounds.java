package coop.croft.lang;

/**
 * What one program may cost; members are not trusted. Each bound that breaks is the error {@code
 * bound}, which names the bound and the place.
 *
 * @param sourceBytes size of one file
 * @param tokens words and signs of one file
 * @param nesting depth of expressions, types and predicates
 * @param implicationWork states times size of the predicates, for one implication
 * @param checkingSteps steps of the checker for one file
 * @param evaluationSteps steps of the evaluator for one file
 * @param evaluationDepth depth of nested evaluation
 * @param resources resources that one file may ask for
 * @param text characters of the texts that these are made of; one that a renderer may write longer
 *     (all but printable ASCII, and {@code $}, {@code "}, {@code \}) counts 16
 */
public record Bounds(
    int sourceBytes,
    int tokens,
    int nesting,
    long implicationWork,
    long checkingSteps,
    long evaluationSteps,
    int evaluationDepth,
    int resources,
    int text) {

  public static final Bounds DEFAULT =
      new Bounds(
          8 << 20, 2_500_000, 500, 2_000_000, 10_000_000, 10_000_000, 5_000, 200_000, 16_000_000);
}
