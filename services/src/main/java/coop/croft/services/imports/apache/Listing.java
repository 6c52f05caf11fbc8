package coop.croft.services.imports.apache;

import coop.croft.services.imports.ProgramText;
import java.util.ArrayList;
import java.util.List;

/** The program as text in which each line is known to be of one part. */
final class Listing {
  /** A part and the list that it stands in. */
  record Line(Part part, List<Part> in) {}

  private final StringBuilder text = new StringBuilder();
  private final List<Line> lines = new ArrayList<>();

  Listing(List<Part> parts) {
    sequence(parts);
  }

  String text() {
    return text.toString();
  }

  /** What stands in a line, from 1. */
  Line at(int line) {
    return lines.get(Math.min(line, lines.size()) - 1);
  }

  private void sequence(List<Part> parts) {
    for (Part part : parts) {
      Line line = new Line(part, parts);
      switch (part.kind()) {
        case COMMENT -> {}
        case STATEMENT -> add(line, part.text() + ";");
        case BLOCK -> {
          add(line, part.text() + (part.settings().isEmpty() ? "" : " where"));
          sequence(part.settings());
          add(line, "with");
          sequence(part.body());
          add(line, "end;");
        }
      }
    }
  }

  private void add(Line line, String content) {
    text.append(content).append('\n');
    lines.add(line);
  }

  /** The same for people. */
  static void write(List<Part> parts, ProgramText out) {
    for (Part part : parts) {
      switch (part.kind()) {
        case COMMENT -> out.comment(part.text());
        case STATEMENT -> out.statement(part.text());
        case BLOCK -> {
          ProgramText inside = new ProgramText();
          write(part.body(), inside);
          List<String> settings = part.settings().stream().map(Part::text).toList();
          String where = settings.isEmpty() ? "" : " where " + String.join("; ", settings);
          out.block(part.text() + where, inside);
        }
      }
    }
  }
}
