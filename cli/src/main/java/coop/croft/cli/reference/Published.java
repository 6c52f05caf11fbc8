package coop.croft.cli.reference;

import coop.croft.cli.terminal.Trouble;
import coop.croft.lang.check.Suggestions;
import coop.croft.lang.reference.Reference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the reference into directories. */
public final class Published {
  private Published() {}

  /**
   * Web pages, {@code index.html} first.
   *
   * @return how many files
   */
  public static int html(Reference reference, String version, Path directory) throws Trouble {
    Map<String, byte[]> files = WebReference.of(reference, version);
    new OwnDirectory(directory, "web pages").write(files);
    return files.size();
  }

  /**
   * Manual pages, below {@code man1} and {@code man7}.
   *
   * @param command the page of the command itself
   * @return how many files
   */
  public static int man(Reference reference, String version, byte[] command, Path directory)
      throws Trouble {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("man1/croft.1", command);
    files.putAll(ManReference.of(reference, version));
    new OwnDirectory(directory, "manual pages").write(files);
    return files.size();
  }

  /** The names of the manual pages, without that of the command. */
  public static List<String> manualPages(Reference reference) {
    return ManReference.names(reference);
  }

  /**
   * What is said of a name of the library, or a word of the language, on a terminal.
   *
   * @throws Trouble if it is none
   */
  public static String text(Reference reference, String name) throws Trouble {
    List<Keyword> keywords = Keyword.of(name);
    List<String> texts =
        keywords.isEmpty()
            ? named(reference, name).stream().map(EntryText::of).toList()
            : keywords.stream().map(EntryText::of).toList();
    return String.join("\n", texts);
  }

  /**
   * The same as values: one object for each thing that has the name.
   *
   * @throws Trouble if nothing has
   */
  public static List<Map<String, Object>> values(Reference reference, String name) throws Trouble {
    List<Keyword> keywords = Keyword.of(name);
    return keywords.isEmpty()
        ? named(reference, name).stream().map(found -> EntryText.values(found, name)).toList()
        : keywords.stream().map(keyword -> EntryText.values(keyword, name)).toList();
  }

  private static List<Reference.Found> named(Reference reference, String name) throws Trouble {
    List<Reference.Found> found = reference.named(name);
    if (!found.isEmpty()) {
      return found;
    }
    List<String> near = Suggestions.near(name, reference.names());
    throw Trouble.usage(
        "the library has no name " + name,
        near.isEmpty()
            ? "croft doc lists all."
            : "Did you mean " + String.join(" or ", near) + "?");
  }

  /**
   * Each name of the library, then each word of the language: with what kind of thing it is, and
   * the first sentence about it, as values.
   */
  public static List<Map<String, Object>> summaries(Reference reference) {
    List<Map<String, Object>> all = new ArrayList<>();
    reference.index().forEach((name, found) -> all.add(EntryText.summary(found, name.name())));
    for (Keyword keyword : Keyword.values()) {
      keyword.words().forEach(word -> all.add(EntryText.summary(keyword, word)));
    }
    return all;
  }
}
