package coop.croft.lang.eval;

import java.util.List;

/**
 * What the values that a primitive is given cost. Its Java goes over all of them, so that a step
 * for each call would bound nothing: each element of a list takes eight more, since it is tested,
 * compared with the others and copied, and 16 characters of a text take one. Short texts and
 * numbers cost nothing more than the call.
 */
final class Sizes {
  private static final int STEPS_OF_AN_ELEMENT = 8;
  private static final int CHARACTERS_A_STEP = 16;

  /** Most characters that a renderer writes for one that it must spell in another way. */
  static final int SPELLED = 16;

  private Sizes() {}

  /** Counts the steps of going over the arguments. */
  static void spend(List<Object> arguments, Machine machine) {
    for (int i = 0; i < arguments.size(); i++) {
      visit(arguments.get(i), machine, false);
    }
  }

  /** Counts the steps, and all text as text of the resources. */
  static void keep(List<Object> arguments, Machine machine) {
    for (int i = 0; i < arguments.size(); i++) {
      keep(arguments.get(i), machine);
    }
  }

  /** Counts the steps, and all text as text of the resources. */
  static void keep(Object value, Machine machine) {
    visit(value, machine, true);
  }

  private static void visit(Object value, Machine machine, boolean kept) {
    switch (value) {
      case String text -> {
        machine.stepsOfSizes(text.length() / CHARACTERS_A_STEP);
        if (kept) {
          machine.keepText(weight(text));
        }
      }
      case List<?> list -> {
        machine.stepsOfSizes((long) STEPS_OF_AN_ELEMENT * list.size());
        for (Object element : list) {
          visit(element, machine, kept);
        }
      }
      case Boolean _, Number _, Enum<?> _, Applicable _, Action _, Taker _ -> {}
      // What a library makes shows what it is made of.
      default -> visit(value.toString(), machine, kept);
    }
  }

  /** Its length where it is rendered, at most. */
  static long weight(String text) {
    long weight = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\' || c == '$') {
        weight += SPELLED - 1;
      }
    }
    return weight;
  }
}
