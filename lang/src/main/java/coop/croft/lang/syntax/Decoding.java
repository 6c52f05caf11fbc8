package coop.croft.lang.syntax;

import coop.croft.lang.Code;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.SourceText;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The text of a file, or the place of the first bytes that are no UTF-8. */
record Decoding(Source source, @Nullable Diagnostic fault) {
  static Decoding of(SourceText text) {
    byte[] bytes = text.bytes();
    int from = hasMark(bytes) ? 3 : 0;
    String lenient = new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
    // What is no UTF-8 comes out as that sign.
    return lenient.indexOf('\uFFFD') < 0
        ? new Decoding(new Source(text.file(), lenient), null)
        : strictly(text, bytes, from);
  }

  private static Decoding strictly(SourceText text, byte[] bytes, int from) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer chars = CharBuffer.allocate(bytes.length - from);
    CoderResult result =
        decoder.decode(ByteBuffer.wrap(bytes, from, bytes.length - from), chars, true);
    String decoded = chars.flip().toString();
    Source source = new Source(text.file(), decoded);
    if (!result.isError()) {
      return new Decoding(source, null);
    }
    int at = decoded.length();
    return new Decoding(
        source,
        Diagnostic.of(
            source.span(at, at), Code.SYNTAX, "this is not UTF-8", "save the file as UTF-8"));
  }

  private static boolean hasMark(byte[] bytes) {
    return bytes.length >= 3
        && bytes[0] == (byte) 0xEF
        && bytes[1] == (byte) 0xBB
        && bytes[2] == (byte) 0xBF;
  }
}
