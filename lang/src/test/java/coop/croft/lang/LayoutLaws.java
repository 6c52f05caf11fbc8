package coop.croft.lang;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.lang.MiniLibrary.Member;
import coop.croft.lang.format.Formatted;
import coop.croft.lang.format.Formatter;
import coop.croft.lang.syntax.FileParser;
import coop.croft.lang.syntax.Kind;
import coop.croft.lang.syntax.Source;
import coop.croft.lang.syntax.Tokens;
import coop.croft.lang.syntax.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What holds of the layout of any text. */
final class LayoutLaws {
  private LayoutLaws() {}

  static SourceText source(String text) {
    return new SourceText("x.dtl", text.getBytes(StandardCharsets.UTF_8));
  }

  /** The layout of a text that must have one. */
  static String layout(String text) {
    return layout(source(text));
  }

  static String layout(SourceText text) {
    return switch (Formatter.format(text, Bounds.DEFAULT)) {
      case Formatted.Text laid -> laid.text();
      case Formatted.Refused refused -> throw new AssertionError(refused.diagnostics().toString());
    };
  }

  /** All laws, for one text. */
  static void check(SourceText text, Bounds bounds, Language<Member> language) {
    Tree tree = FileParser.parse(text, bounds);
    switch (Formatter.format(text, bounds)) {
      case Formatted.Refused refused -> {
        if (tree.diagnostics().isEmpty()) {
          assertThat(refused.diagnostics()).extracting(Diagnostic::code).containsOnly(Code.BOUND);
        } else {
          assertThat(refused.diagnostics()).isEqualTo(tree.diagnostics());
        }
      }
      case Formatted.Text laid -> {
        assertThat(tree.diagnostics()).isEmpty();
        String before = tree.source().text();
        String after = laid.text();
        assertThat(withoutBlanks(after)).isEqualTo(withoutBlanks(before));
        assertThat(tokens(after)).isEqualTo(tokens(before));
        assertThat(places(after)).isEqualTo(places(before));
        SourceText again = new SourceText(text.file(), after.getBytes(StandardCharsets.UTF_8));
        assertThat(Formatter.format(again, bounds)).isEqualTo(laid);
        clean(after);
        assertThat(meaning(language.run(again, MiniLibrary.ALICE)))
            .isEqualTo(meaning(language.run(text, MiniLibrary.ALICE)));
      }
    }
  }

  private static String withoutBlanks(String text) {
    return text.replaceAll("[ \t\f\r\n]", "");
  }

  /** Tokens and comments as they are spelt, but for blanks around the lines of a comment. */
  static List<String> tokens(String text) {
    Tokens tokens = Tokens.of(new Source("", text));
    List<String> all = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      String spelt = tokens.text(i).replaceAll("\r+\n", "\n");
      all.add(
          tokens.kind(i) == Kind.COMMENT
              ? spelt.lines().map(String::strip).collect(Collectors.joining("\n"))
              : spelt);
    }
    return all;
  }

  /** For each comment whether something stands before it, and behind it, on its line. */
  private static List<String> places(String text) {
    Tokens tokens = Tokens.of(new Source("", text));
    List<String> places = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.kind(i) == Kind.COMMENT) {
        boolean behind = i + 1 < tokens.size() && tokens.lineBreaksBefore(i + 1) == 0;
        // A comment before a token may begin a line or not, as there is room.
        boolean before = i > 0 && tokens.lineBreaksBefore(i) == 0;
        places.add(behind ? "before what follows" : before ? "behind" : "alone");
      }
    }
    return places;
  }

  private static void clean(String text) {
    Tokens tokens = Tokens.of(new Source("", text));
    assertThat(text.isEmpty() || text.endsWith("\n")).isTrue();
    assertThat(text).doesNotEndWith("\n\n").doesNotStartWith("\n").doesNotStartWith("\ufeff");
    int end = 0;
    for (int i = 0; i <= tokens.size(); i++) {
      String between = text.substring(end, tokens.start(i));
      assertThat(between).doesNotContain(" \n", "\n\n\n").matches("[ \n]*");
      end = tokens.end(i);
    }
  }

  /** What a program comes to, without the places. */
  private static List<String> meaning(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Resources all ->
          all.resources().stream().map(e -> e.value().toString()).toList();
      case Outcome.Refused refused ->
          refused.diagnostics().stream()
              .map(d -> d.code() + " " + d.message() + " " + d.found() + " " + d.hint())
              .toList();
    };
  }
}
