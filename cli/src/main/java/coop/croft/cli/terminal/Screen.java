package coop.croft.cli.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a person or a script sees: results on standard output, errors on standard error, progress on
 * a terminal only. Text of others (file names, answers) never reaches a terminal with control
 * characters in it.
 */
public final class Screen {
  private static final Pattern HEADLINE =
      Pattern.compile("^(.*?:\\d+:\\d+: )(error\\[[a-z-]+\\])(: .*)$", Pattern.MULTILINE);
  private static final String RED = "\u001b[1;31m";
  private static final String BOLD = "\u001b[1m";
  private static final String PLAIN = "\u001b[0m";
  private static final String WIPE = "\r\u001b[K";
  private static final int WIDTH = 78;

  private final Streams streams;
  private final PrintStream out;
  private final PrintStream err;
  private boolean progressShown;
  private String progress = "";

  public Screen(Streams streams) {
    this.streams = streams;
    this.out = new PrintStream(streams.out(), false, StandardCharsets.UTF_8);
    this.err = new PrintStream(streams.err(), true, StandardCharsets.UTF_8);
  }

  public Streams streams() {
    return streams;
  }

  /** Lines of the result. */
  public void result(String text) {
    clear();
    out.println(printable(text));
  }

  /**
   * Text that a program reads on, so it is not changed by a character; only a terminal needs care.
   */
  public void text(String text) {
    clear();
    out.print(streams.outIsTerminal() ? printable(text) : text);
  }

  /** A line of JSON, which escapes by itself. */
  public void json(String line) {
    clear();
    out.println(line);
  }

  /** An error in a program, fully rendered; its headline is coloured where that is wanted. */
  public void problem(String rendered) {
    clear();
    out.flush();
    String text = printable(rendered);
    if (streams.colour() && streams.errIsTerminal()) {
      Matcher m = HEADLINE.matcher(text);
      text = m.replaceAll(BOLD + "$1" + RED + "$2" + PLAIN + BOLD + "$3" + PLAIN);
    }
    err.println(text);
  }

  /** A sentence beside the result. */
  public void remark(String text) {
    clear();
    out.flush();
    err.println(printable(text));
  }

  /** Why a command ends here, and what to do about it. */
  public void trouble(Trouble trouble) {
    remark("croft: " + trouble.getMessage());
    trouble.remedy().ifPresent(r -> remark("       " + r));
  }

  /** Something that must not happen. */
  public void bug(Throwable e) {
    remark("croft: this is a fault of croft itself; please report it with all that follows");
    e.printStackTrace(err);
  }

  /** What is going on, on one line that the next output wipes away. */
  public void progress(String text) {
    if (!streams.errIsTerminal()) {
      return;
    }
    if (progressShown && text.equals(progress)) {
      // A program that reads the screen aloud would read it again.
      return;
    }
    progress = text;
    String line = printable(text).replace('\n', ' ');
    err.print(WIPE + (line.length() > WIDTH ? line.substring(0, WIDTH - 1) + "…" : line));
    err.flush();
    progressShown = true;
  }

  /** Something that an answer is written behind. */
  public void prompt(String text) {
    clear();
    out.print(text);
    out.flush();
  }

  /** Whether somebody sits there who can be asked. */
  public boolean canAsk() {
    return streams.inIsTerminal() && streams.errIsTerminal();
  }

  /** Asks a question that only {@code y} or {@code yes} agrees to. */
  public boolean ask(String question) throws Trouble {
    clear();
    out.flush();
    err.print(printable(question) + " [y/N] ");
    err.flush();
    try {
      String answer =
          new BufferedReader(new InputStreamReader(streams.in(), StandardCharsets.UTF_8))
              .readLine();
      String word = answer == null ? "" : answer.strip().toLowerCase(Locale.ROOT);
      return word.equals("y") || word.equals("yes");
    } catch (IOException e) {
      throw Trouble.failed("your answer cannot be read: " + e.getMessage());
    }
  }

  /**
   * Shows at once what was told so far.
   *
   * @throws Trouble if nobody reads it any more
   */
  public void flush() throws Trouble {
    if (out.checkError()) {
      throw Trouble.failed("the result could not be written to standard output");
    }
  }

  /**
   * Ends the output.
   *
   * @throws Trouble if results could not be written (a full disk, a closed pipe)
   */
  public void close() throws Trouble {
    clear();
    flush();
  }

  private void clear() {
    if (progressShown) {
      err.print(WIPE);
      progressShown = false;
    }
  }

  /** Text in which every control character but line breaks and tabs is shown as U+FFFD. */
  static String printable(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (dangerous(text.charAt(i))) {
        StringBuilder b = new StringBuilder(text);
        for (int j = i; j < b.length(); j++) {
          if (dangerous(b.charAt(j))) {
            b.setCharAt(j, '\uFFFD');
          }
        }
        return b.toString();
      }
    }
    return text;
  }

  /** Whether a text is one line that a terminal shows as it is. */
  public static boolean isPrintable(String text) {
    return text.chars().noneMatch(c -> c == '\n' || c == '\t' || dangerous((char) c));
  }

  /** Control characters, and the marks that turn the direction of writing around. */
  private static boolean dangerous(char c) {
    return (c != '\n' && c != '\t' && Character.isISOControl(c))
        || (c >= '\u202A' && c <= '\u202E')
        || (c >= '\u2066' && c <= '\u2069');
  }
}
