package coop.croft.services.web;

import java.util.Random;

/** Texts that are unkind to writers of configuration. */
final class Texts {
  private static final String[] PIECES = {
    "\\",
    "\\\\",
    "\"",
    "'",
    "$",
    "${",
    "}",
    "${HOME}",
    "${CROFT_DOLLAR}",
    "%",
    "%{",
    "%{HTTP_HOST}",
    "%{file:/etc/passwd}",
    "%%",
    "$1",
    "%1",
    "#",
    "<",
    ">",
    "</VirtualHost>",
    " ",
    "  ",
    "a",
    "Z9",
    "é",
    "€",
    "𝄞",
    "expr=",
    "!",
    "-",
    "=",
    "|",
    "&",
    ";",
    "`",
    "[",
    "]",
    "*",
    "?",
    "~",
    "^",
    ",",
    "\\n",
    "x\\",
    "\\ ",
    "\u00a0",
    "(?:",
    "END"
  };

  private final Random random;

  Texts(long seed) {
    random = new Random(seed);
  }

  Random random() {
    return random;
  }

  /** Any text of type {@code line}. */
  String line() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(9); i >= 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  /** One of the texts that fit. */
  String lineThat(java.util.function.Predicate<String> fits) {
    while (true) {
      String text = line();
      if (fits.test(text)) {
        return text;
      }
    }
  }

  @SafeVarargs
  final <T> T one(T... of) {
    return of[random.nextInt(of.length)];
  }

  boolean maybe() {
    return random.nextBoolean();
  }
}
