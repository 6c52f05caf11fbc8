package coop.croft.helper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Words of a privileges file with placeholders: {@code {name:type}} takes an argument, {@code
 * {name}} takes the same one again (or, if it is the name of a type, one of that type), {@code
 * {stage}} is the directory of the staged files, {@code {content:PATH}} the text of a live file.
 */
final class Template {
  private static final Map<String, Pattern> TYPES =
      Map.of(
          "zone", Pattern.compile("[a-z0-9_][a-z0-9_.-]{0,252}"),
          "word", Pattern.compile("[A-Za-z0-9_.][A-Za-z0-9_.-]{0,63}"),
          "number", Pattern.compile("[0-9]{1,19}"),
          "hex", Pattern.compile("[0-9a-f]{1,128}"));
  private static final String CONTENT = "content:";
  private static final String STAGE = "stage";

  private Template() {}

  /** What is not an argument. */
  interface Surroundings {
    /** Directory in which the staged files lie under their absolute paths. */
    String stage() throws Refused;

    /** Text of a live file of the service. */
    String content(String path) throws Refused;
  }

  /**
   * The placeholders that take arguments, in the order of their first appearance, with their types.
   */
  @SafeVarargs
  static Map<String, Pattern> names(List<String>... texts) {
    Map<String, Pattern> names = new LinkedHashMap<>();
    for (List<String> words : texts) {
      for (String word : words) {
        parts(word).forEach(part -> collect(part, names));
      }
    }
    return names;
  }

  private static void collect(Part part, Map<String, Pattern> names) {
    if (!part.placeholder()) {
      return;
    }
    String inner = part.text();
    if (inner.startsWith(CONTENT)) {
      parts(inner.substring(CONTENT.length())).forEach(p -> collect(p, names));
    } else if (!inner.equals(STAGE)) {
      String[] name = inner.split(":", 2);
      Pattern type = TYPES.get(name.length == 2 ? name[1] : name[0]);
      if (type == null && !(name.length == 1 && names.containsKey(name[0]))) {
        throw new IllegalArgumentException("there is no placeholder {" + inner + "}");
      }
      if (type != null) {
        names.putIfAbsent(name[0], type);
      }
    }
  }

  /** Gives each name its argument, in order. */
  static Map<String, String> bind(Map<String, Pattern> names, List<String> arguments)
      throws Refused {
    if (names.size() != arguments.size()) {
      throw new Refused("takes " + names.size() + " arguments, not " + arguments.size());
    }
    Map<String, String> values = new LinkedHashMap<>();
    int i = 0;
    for (Map.Entry<String, Pattern> name : names.entrySet()) {
      String argument = arguments.get(i++);
      if (!name.getValue().matcher(argument).matches() || argument.contains("..")) {
        throw new Refused("not a " + name.getKey() + ": " + argument);
      }
      values.put(name.getKey(), argument);
    }
    return values;
  }

  static String fill(String word, Map<String, String> values, Surroundings around) throws Refused {
    StringBuilder out = new StringBuilder();
    for (Part part : parts(word)) {
      String inner = part.text();
      if (!part.placeholder()) {
        out.append(inner);
      } else if (inner.startsWith(CONTENT)) {
        out.append(around.content(fill(inner.substring(CONTENT.length()), values, around)).strip());
      } else if (inner.equals(STAGE)) {
        out.append(around.stage());
      } else {
        String value = values.get(inner.split(":", 2)[0]);
        if (value == null) {
          throw new Refused("nothing for the placeholder {" + inner + "}");
        }
        out.append(value);
      }
    }
    return out.toString();
  }

  /** A piece of a word; a placeholder's text is what stands between its braces. */
  private record Part(boolean placeholder, String text) {}

  private static List<Part> parts(String word) {
    List<Part> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < word.length(); i++) {
      if (isPlaceholder(word, i)) {
        int end = closing(word, i);
        parts.add(new Part(false, word.substring(start, i)));
        parts.add(new Part(true, word.substring(i + 1, end)));
        start = end + 1;
        i = end;
      }
    }
    parts.add(new Part(false, word.substring(start)));
    return parts;
  }

  /** A brace that a name follows; any other is the program's own, as in {@code zone x { … };}. */
  private static boolean isPlaceholder(String word, int at) {
    return word.charAt(at) == '{'
        && at + 1 < word.length()
        && Character.isLowerCase(word.charAt(at + 1));
  }

  private static int closing(String word, int brace) {
    int depth = 0;
    for (int i = brace; i < word.length(); i++) {
      depth += word.charAt(i) == '{' ? 1 : word.charAt(i) == '}' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    throw new IllegalArgumentException("a brace without its partner in " + word);
  }
}
