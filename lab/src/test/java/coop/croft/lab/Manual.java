package coop.croft.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation as tests read it. A block {@code ```dtl NAME} or {@code ```text NAME}
 * is a file of that name. In blocks {@code ```console offline} each {@code $ croft …} is run beside
 * the lab's {@code site} and {@code rights}, in {@code ```console lab alice} as that member on the
 * login host, in {@code ```console lab root} as root on the controller's host. In {@code ```console
 * web alice} other commands stand too, for the host that serves the site.
 *
 * <p>Below a command stands what it says: a line {@code …} for any lines, {@code …} at the end for
 * the rest of the line, {@code = N} for an exit status that is not 0. In the lab, where nothing
 * stands below a command, it may say anything.
 */
record Manual(Path page, List<Block> blocks) {
  private static final Path DOCS = Lab.REPOSITORY.resolve("docs");
  private static final String FENCE = "```";

  /** Any command, as that member: {@link ProgramsRunTest} runs them. */
  static final String WEB = "console web alice";

  private static final Set<String> TAGS =
      Set.of("console offline", "console lab alice", "console lab root", WEB);

  /** A fenced block: what stands behind the opening fence, and its lines. */
  record Block(String tag, List<String> lines) {
    boolean isFile() {
      return tag.startsWith("dtl ") || tag.startsWith("text ");
    }

    String fileName() {
      return tag.substring(tag.indexOf(' ') + 1);
    }

    String text() {
      return String.join("\n", lines) + "\n";
    }

    /** The commands of a console block. */
    List<Step> steps() {
      List<Step> steps = new ArrayList<>();
      for (int i = 0; i < lines.size(); i++) {
        String command = lines.get(i);
        assertThat(command).as("a command in a console block").startsWith("$ croft ");
        List<String> said = new ArrayList<>();
        while (i + 1 < lines.size() && !lines.get(i + 1).startsWith("$ ")) {
          i++;
          said.add(lines.get(i));
        }
        steps.add(new Step(command.substring("$ croft ".length()), said));
      }
      return steps;
    }
  }

  /**
   * @param command what stands behind {@code croft}
   * @param said lines below it
   */
  record Step(String command, List<String> said) {
    List<String> arguments() {
      String words =
          command.contains(" < ") ? command.substring(0, command.indexOf(" < ")) : command;
      return Arrays.asList(words.split(" "));
    }

    /** The file on standard input; empty if there is none. */
    String input() {
      int at = command.indexOf(" < ");
      return at < 0 ? "" : command.substring(at + " < ".length());
    }

    Pattern pattern() {
      StringBuilder regex = new StringBuilder();
      for (String line : said) {
        if (line.equals("…")) {
          regex.append("(?s:.*)");
        } else if (line.endsWith("…")) {
          regex.append(Pattern.quote(line.substring(0, line.length() - 1))).append(".*\n");
        } else {
          regex.append(Pattern.quote(line)).append("\n");
        }
      }
      return Pattern.compile(regex.toString());
    }
  }

  /** All pages that have commands of croft in them. */
  static Stream<Manual> pages() {
    try (Stream<Path> files = Files.walk(DOCS)) {
      return files
          .filter(f -> f.toString().endsWith(".md"))
          .sorted()
          .map(Manual::read)
          .filter(m -> m.blocks().stream().anyMatch(b -> b.tag().startsWith("console")))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean hasTag(String start) {
    return blocks.stream().anyMatch(b -> b.tag().startsWith(start));
  }

  /** No command may stand where no test looks. */
  void expectKnownTags() {
    assertThat(blocks)
        .filteredOn(b -> b.lines().stream().anyMatch(l -> l.startsWith("$ croft ")))
        .extracting(Block::tag)
        .isSubsetOf(TAGS);
  }

  private static Manual read(Path page) {
    List<Block> blocks = new ArrayList<>();
    try {
      List<String> lines = Files.readAllLines(page);
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).startsWith(FENCE)) {
          int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf(FENCE);
          blocks.add(new Block(lines.get(i).substring(FENCE.length()), lines.subList(i + 1, end)));
          i = end;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Manual(page, blocks);
  }

  @Override
  public String toString() {
    return DOCS.relativize(page).toString();
  }
}
