package coop.croft.core.wire;

import io.avaje.json.JsonException;
import io.avaje.jsonb.Jsonb;
import io.avaje.jsonb.Types;
import java.util.Map;

/** JSON of the wire records. */
public final class Wire {
  private static final Jsonb JSONB = Jsonb.builder().add(String.class, new LongText()).build();

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
}
