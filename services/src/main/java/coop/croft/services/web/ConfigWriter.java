package coop.croft.services.web;

import coop.croft.core.manifest.LineMap;
import coop.croft.core.manifest.Origin;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Writes a file of Apache's and keeps which line stems from where. */
final class ConfigWriter {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]*");

  private final StringBuilder out = new StringBuilder();
  private final List<LineMap.Lines> ranges = new ArrayList<>();
  private int lines;
  private int depth;

  ConfigWriter directive(String name, Word... words) {
    line(spell(name, words));
    return this;
  }

  /** A comment of ours; never a member's text. */
  ConfigWriter comment(String text) {
    if (!text.chars().allMatch(c -> c >= ' ' && c < 0x7f) || text.endsWith("\\")) {
      throw new IllegalArgumentException("not a plain comment: " + text);
    }
    line("# " + text);
    return this;
  }

  /** A section around what {@code body} writes. */
  ConfigWriter section(String name, Word word, Runnable body) {
    return section(name, "", word, body);
  }

  /** {@code <IfFile>}, or its opposite. */
  ConfigWriter ifFile(boolean there, String path, Runnable body) {
    return section("IfFile", there ? "" : "!", Word.text(path), body);
  }

  private ConfigWriter section(String name, String mark, Word word, Runnable body) {
    return enclosed(name, "<" + checked(name) + " " + mark + word.spelled() + ">", body);
  }

  /** A section without a word, as {@code <RequireAll>}. */
  ConfigWriter section(String name, Runnable body) {
    return enclosed(name, "<" + checked(name) + ">", body);
  }

  private ConfigWriter enclosed(String name, String head, Runnable body) {
    line(head);
    depth++;
    body.run();
    depth--;
    line("</" + name + ">");
    return this;
  }

  /**
   * The lines that {@code body} writes stem from {@code origin}, unless an inner one says
   * otherwise.
   */
  ConfigWriter from(Origin origin, Runnable body) {
    int slot = ranges.size();
    int first = lines + 1;
    ranges.add(new LineMap.Lines(first, first, origin));
    body.run();
    if (lines >= first) {
      ranges.set(slot, new LineMap.Lines(first, lines, origin));
    } else {
      ranges.remove(slot);
    }
    return this;
  }

  private void line(String text) {
    out.append("  ".repeat(depth)).append(text).append('\n');
    lines++;
  }

  private static String spell(String name, Word... words) {
    StringBuilder line = new StringBuilder(checked(name));
    for (Word w : words) {
      line.append(' ').append(w.spelled());
    }
    return line.toString();
  }

  private static String checked(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a directive: " + name);
    }
    return name;
  }

  byte[] bytes() {
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  String text() {
    return out.toString();
  }

  LineMap lines() {
    return new LineMap(List.copyOf(ranges));
  }
}
