package coop.croft.core.wire;

import io.avaje.json.JsonException;
import io.avaje.jsonb.Jsonb;
import io.avaje.jsonb.Types;
import java.util.Map;

/** JSON of the wire records. */
public final class Wire {
  private static final Jsonb JSONB = Jsonb.builder().add(String.class, new LongText()).build();

  /** More than any record has: values that no record knows are skipped however deep they are. */
  private static final int DEEPEST = 32;

  private Wire() {}

  /** One line of JSON without a line break. */
  public static <T> String write(T value) {
    return JSONB.toJson(value);
  }

  /**
   * A JSON object on one line, with its members in the order of {@code values}: texts, numbers,
   * lists of such.
   */
  public static String object(Map<String, Object> values) {
    return JSONB.type(Types.mapOf(Object.class)).toJson(values);
  }

  /**
   * @throws JsonException if the text is not JSON of that record, or a part is missing
   */
  public static <T> T read(Class<T> type, String json) {
    if (isDeeper(json, DEEPEST)) {
      throw new JsonException("nested more than " + DEEPEST + " deep");
    }
    try {
      T read = JSONB.type(type).fromJson(json);
      if (read == null) {
        throw new JsonException("nothing, where something is needed");
      }
      return read;
    } catch (NullPointerException e) {
      // The records themselves say what they need.
      throw new JsonException("a part is missing", e);
    }
  }

  /** The reader calls itself for each level, and a stack ends. */
  private static boolean isDeeper(String json, int most) {
    int depth = 0;
    boolean text = false;
    for (int i = 0; i < json.length() && depth <= most; i++) {
      char c = json.charAt(i);
      if (text && c == '\\') {
        i++;
      } else if (c == '"') {
        text = !text;
      } else if (!text && (c == '{' || c == '[')) {
        depth++;
      } else if (!text && (c == '}' || c == ']')) {
        depth--;
      }
    }
    return depth > most;
  }
}
