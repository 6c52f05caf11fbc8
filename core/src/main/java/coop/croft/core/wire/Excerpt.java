package coop.croft.core.wire;

import coop.croft.core.wire.Agents.Answer;
import coop.croft.core.wire.Agents.Receipt;
import coop.croft.core.wire.Agents.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** As much of what an agent has to say as the controller takes. */
final class Excerpt {
  /** For a signature, whether it is there yet or not. */
  private static final int SPARE_BYTES = 256;

  /** As the root helper takes them: a longer one is no file of a manifest. */
  private static final int LONGEST_PATH = 1_000;

  private static final int LONGEST_SERVICE = 100;

  private static final Pattern HALVES = Pattern.compile("\\p{Cs}");

  private Excerpt() {}

  static Receipt of(Receipt whole) {
    int characters = Receipt.MOST_CHARACTERS;
    Receipt some = of(whole, characters);
    // Without any text the paths of that many refusals fit in any encoding.
    while (characters > 0 && bytes(some.signed("")) > Receipt.MOST_BYTES - SPARE_BYTES) {
      characters /= 2;
      some = of(whole, characters);
    }
    return some;
  }

  static Answer of(Answer whole) {
    String why = whole.failure();
    if (why != null) {
      return new Answer(whole.number(), List.of(), cut(why, Answer.MOST_CHARACTERS));
    }
    Answer said =
        new Answer(whole.number(), whole.lines().stream().map(Excerpt::said).toList(), null);
    int bytes = bytes(said);
    return bytes <= Answer.MOST_BYTES
        ? said
        : new Answer(
            whole.number(),
            List.of(),
            "the answer has "
                + bytes
                + " bytes, more than the "
                + Answer.MOST_BYTES
                + " that are told; ask for less");
  }

  private static int bytes(Object message) {
    return Wire.write(message).getBytes(StandardCharsets.UTF_8).length;
  }

  private static Receipt of(Receipt r, int characters) {
    return new Receipt(
        r.host(),
        r.epoch(),
        r.generation(),
        r.standing(),
        refusals(r.refusals(), characters),
        notes(r.notes(), characters),
        r.signature());
  }

  private static List<Refusal> refusals(List<Refusal> all, int characters) {
    if (!isTooMany(all)) {
      return all.stream().map(r -> cut(r, characters)).toList();
    }
    List<Refusal> out =
        new ArrayList<>(
            Stream.concat(
                    all.stream().filter(r -> !r.path().isEmpty()),
                    all.stream().filter(r -> r.path().isEmpty()))
                .limit(Receipt.MOST_TOLD)
                .map(r -> cut(r, characters))
                .toList());
    out.add(new Refusal("agent", "", 0, more(all)));
    return out;
  }

  private static List<String> notes(List<String> all, int characters) {
    List<String> out = new ArrayList<>();
    all.stream()
        .limit(isTooMany(all) ? Receipt.MOST_TOLD : all.size())
        .forEach(n -> out.add(cut(n, characters)));
    if (isTooMany(all)) {
      out.add(more(all));
    }
    return out;
  }

  /** One more than are told is left as it is: it may be the one that says how many there were. */
  private static boolean isTooMany(List<?> all) {
    return all.size() > Receipt.MOST_TOLD + 1;
  }

  private static String more(List<?> all) {
    return "and " + (all.size() - Receipt.MOST_TOLD) + " more";
  }

  private static Refusal cut(Refusal r, int characters) {
    return new Refusal(
        cut(r.service(), LONGEST_SERVICE),
        isPath(r.path()) ? r.path() : "",
        r.line(),
        cut(r.message(), characters));
  }

  private static boolean isPath(String path) {
    return path.length() <= LONGEST_PATH && said(path).equals(path);
  }

  private static String cut(String text, int characters) {
    if (text.length() <= characters) {
      return said(text);
    }
    // The last one may be half of a pair.
    return characters == 0 ? "" : said(text.substring(0, characters - 1)) + "\u2026";
  }

  /** Halves of surrogate pairs cannot be written as JSON. */
  private static String said(String text) {
    return HALVES.matcher(text).replaceAll("\ufffd");
  }
}
