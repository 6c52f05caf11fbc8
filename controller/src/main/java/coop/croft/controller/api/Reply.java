package coop.croft.controller.api;

import coop.croft.controller.engine.Complaint;
import coop.croft.controller.engine.Complaints;
import coop.croft.core.wire.Calls;
import coop.croft.core.wire.Calls.Event;
import coop.croft.core.wire.Wire;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.Messages;
import coop.croft.lang.SourceText;
import coop.croft.lang.Span;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The answer to one call, line by line. */
final class Reply {
  /** Exit statuses of the command line. */
  static final int DONE = 0;

  static final int REFUSED = 1;
  static final int USAGE = 2;
  static final int FAILED = 3;

  /** Nobody reads more, and each costs a walk through the program to its line. */
  private final Consumer<Event> events;

  private boolean entered;
  private boolean gone;

  Reply(Consumer<Event> events) {
    this.events = events;
  }

  /** The audit log has the call already, whatever its exit status is. */
  void enter() {
    entered = true;
  }

  boolean isEntered() {
    return entered;
  }

  /**
   * What goes on just now.
   *
   * @throws UncheckedIOException if the caller has gone away
   */
  void progress(String sentence) {
    try {
      events.accept(Event.progress(sentence));
    } catch (UncheckedIOException e) {
      gone = true;
      throw e;
    }
  }

  /** What is done is done, and is written down as it was, even if the caller does not hear it. */
  private void say(Event event) {
    if (!gone) {
      try {
        events.accept(event);
      } catch (UncheckedIOException e) {
        gone = true;
      }
    }
  }

  /** The end of the answer. */
  void done(int exit) {
    say(Event.done(exit));
  }

  /** For the command itself, not for a reader: from where another call goes on. */
  void mark(String mark) {
    say(new Event(Calls.Kind.PROGRESS, "", null, mark, null));
  }

  void text(String line) {
    say(Event.text(line));
  }

  /** A line with the same as a JSON value. */
  void text(String line, String json) {
    say(new Event(Calls.Kind.TEXT, line, null, json, null));
  }

  /** A line with the same as a JSON object: names and values in turn. */
  void row(String line, Object... namesAndValues) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
    }
    text(line, Wire.object(values));
  }

  void problem(String sentence) {
    say(Event.problem("croft: " + sentence, null));
  }

  /** Says what is wrong, as much of it as somebody may read. */
  void complain(List<Complaint> complaints) {
    Complaints.some(complaints).forEach(this::complain);
  }

  private void complain(Complaint complaint) {
    switch (complaint) {
      case Complaint.Plain(String sentence) -> problem(sentence);
      case Complaint.More more -> problem(more.sentence());
      case Complaint.AtPlace(SourceText text, Diagnostic d) -> {
        Span s = d.span();
        say(
            Event.problem(
                Messages.render(d, text).stripTrailing(),
                new Calls.Problem(
                    text.file(),
                    s.line(),
                    s.column(),
                    s.endLine(),
                    s.endColumn(),
                    "error",
                    d.code().label(),
                    d.message(),
                    d.hint().orElse(null))));
      }
    }
  }
}
