package coop.croft.services;

import coop.croft.core.manifest.Origin;
import coop.croft.lang.Span;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a program configures, as text for people, the same for the same resources: a line for each
 * domain, below it one for each resource with the names and values of its parts. Places in the
 * program are left out. Made of the records themselves, so that a service has nothing to add.
 */
public final class ResourceText {
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}@*./_+-][^\\s,\"()\\[\\]]*");
  private static final Pattern CAPITAL = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
  private static final String INDENT = "  ";

  private final List<String> lines = new ArrayList<>();

  private ResourceText() {}

  /** All lines, without line breaks; none if nothing is configured. */
  public static List<String> of(List<Unit> units) {
    List<String> lines = new ArrayList<>();
    for (Unit unit : units) {
      lines.add(unit.domain());
      unit.resources().forEach(a -> of(a.resource()).forEach(l -> lines.add(INDENT + l)));
    }
    return List.copyOf(lines);
  }

  /** Whether a line of such a text is that of a domain: what it says is the domain's name. */
  public static boolean isDomain(String line) {
    return !line.startsWith(INDENT);
  }

  /** A value that primitives made, on one line: {@code a (address 203.0.113.80)}. */
  public static String ofValue(Object value) {
    return inline(value);
  }

  /** The lines of one resource, at least one. */
  public static List<String> of(Resource resource) {
    ResourceText text = new ResourceText();
    text.line(resource, "");
    return List.copyOf(text.lines);
  }

  /** A line for a record, and one for each record in its lists, further in. */
  private void line(Object record, String indent) {
    Record bare = bare(record);
    List<Object> below = new ArrayList<>();
    String parts = parts(bare, below);
    lines.add(
        indent + words(bare.getClass().getSimpleName()) + (parts.isEmpty() ? "" : ": ") + parts);
    below.forEach(b -> line(b, indent + INDENT));
  }

  /** {@code owner www.a.example, ttl 3600}; lists of records are put aside. */
  private static String parts(Record record, List<Object> below) {
    List<String> parts = new ArrayList<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Object value = valueOf(component, record);
      String name = words(component.getName());
      switch (value) {
        case Span place -> {}
        case Origin place -> {}
        // The line of the domain says it.
        case String domain
            when record instanceof Resource r
                && component.getName().equals("domain")
                && domain.equals(r.domain()) -> {}
        // A list of words and records is short, and stands in the line.
        case Collection<?> all
            when !all.isEmpty() && all.stream().allMatch(Record.class::isInstance) ->
            below.addAll(all);
        case Optional<?> maybe -> maybe.ifPresent(v -> parts.add(name + " " + inline(v)));
        default -> parts.add(name + " " + inline(value));
      }
    }
    return String.join(", ", parts);
  }

  private static String inline(Object value) {
    return switch (value) {
      case String text -> PLAIN.matcher(text).matches() ? text : quoted(text);
      case Boolean yes -> yes ? "yes" : "no";
      case Number number -> number.toString();
      case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      case Collection<?> all ->
          "[" + String.join(", ", all.stream().map(ResourceText::inline).toList()) + "]";
      case Record record -> {
        Record bare = bare(record);
        List<Object> below = new ArrayList<>();
        String parts = parts(bare, below);
        yield words(bare.getClass().getSimpleName())
            + (parts.isEmpty() ? "" : " (" + parts + ")")
            + (below.isEmpty() ? "" : " " + inline(below));
      }
      default -> throw new IllegalStateException("no text for a " + value.getClass());
    };
  }

  /** Without the place that is kept beside it. */
  private static Record bare(Object record) {
    List<RecordComponent> others =
        Arrays.stream(record.getClass().getRecordComponents())
            .filter(c -> c.getType() != Span.class && c.getType() != Origin.class)
            .toList();
    boolean placed = others.size() < record.getClass().getRecordComponents().length;
    return placed && others.size() == 1 && valueOf(others.getFirst(), record) instanceof Record only
        ? only
        : (Record) record;
  }

  private static Object valueOf(RecordComponent component, Object record) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("a record that does not say its " + component.getName(), e);
    }
  }

  /** {@code documentRoot} as {@code document root}. */
  private static String words(String name) {
    return CAPITAL.matcher(name).replaceAll(" ").toLowerCase(Locale.ROOT);
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> {
                  if (Character.isISOControl(c)) {
                    out.append(String.format(Locale.ROOT, "\\u%04x", c));
                  } else {
                    out.appendCodePoint(c);
                  }
                }
              }
            });
    return out.append('"').toString();
  }
}
