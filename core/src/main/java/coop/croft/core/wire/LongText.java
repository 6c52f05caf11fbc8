package coop.croft.core.wire;

import io.avaje.json.JsonAdapter;
import io.avaje.json.JsonReader;
import io.avaje.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * Texts of any length. The JSON library reads no string of more than 50,000 characters, and
 * programs and plans may be longer: a long text travels as an array of its parts.
 */
final class LongText implements JsonAdapter<@Nullable String> {
  private static final int PART = 8_000;

  @Override
  public void toJson(JsonWriter writer, @Nullable String text) {
    if (text == null || text.length() <= PART) {
      writer.value(text);
      return;
    }
    writer.beginArray();
    for (int from = 0; from < text.length(); ) {
      int to = Math.min(text.length(), from + PART);
      // The two halves of a code point stay together: alone they are no text.
      if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
        to--;
      }
      writer.value(text.substring(from, to));
      from = to;
    }
    writer.endArray();
  }

  @Override
  public @Nullable String fromJson(JsonReader reader) {
    if (reader.isNullValue()) {
      return null;
    }
    if (reader.currentToken() != JsonReader.Token.BEGIN_ARRAY) {
      return reader.readString();
    }
    StringBuilder text = new StringBuilder();
    reader.beginArray();
    while (reader.hasNextElement()) {
      text.append(reader.readString());
    }
    reader.endArray();
    return text.toString();
  }
}
