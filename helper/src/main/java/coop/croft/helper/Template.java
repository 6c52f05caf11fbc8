package coop.croft.helper;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Matcher;
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
          "path", Pattern.compile("/[^\\p{Cc}]{0,4095}"),
          "number", Pattern.compile("[0-9]{1,19}"),
          "hex", Pattern.compile("[0-9a-f]{1,128}"));
  private static final String STAGE = "{stage}";
  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          "\\{(?:content:(?<path>(?:[^{}]|\\{[^{}]*})*)"
              + "|(?<name>[a-z][^{}:]*)(?::(?<type>[^{}]*))?)}");

  /** A brace that a name follows; any other is the program's own, as in {@code zone x { … };}. */
  private static final Pattern OPENED = Pattern.compile("\\{[a-z]");

  private Template() {}

  /** What is not an argument. */
  interface Surroundings {
    /** Directory in which the staged files lie under their absolute paths. */
    String stage() throws IOException;

    /** Text of a live file of the service. */
    String content(String path) throws IOException;
  }

  /**
   * The placeholders that take arguments, in the order of their first appearance, with their types.
   */
  @SafeVarargs
  static Map<String, Pattern> names(List<String>... texts) {
    Map<String, Pattern> names = new LinkedHashMap<>();
    for (List<String> words : texts) {
      words.forEach(word -> collect(word, names));
    }
    return names;
  }

  private static void collect(String word, Map<String, Pattern> names) {
    Matcher found = PLACEHOLDER.matcher(word);
    if (OPENED.matcher(found.replaceAll(" ")).find()) {
      throw new IllegalArgumentException("a brace without its partner in " + word);
    }
    found.reset();
    while (found.find()) {
      String path = found.group("path");
      String name = found.group("name");
      String typeName = found.group("type");
      if (path != null) {
        collect(path, names);
      } else if (!found.group().equals(STAGE)) {
        Pattern type = TYPES.get(typeName == null ? name : typeName);
        if (type != null) {
          names.putIfAbsent(name, type);
        } else if (typeName != null || !names.containsKey(name)) {
          throw new IllegalArgumentException("there is no placeholder " + found.group());
        }
      }
    }
  }

  /** Gives each name its argument, in order. */
  static SequencedMap<String, String> bind(Map<String, Pattern> names, List<String> arguments)
      throws Refused {
    if (names.size() != arguments.size()) {
      throw new Refused("takes " + names.size() + " arguments, not " + arguments.size());
    }
    SequencedMap<String, String> values = new LinkedHashMap<>();
    Iterator<String> argument = arguments.iterator();
    for (Map.Entry<String, Pattern> name : names.entrySet()) {
      String value = argument.next();
      if (!name.getValue().matcher(value).matches() || value.contains("..")) {
        throw new Refused("not a " + name.getKey() + ": " + value);
      }
      values.put(name.getKey(), value);
    }
    return values;
  }

  static List<String> fill(List<String> words, Map<String, String> values, Surroundings around)
      throws IOException {
    List<String> filled = new ArrayList<>();
    for (String word : words) {
      filled.add(fill(word, values, around));
    }
    return filled;
  }

  static String fill(String word, Map<String, String> values, Surroundings around)
      throws IOException {
    StringBuilder out = new StringBuilder();
    Matcher found = PLACEHOLDER.matcher(word);
    while (found.find()) {
      String path = found.group("path");
      String value =
          path != null
              ? around.content(fill(path, values, around)).strip()
              : found.group().equals(STAGE) ? around.stage() : values.get(found.group("name"));
      if (value == null) {
        throw new Refused("nothing for the placeholder " + found.group());
      }
      found.appendReplacement(out, Matcher.quoteReplacement(value));
    }
    return found.appendTail(out).toString();
  }
}
