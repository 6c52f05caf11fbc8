package coop.croft.lang;

import java.util.List;
import java.util.Random;

/**
 * Programs that are drawn without regard to types, over the library of {@link AnyProgramTest}. Most
 * of them are refused; what a generator that follows the types would never write is among the rest.
 */
final class AnyProgram {
  private static final List<String> NAMES = List.of("f", "g", "x", "y", "z");
  private static final List<String> TYPES =
      List.of(
          "held",
          "other",
          "string",
          "[held]",
          "held -> string",
          "held -> [^Root]",
          "[^Root]",
          "[C]",
          "C => [Root]");
  private static final List<String> VALUES =
      List.of(
          "mine", "true", "useHeld", "useList", "useOther", "inC", "inD", "blockC", "text", "V");

  private final Random random;
  private int left;

  private AnyProgram(long seed) {
    random = new Random(seed);
    left = 12 + random.nextInt(28);
  }

  static String of(long seed) {
    return new AnyProgram(seed).program();
  }

  private String program() {
    String body =
        switch (random.nextInt(4)) {
          case 0 -> statements();
          case 1 -> "blockC mine with " + calls() + " end";
          default -> calls();
        };
    String value = random.nextInt(3) == 0 ? "val g = " + expression() + ";\n" : "";
    return "val mine : held = \"ok\";\n" + value + body + "\n";
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  /** A function that is known by a name alone, and what is done with it: the types follow late. */
  private String calls() {
    StringBuilder uses = new StringBuilder();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      uses.append(i == 0 ? "" : "; ").append(use());
    }
    return "(\\f -> begin " + uses + " end) (" + function() + ")";
  }

  private String use() {
    String call = "f" + arguments(1 + random.nextInt(4));
    return switch (random.nextInt(7)) {
      case 0 -> "(\\u -> useHeld mine) (" + call + ")";
      case 1 -> "if true then " + call + " else useHeld mine end";
      case 2 -> "for y in [" + call + "] do useHeld mine end";
      case 3 -> "useHeld (" + call + ")";
      case 4 -> "(\\g -> if true then g" + arguments(1) + " else useHeld mine end) (" + call + ")";
      default -> call;
    };
  }

  private String arguments(int count) {
    StringBuilder arguments = new StringBuilder();
    for (int i = 0; i < count; i++) {
      arguments.append(' ').append(argument());
    }
    return arguments.toString();
  }

  private String argument() {
    return switch (random.nextInt(8)) {
      case 0, 1 -> "\"foreign\"";
      case 2 -> "\"ok\"";
      case 3 -> "5";
      case 4 -> "mine";
      case 5 -> "[" + argument() + "]";
      case 6 -> "(text mine)";
      default -> "(" + expression() + ")";
    };
  }

  private String function() {
    StringBuilder function = new StringBuilder();
    int parameters = 1 + random.nextInt(4);
    List<String> names = List.of("x", "y", "z", "h").subList(0, parameters);
    names.forEach(name -> function.append('\\').append(name).append(" -> "));
    String body =
        switch (random.nextInt(4)) {
          case 0 -> expression();
          case 1 -> "useList x";
          case 2 -> "useHeld " + pick(names);
          default -> "if true then useHeld x else useHeld " + pick(names) + " end";
        };
    return function + body;
  }

  private String statements() {
    return random.nextBoolean() ? statement() : statement() + "; " + statement();
  }

  private String statement() {
    return switch (random.nextInt(8)) {
      case 0 -> "V = " + application();
      case 1 -> pick(NAMES) + " <- V";
      default -> expression();
    };
  }

  private String expression() {
    if (--left < 0) {
      return "mine";
    }
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> "\\" + pick(NAMES) + " -> " + expression();
      case 3 -> "\\" + pick(NAMES) + " : (" + pick(TYPES) + ") -> " + expression();
      case 4 -> "\\\\" + pick(NAMES) + " : (C) -> " + expression();
      case 5 -> "begin " + statements() + " end";
      case 6 -> application() + " with " + statements() + " end";
      case 7 -> "if true then " + statements() + " else " + statements() + " end";
      case 8 -> "let " + statements() + " in " + statements() + " end";
      case 9 -> "for " + pick(NAMES) + " in " + application() + " do " + statements() + " end";
      default -> application();
    };
  }

  private String application() {
    StringBuilder application = new StringBuilder(atom());
    int arguments = random.nextInt(4);
    for (int i = 0; i < arguments; i++) {
      application.append(' ').append(atom());
    }
    return application.toString();
  }

  private String atom() {
    if (--left < 0) {
      return "mine";
    }
    return switch (random.nextInt(8)) {
      case 0, 1 -> argument();
      case 2, 3 -> pick(NAMES);
      case 4 -> "(" + expression() + ")";
      case 5 -> "[" + expression() + "]";
      default -> pick(VALUES);
    };
  }
}
