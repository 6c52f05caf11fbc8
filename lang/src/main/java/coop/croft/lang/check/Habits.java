package coop.croft.lang.check;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Words of other tools that are spelled unlike what a library has for them. They are offered where
 * it has it.
 */
final class Habits {
  private static final Map<String, List<String>> WORDS =
      Map.ofEntries(
          Map.entry("servername", List.of("web")),
          Map.entry("virtualhost", List.of("web")),
          Map.entry("options", List.of("set_options", "unset_options")),
          Map.entry("require", List.of("requireUser", "requireValidUser")),
          Map.entry("allow", List.of("allowFrom")),
          Map.entry("deny", List.of("denyFrom")),
          Map.entry("order", List.of("allowFrom", "denyFrom")),
          Map.entry("header", List.of("setHeader")),
          Map.entry("dnsspf", List.of("dnsTXT")),
          Map.entry("spf", List.of("dnsTXT")),
          Map.entry("dnsdkim", List.of("dnsTXT")),
          Map.entry("dnsdmarc", List.of("dnsTXT")),
          Map.entry("tls", List.of("SSL")),
          Map.entry("https", List.of("SSL")));

  private static final String INCLUDE =
      "programs include no other files: all that one needs stands in it, or in the library";

  /** Of words for which nothing here does what they do. */
  private static final Map<String, String> SENTENCES =
      Map.of(
          "include", INCLUDE,
          "import", INCLUDE,
          "unless", "there is no 'unless': if … then else … end");

  private Habits() {}

  /** What is to be done about such a word; null for any other. */
  static @Nullable String sentence(String word) {
    return SENTENCES.get(word);
  }

  /** Whether it is one of these words: others that stand behind it are of the same tool. */
  static boolean has(String word) {
    return WORDS.containsKey(word) || SENTENCES.containsKey(word);
  }

  /** What is known of what such a word may mean. */
  static List<String> meant(String word, Collection<String> known) {
    return WORDS.getOrDefault(word.toLowerCase(Locale.ROOT), List.of()).stream()
        .filter(known::contains)
        .toList();
  }
}
