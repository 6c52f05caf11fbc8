package coop.croft.lang.eval;

import coop.croft.lang.syntax.Source;
import coop.croft.lang.types.Symbol;
import coop.croft.lang.types.Variable;
import java.util.List;

/**
 * A checked file.
 *
 * @param initials its own values and variables, in the order of their declarations
 * @param body the statements of the file
 * @param slots size of the frame that the body needs
 */
public record Program(Source source, List<Initial> initials, Code body, int slots) {
  /** What a run computes before the body. */
  public sealed interface Initial {
    record Value(Definition definition) implements Initial {}

    record Default(VariableDefault variable) implements Initial {}
  }

  /**
   * A variable with the code of its default.
   *
   * @param slots size of the frame that the code needs
   * @param declared where the default is said; a site may say another one than the library
   * @param text of the default, as it is written there
   */
  public record VariableDefault(
      Variable variable, Code code, int slots, Symbol declared, String text) {}
}
