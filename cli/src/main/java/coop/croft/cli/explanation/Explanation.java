package coop.croft.cli.explanation;

import coop.croft.lang.Code;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the code of an error means. Each has a page, {@code CODE.md} beside this class, which is a
 * section of the manual too.
 *
 * @param page all of it, in Markdown
 * @param summary one sentence
 * @param meaning what leads to the error, in Markdown
 * @param wrong a program with this error and no other
 * @param output what {@code croft check} says of it
 * @param right the same without the error
 * @param remedy what to do, in Markdown
 */
public record Explanation(
    Code code,
    String page,
    String summary,
    String meaning,
    String wrong,
    String output,
    String right,
    String remedy) {
  private static final Pattern PAGE =
      Pattern.compile(
          """
          ## [a-z-]+

          (?<summary>[^\n]+)

          (?<meaning>.+?)

          A program with the error:

          ```dtl [a-z-]+\\.dtl
          (?<wrong>.+?)```

          What `croft check` says of it:

          ```text
          (?<output>.+?)```

          Without the error:

          ```dtl
          (?<right>.+?)```

          (?<remedy>.+)
          """,
          Pattern.DOTALL);
  private static final String FENCE = "```";

  public static Explanation of(Code code) {
    String file = code.label() + ".md";
    try (InputStream in = Explanation.class.getResourceAsStream(file)) {
      byte[] page = Objects.requireNonNull(in, file + " is in every build").readAllBytes();
      return of(code, new String(page, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Explanation of(Code code, String page) {
    Matcher parts = PAGE.matcher(page);
    if (!parts.matches()) {
      throw new IllegalStateException("the page of " + code.label() + " lacks a part");
    }
    return new Explanation(
        code,
        page,
        parts.group("summary"),
        parts.group("meaning"),
        parts.group("wrong"),
        parts.group("output"),
        parts.group("right"),
        parts.group("remedy"));
  }

  /** The page without marks of Markdown: programs stand in by four, names in single quotes. */
  public String text() {
    StringBuilder text = new StringBuilder();
    boolean verbatim = false;
    for (String line : page.lines().toList()) {
      if (line.startsWith(FENCE)) {
        verbatim = !verbatim;
      } else if (verbatim) {
        text.append(line.isEmpty() ? "" : "    ").append(line).append('\n');
      } else {
        text.append(line.replaceFirst("^## ", "").replace('`', '\'')).append('\n');
      }
    }
    return text.toString();
  }
}
