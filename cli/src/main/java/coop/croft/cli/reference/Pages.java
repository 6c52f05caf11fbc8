package coop.croft.cli.reference;

import coop.croft.lang.reference.Entry;
import coop.croft.lang.reference.Reference;
import coop.croft.lang.syntax.Uses;
import java.util.Locale;
import java.util.Map;

/** Where each declaration stands: the names of pages and of places in them. */
final class Pages {
  private final Map<Uses.Name, Reference.Found> index;

  Pages(Reference reference) {
    this.index = reference.index();
  }

  /** The name of a section's page without ending; no two sections share one. */
  static String of(Reference.Section section) {
    String name = section.name();
    if (!section.ofSite()) {
      return quoted(name);
    }
    return name.equals("site") ? name : "site-" + quoted(name);
  }

  /** Letters, digits and hyphens stay; all else becomes its number between underscores. */
  private static String quoted(String name) {
    StringBuilder out = new StringBuilder();
    name.codePoints()
        .forEach(
            point -> {
              if (point < 128 && (Character.isLetterOrDigit(point) || point == '-')) {
                out.appendCodePoint(point);
              } else {
                out.append('_').append(Integer.toHexString(point)).append('_');
              }
            });
    return out.toString();
  }

  /** Where a name stands in its page. */
  static String anchor(Entry entry, String name) {
    String space = entry.space().name().toLowerCase(Locale.ROOT);
    return (entry instanceof Entry.OfSetting ? "setting" : space) + "-" + name;
  }

  /** The address of what a name means; empty if nothing declares it. */
  String link(Uses.Name name) {
    Reference.Found found = index.get(name);
    return found == null ? "" : of(found.section()) + ".html#" + anchor(found.entry(), name.name());
  }

  Map<Uses.Name, Reference.Found> index() {
    return index;
  }
}
