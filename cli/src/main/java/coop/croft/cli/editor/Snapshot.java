package coop.croft.cli.editor;

import coop.croft.cli.offline.Checking;
import coop.croft.cli.program.ProgramFile;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.SourceText;
import coop.croft.lang.Warning;
import coop.croft.lang.study.Gap;
import coop.croft.lang.study.Study;
import coop.croft.lang.syntax.Source;
import coop.croft.lang.syntax.Tokens;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.eclipse.lsp4j.Position;
import org.jspecify.annotations.Nullable;

/**
 * A document in one version, with what is known about it: found out when it is first asked for,
 * once for all who ask.
 */
final class Snapshot {
  private final String uri;
  private final int version;
  private final Text text;
  private final Author author;
  private final Object running = new Object();
  private volatile boolean superseded;
  private @Nullable Study study;
  private @Nullable Found found;
  private @Nullable Source source;
  private @Nullable Tokens tokens;

  Snapshot(String uri, int version, Text text, Author author) {
    this.uri = uri;
    this.version = version;
    this.text = text;
    this.author = author;
  }

  String uri() {
    return uri;
  }

  int version() {
    return version;
  }

  Text text() {
    return text;
  }

  Author author() {
    return author;
  }

  /** There is a newer version: whoever works for this one may stop. */
  void supersede() {
    superseded = true;
  }

  boolean isSuperseded() {
    return superseded;
  }

  SourceText sourceText() {
    return new SourceText(file(uri), text.bytes());
  }

  /** The name of the source: that of the file without {@code .dtl}. */
  String name() {
    return ProgramFile.nameOf(Path.of(file(uri)));
  }

  private static String file(String uri) {
    String last = uri.substring(uri.lastIndexOf('/') + 1);
    String decoded = Locations.decoded(last);
    try {
      return Path.of(decoded).toString();
    } catch (InvalidPathException e) {
      return "program.dtl";
    }
  }

  synchronized Source source() {
    Source made = source;
    if (made == null) {
      made = new Source(file(uri), text.program());
      source = made;
    }
    return made;
  }

  synchronized Tokens tokens() {
    Tokens made = tokens;
    if (made == null) {
      made = Tokens.of(source());
      tokens = made;
    }
    return made;
  }

  /**
   * @param cancelled whether the one who asks does not want to know any more
   * @throws java.util.concurrent.CancellationException if so, or if there is a newer version
   */
  synchronized Study study(BooleanSupplier cancelled) {
    Study made = study;
    if (made == null) {
      made =
          author
              .compiler()
              .study(sourceText(), author.member(), author.rights(), unwanted(cancelled));
      study = made;
    }
    return made;
  }

  /** What the checker makes of the text with a hole at a place. */
  Study study(Gap gap, BooleanSupplier cancelled) {
    return author.compiler().study(gap, author.member(), author.rights(), unwanted(cancelled));
  }

  /** Where something is being written; nothing is before the byte-order mark. */
  Optional<Gap> gapAt(Position position) {
    int offset = text.offset(position);
    return offset < 0 ? Optional.empty() : Optional.of(gapAt(offset));
  }

  Gap gapAt(int offset) {
    return Gap.at(source(), tokens(), offset);
  }

  /**
   * All that is wrong, as {@code croft check} says it of this program alone. For that it may have
   * to run, which may last; whoever asks only what the checker knows does not wait for it.
   *
   * @param cancelled whether the one who asks does not want to know any more
   * @throws java.util.concurrent.CancellationException if so, or if there is a newer version
   */
  List<Diagnostic> diagnostics(BooleanSupplier cancelled) {
    return found(cancelled).faults();
  }

  /** What is odd in it, likewise, if nothing is wrong. */
  List<Warning> warnings(BooleanSupplier cancelled) {
    return found(cancelled).warnings();
  }

  private record Found(List<Diagnostic> faults, List<Warning> warnings) {}

  /** What only shows when a program runs is looked for if there is nothing else. */
  private Found found(BooleanSupplier cancelled) {
    synchronized (running) {
      Found made = found;
      if (made == null) {
        List<Diagnostic> faults = study(cancelled).diagnostics();
        made = faults.isEmpty() ? run(cancelled) : new Found(faults, List.of());
        found = made;
      }
      return made;
    }
  }

  private Found run(BooleanSupplier cancelled) {
    Checking.Alone alone =
        new Checking(author.compiler(), author.rights(), author.member())
            .alone(new ProgramFile(name(), sourceText()), unwanted(cancelled));
    return new Found(alone.faults(), alone.warnings());
  }

  private BooleanSupplier unwanted(BooleanSupplier cancelled) {
    return () -> superseded || cancelled.getAsBoolean();
  }
}
