package coop.croft.cli.reference;

import coop.croft.cli.terminal.Trouble;
import coop.croft.lang.check.Suggestions;
import coop.croft.lang.reference.Reference;
import java.nio.file.Path;
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
   * What declares a name.
   *
   * @throws Trouble if nothing does
   */
  public static List<Reference.Found> named(Reference reference, String name) throws Trouble {
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

  /** One declaration for a terminal. */
  public static String text(Reference.Found found) {
    return EntryText.of(found);
  }

  /** One declaration of a name as values. */
  public static Map<String, Object> values(Reference.Found found, String name) {
    return EntryText.values(found, name);
  }

  /** A name, what kind of thing it is, and the first sentence about it, as values. */
  public static Map<String, Object> summary(Reference.Found found, String name) {
    return EntryText.summary(found, name);
  }
}
