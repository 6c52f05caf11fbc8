package coop.croft.services.base;

import coop.croft.services.base.SafePattern.Parsed;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Reads one {@link SafePattern} by recursive descent; its grammar stands there. */
final class PatternParser {
  private static final int LONGEST = 1_000;
  private static final int DEEPEST = 20;
  private static final int MOST_STEPS = 1_000;
  private static final int MOST_UNBOUNDED = 9;
  private static final int MOST_GROUPS = 9;
  private static final int MOST_REPEATS = 255;
  private static final String MARKS = "\\^$.|?*+()[]{}";

  /** Marks that may be escaped though they need not be. */
  private static final String HARMLESS = "/-_!\"#%&',:;<=>@`~ ";

  /** Why a text is no pattern. */
  private static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal(String why) {
      super(why, null, false, false);
    }
  }

  /**
   * What is known about a part of the pattern.
   *
   * @param first bytes with which a match may begin
   * @param empty whether it may match nothing
   * @param unbounded whether it holds a repeat without limit
   * @param certain whether a text can match it in one way at most, seen from its beginning
   * @param steps its length when limited repeats are written out
   */
  private record Part(BitSet first, boolean empty, boolean unbounded, boolean certain, int steps) {
    static Part nothing() {
      return new Part(new BitSet(PatternSets.BYTES), true, false, true, 0);
    }

    static Part one(BitSet set) {
      return new Part(set, false, false, true, 1);
    }
  }

  private record Limits(int least, int most) {
    boolean unbounded() {
      return most < 0;
    }
  }

  private final String text;
  private int at;
  private int depth;
  private int groups;
  private int unbounded;

  PatternParser(String text) {
    this.text = text;
  }

  Parsed parse() {
    try {
      requireAscii();
      boolean negated = take('!');
      if (at == text.length()) {
        throw new Refusal("a pattern must not be empty");
      }
      Part whole = choice();
      if (at < text.length()) {
        throw new Refusal("a \")\" without its \"(\"");
      }
      return new Parsed.Good(new SafePattern(text, negated, groups, whole.steps()));
    } catch (Refusal r) {
      return new Parsed.Bad(String.valueOf(r.getMessage()));
    }
  }

  private void requireAscii() {
    if (text.length() > LONGEST) {
      throw new Refusal("a pattern has at most 1000 characters");
    }
    if (text.contains("${")) {
      // Apache puts in its own variables before it looks at the words of a line.
      throw new Refusal("\"${\" begins a variable of Apache's; the two characters are \"\\$\\{\"");
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~') {
        throw new Refusal("a pattern is made of characters of ASCII, not " + Text.name(c));
      }
    }
  }

  private boolean more() {
    return at < text.length();
  }

  private boolean take(char c) {
    if (more() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private Part choice() {
    Part all = sequence();
    while (take('|')) {
      Part next = sequence();
      boolean apart = !all.empty() && !next.empty() && !all.first().intersects(next.first());
      BitSet first = (BitSet) all.first().clone();
      first.or(next.first());
      all =
          new Part(
              first,
              all.empty() || next.empty(),
              all.unbounded() || next.unbounded(),
              apart && all.certain() && next.certain(),
              bounded((long) all.steps() + next.steps() + 1));
    }
    return all;
  }

  private Part sequence() {
    Part all = Part.nothing();
    while (more() && text.charAt(at) != '|' && text.charAt(at) != ')') {
      if (anchor()) {
        continue;
      }
      Part next = repeated(atom());
      BitSet first = all.first();
      if (all.empty()) {
        first = (BitSet) first.clone();
        first.or(next.first());
      }
      all =
          new Part(
              first,
              all.empty() && next.empty(),
              all.unbounded() || next.unbounded(),
              all.certain() && next.certain(),
              bounded((long) all.steps() + next.steps()));
    }
    return all;
  }

  /** Places match no character, and repeating one is a mistake. */
  private boolean anchor() {
    boolean found = take('^') || take('$');
    if (!found && (text.startsWith("\\b", at) || text.startsWith("\\B", at))) {
      at += 2;
      found = true;
    }
    if (found && more() && "*+?{".indexOf(text.charAt(at)) >= 0) {
      throw new Refusal("\"" + text.charAt(at) + "\" repeats a place, not a character");
    }
    return found;
  }

  private Part atom() {
    char c = text.charAt(at++);
    return switch (c) {
      case '(' -> group();
      case '[' -> Part.one(new PatternClass().read());
      case '.' -> Part.one(PatternSets.all());
      case '\\' -> Part.one(escape());
      case '*', '+', '?' -> throw new Refusal("\"" + c + "\" repeats nothing");
      case '{', '}', ']' -> throw new Refusal("write \"\\" + c + "\" for the character " + c);
      default -> Part.one(PatternSets.folded(c));
    };
  }

  private Part group() {
    if (take('?')) {
      if (!take(':')) {
        throw new Refusal("of the forms that begin with \"(?\" only \"(?:\" is known here");
      }
    } else if (++groups > MOST_GROUPS) {
      throw new Refusal(
          "a pattern has at most nine groups; write \"(?:\" where $1 to $9 do not ask");
    }
    if (++depth > DEEPEST) {
      throw new Refusal("groups are nested more than twenty deep");
    }
    Part inner = choice();
    depth--;
    if (!take(')')) {
      throw new Refusal("a \"(\" without its \")\"");
    }
    return new Part(
        inner.first(),
        inner.empty(),
        inner.unbounded(),
        inner.certain(),
        bounded((long) inner.steps() + 1));
  }

  private Part repeated(Part part) {
    Limits limits = limits();
    if (limits == null) {
      return part;
    }
    take('?');
    if (more() && "*+?{".indexOf(text.charAt(at)) >= 0) {
      throw new Refusal("a repeat must not be repeated without a group");
    }
    if (limits.unbounded()) {
      if (part.unbounded()) {
        throw new Refusal("a repeat without limit must not contain another one");
      }
      if (part.empty()) {
        throw new Refusal("a repeat without limit must not contain what may match nothing");
      }
      if (!part.certain()) {
        throw new Refusal(
            "a repeat without limit must not contain optional parts or alternatives that begin alike");
      }
      if (++unbounded > MOST_UNBOUNDED) {
        throw new Refusal("a pattern has at most nine repeats without limit");
      }
    } else if (part.unbounded() && limits.most() > 1) {
      throw new Refusal("a repeat must not contain one without limit");
    }
    int times = Math.max(limits.least(), limits.most());
    return new Part(
        part.first(),
        part.empty() || limits.least() == 0,
        part.unbounded() || limits.unbounded(),
        part.certain() && limits.least() == limits.most(),
        bounded((long) part.steps() * Math.max(times, 1)));
  }

  private @Nullable Limits limits() {
    if (take('*')) {
      return new Limits(0, -1);
    }
    if (take('+')) {
      return new Limits(1, -1);
    }
    if (take('?')) {
      return new Limits(0, 1);
    }
    if (!take('{')) {
      return null;
    }
    int least = number();
    int most = least;
    if (take(',')) {
      most = more() && text.charAt(at) == '}' ? -1 : number();
    }
    if (!take('}')) {
      throw new Refusal(
          "a \"{\" begins a repeat: {n}, {n,} or {n,m}; write \"\\{\" for the character");
    }
    if (most >= 0 && most < least) {
      throw new Refusal("in {n,m} the second number is at least the first");
    }
    if (most == 0) {
      throw new Refusal("a repeat of zero times matches nothing");
    }
    return new Limits(least, most);
  }

  private int number() {
    int start = at;
    int value = 0;
    while (more() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      value = Math.min(value * 10 + text.charAt(at++) - '0', MOST_REPEATS + 1);
    }
    if (start == at) {
      throw new Refusal(
          "a \"{\" begins a repeat: {n}, {n,} or {n,m}; write \"\\{\" for the character");
    }
    if (value > MOST_REPEATS) {
      throw new Refusal("a limited repeat is at most 255 times");
    }
    return value;
  }

  private static int bounded(long steps) {
    if (steps > MOST_STEPS) {
      throw new Refusal("a pattern has at most 1000 steps when its repeats are written out");
    }
    return (int) steps;
  }

  /** Behind a backslash, outside and inside of classes. */
  private BitSet escape() {
    if (!more()) {
      throw new Refusal("a \"\\\" at the end");
    }
    char c = text.charAt(at++);
    BitSet set = PatternSets.shorthand(c);
    if (!set.isEmpty()) {
      return set;
    }
    if (MARKS.indexOf(c) >= 0 || HARMLESS.indexOf(c) >= 0) {
      return PatternSets.folded(c);
    }
    throw new Refusal("\"\\" + c + "\" is not known here");
  }

  /** The inside of {@code [ ]}. */
  private final class PatternClass {
    private final BitSet set = new BitSet(PatternSets.BYTES);

    BitSet read() {
      boolean negated = take('^');
      while (true) {
        if (!more()) {
          throw new Refusal("a \"[\" without its \"]\"");
        }
        if (take(']')) {
          break;
        }
        item();
      }
      if (set.isEmpty()) {
        throw new Refusal("a class \"[ ]\" must not be empty; write \"\\]\" for the character");
      }
      PatternSets.foldCase(set, negated);
      if (negated) {
        set.flip(0, PatternSets.BYTES);
        if (set.isEmpty()) {
          throw new Refusal("a class matches no character at all");
        }
      }
      return set;
    }

    private void item() {
      int low = character();
      // A hyphen before the "]" is one; everywhere else it makes a range.
      boolean range =
          more() && text.charAt(at) == '-' && at + 1 < text.length() && text.charAt(at + 1) != ']';
      if (range) {
        at++;
        int high = character();
        if (low < 0 || high < low) {
          throw new Refusal("a range in a class goes from a lower to a higher character");
        }
        set.set(low, high + 1);
      } else if (low >= 0) {
        set.set(low);
      }
    }

    /** One character, or -1 for a set of them, which is added. */
    private int character() {
      if (!more()) {
        throw new Refusal("a \"[\" without its \"]\"");
      }
      char c = text.charAt(at++);
      if (c == '[') {
        posix();
        return -1;
      }
      if (c == '&' && more() && text.charAt(at) == '&') {
        throw new Refusal("\"&&\" in a class means different things to different readers");
      }
      if (c != '\\') {
        return c;
      }
      if (!more()) {
        throw new Refusal("a \"\\\" at the end");
      }
      BitSet short1 = PatternSets.shorthand(text.charAt(at));
      if (!short1.isEmpty()) {
        at++;
        set.or(short1);
        return -1;
      }
      char escaped = text.charAt(at);
      escape();
      return escaped;
    }

    private void posix() {
      int end = text.indexOf(":]", at);
      String name = end > at && text.charAt(at) == ':' ? text.substring(at + 1, end) : "";
      String members = PatternSets.POSIX.get(name);
      if (members == null) {
        throw new Refusal(
            "write \"\\[\" for the character, or one of [:alpha:] [:digit:] [:alnum:]"
                + " [:lower:] [:upper:] [:xdigit:] [:punct:]");
      }
      PatternSets.ranges(members, set);
      at = end + 2;
    }
  }
}
