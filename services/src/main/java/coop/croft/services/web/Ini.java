package coop.croft.services.web;

import java.util.regex.Pattern;

/**
 * Text that PHP reads as settings (Zend/zend_ini_scanner.l). Within double quotes a backslash takes
 * the meaning of a quotation mark and of itself, and <code>${NAME}</code> stands for a variable; so
 * each dollar sign stands in single quotes, where nothing has a meaning. Pieces side by side are
 * one value.
 */
final class Ini {
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9_]+(\\.[a-z0-9_]+)*(\\[[a-z0-9_.]+])?");

  private Ini() {}

  /**
   * One setting, without the end of the line.
   *
   * @throws IllegalArgumentException for a value with a control character, which has no place in a
   *     line
   */
  static String line(String name, String value) {
    return checked(name) + " = " + quoted(value);
  }

  /** A setting whose value is a variable of the process's environment. */
  static String fromEnvironment(String name, String variable) {
    if (!variable.matches("[A-Z_]+")) {
      throw new IllegalArgumentException("not a variable: " + variable);
    }
    return checked(name) + " = ${" + variable + "}";
  }

  static String section(String name) {
    return "[" + checked(name) + "]";
  }

  private static String checked(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a setting: " + name);
    }
    return name;
  }

  static String quoted(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        throw new IllegalArgumentException("control character " + (int) text.charAt(i));
      }
    }
    String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"");
    return "\"" + escaped.replace("$", "\"'$'\"") + "\"";
  }
}
