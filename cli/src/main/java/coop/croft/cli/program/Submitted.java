package coop.croft.cli.program;

import coop.croft.cli.terminal.Trouble;
import coop.croft.core.wire.Calls;
import coop.croft.lang.Bounds;
import coop.croft.lang.SourceText;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Programs on their way to the controller: as text, under names that it takes. */
public final class Submitted {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

  private Submitted() {}

  public static List<Calls.Program> asPrograms(List<ProgramFile> files) throws Trouble {
    for (ProgramFile file : files) {
      if (!NAME.matcher(file.name()).matches()) {
        throw Trouble.usage(
            file.name() + " cannot be the name of a source",
            "Letters, digits, dot, hyphen and underscore make a name; rename the file.");
      }
    }
    return asSite(files);
  }

  /** The site's files keep their names, whatever they are. */
  public static List<Calls.Program> asSite(List<ProgramFile> files) throws Trouble {
    List<Calls.Program> programs = new ArrayList<>();
    for (ProgramFile file : files) {
      programs.add(new Calls.Program(file.name(), file.text().file(), decoded(file.text())));
    }
    return programs;
  }

  /** The text as it is; what is no UTF-8 would arrive as something else, so it does not leave. */
  private static String decoded(SourceText text) throws Trouble {
    byte[] bytes = text.bytes();
    if (bytes.length > Bounds.DEFAULT.sourceBytes()) {
      throw Trouble.refused(
          text.file() + " is larger than a program may be (8 MiB)", "Split it into several.");
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer chars = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), chars, true);
    String decoded = chars.flip().toString();
    if (result.isError()) {
      throw Trouble.refused(
          text.file()
              + ":"
              + (1 + decoded.chars().filter(c -> c == '\n').count())
              + ": this is not UTF-8",
          "Save the file as UTF-8.");
    }
    return decoded;
  }
}
