package coop.croft.controller.engine;

import coop.croft.lang.Diagnostic;
import coop.croft.lang.SourceText;
import java.util.List;
import java.util.stream.Collectors;

/** Why a submission cannot be. */
public sealed interface Complaint {
  /** An error at a place of a program that the submitter may see. */
  record AtPlace(SourceText text, Diagnostic diagnostic) implements Complaint {}

  /** A reason without a place. */
  record Plain(String sentence) implements Complaint {}

  /**
   * What was found, and is not kept by itself.
   *
   * @param errors how many more
   * @param unread whether the rest of the programs was not looked at
   */
  record More(long errors, boolean unread) implements Complaint {
    public String sentence() {
      if (errors == 0) {
        return "what comes after these errors was not looked at";
      }
      return (errors == 1 ? "there is 1 more error" : "there are " + errors + " more errors")
          + (unread ? ", and what comes after them was not looked at" : "");
    }
  }

  /** All in one line, for when the program is not shown beside them. */
  static String sentences(List<Complaint> complaints) {
    return complaints.stream().map(Complaint::sentence).collect(Collectors.joining("; "));
  }

  private static String sentence(Complaint complaint) {
    return switch (complaint) {
      case Plain(String sentence) -> sentence;
      case More more -> more.sentence();
      case AtPlace(SourceText text, Diagnostic d) -> {
        String place = text.file() + ":" + d.span().line() + ":" + d.span().column();
        yield place + ": " + d.message();
      }
    };
  }
}
