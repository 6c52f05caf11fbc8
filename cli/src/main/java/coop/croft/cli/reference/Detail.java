package coop.croft.cli.reference;

import coop.croft.lang.reference.BlockKind;
import coop.croft.lang.reference.Entry;
import coop.croft.lang.syntax.LinkedText;
import coop.croft.lang.syntax.Uses.Space;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be said of a declaration besides its type and its doc string; all forms of the
 * reference say the same.
 *
 * @param label a word or two
 */
record Detail(String label, LinkedText text) {
  static List<Detail> of(Entry entry) {
    List<Detail> details = new ArrayList<>();
    switch (entry) {
      case Entry.OfType type -> {
        details.add(new Detail("Constants", LinkedText.plain(constants(type))));
        names(details, "Given by", Space.VALUE, type.makers());
        names(details, "Taken by", Space.VALUE, type.takers());
        names(details, "Variables", Space.VARIABLE, type.variables());
      }
      case Entry.OfValue value -> {
        value.takes().ifPresent(pred -> details.add(new Detail("Block", pred)));
        value.where().ifPresent(where -> details.add(new Detail("Legal", legal(value, where))));
        row(details, "Reads", value.reads());
        row(details, "Sets", value.writes());
      }
      case Entry.OfVariable variable -> {
        details.add(new Detail("Default", code(variable.byDefault())));
        variable.ofSite().ifPresent(set -> details.add(new Detail("Here", code(set))));
        names(details, "Read by", Space.VALUE, variable.readBy());
      }
      case Entry.OfSetting setting -> {
        LinkedText.Writer out = new LinkedText.Writer();
        String variable = setting.names().getFirst();
        out.name(Space.VARIABLE, variable).text(" has this default here: ");
        details.add(new Detail("Setting", out.code(setting.byDefault(), null).done()));
      }
      case Entry.OfContext context -> names(details, "Opened by", Space.VALUE, context.openers());
    }
    return details;
  }

  /** One word for what an entry declares. */
  static String kind(Entry entry) {
    return switch (entry) {
      case Entry.OfType type -> "type";
      case Entry.OfValue value -> value.takes().isPresent() ? "block" : kindOfValue(value);
      case Entry.OfVariable variable -> "variable";
      case Entry.OfSetting setting -> "setting";
      case Entry.OfContext context -> "context";
    };
  }

  private static String kindOfValue(Entry.OfValue value) {
    return value.where().isPresent() ? "action" : "value";
  }

  /** What stands for the entry in a program: its names, and the type if it has one. */
  static LinkedText signature(Entry entry) {
    String names = String.join(", ", entry.names());
    LinkedText.Writer out = new LinkedText.Writer();
    switch (entry) {
      case Entry.OfType type -> out.text("type " + names);
      case Entry.OfContext context -> out.text("context " + names);
      case Entry.OfValue value -> append(out.text(names + " : "), value.type());
      case Entry.OfVariable variable -> append(out.text(names + " : "), variable.type());
      case Entry.OfSetting setting -> append(out.text(names + " : "), setting.type());
    }
    return out.done();
  }

  private static String constants(Entry.OfType type) {
    return switch (type.literals()) {
      case STRINGS -> "text in quotation marks that has the form";
      case INTS -> "numbers within the range";
      case NONE -> "none";
    };
  }

  private static LinkedText legal(Entry.OfValue value, String where) {
    LinkedText.Writer out = new LinkedText.Writer().text(where);
    List<String> openers =
        value.legalIn().stream().map(BlockKind::openers).flatMap(List::stream).toList();
    if (!openers.isEmpty()) {
      list(out.text(": in the blocks of "), Space.VALUE, openers);
    }
    return out.done();
  }

  private static void names(List<Detail> details, String label, Space space, List<String> names) {
    if (!names.isEmpty()) {
      LinkedText.Writer out = new LinkedText.Writer();
      list(out, space, names);
      details.add(new Detail(label, out.done()));
    }
  }

  private static void list(LinkedText.Writer out, Space space, List<String> names) {
    String separator = "";
    for (String name : names) {
      out.text(separator).name(space, name);
      separator = ", ";
    }
  }

  private static void row(List<Detail> details, String label, List<Entry.Row> row) {
    if (!row.isEmpty()) {
      LinkedText.Writer out = new LinkedText.Writer();
      String separator = "";
      for (Entry.Row variable : row) {
        out.text(separator).name(Space.VARIABLE, variable.variable()).text(" : ");
        append(out, variable.type());
        separator = ", ";
      }
      details.add(new Detail(label, out.done()));
    }
  }

  private static LinkedText code(String program) {
    return new LinkedText.Writer().code(program, null).done();
  }

  private static void append(LinkedText.Writer out, LinkedText more) {
    int at = 0;
    for (LinkedText.Stretch stretch : more.stretches()) {
      out.text(more.text().substring(at, stretch.start()));
      out.code(more.text().substring(stretch.start(), stretch.end()), stretch.name());
      at = stretch.end();
    }
    out.text(more.text().substring(at));
  }
}
