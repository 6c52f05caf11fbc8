package coop.croft.services.base;

import coop.croft.core.model.Right;
import coop.croft.lang.Verdict;

/** The normal form of what a right names: the form in which it is kept and compared. */
public final class RightValues {
  private RightValues() {}

  /** Accepted with the normal form, or why the value is none of that kind. */
  public static Verdict normal(Right.Kind kind, String value) {
    return switch (kind) {
      case DOMAIN -> Names.strict(value);
      case PATH ->
          Paths.file(value) instanceof Verdict.Accepted(String path)
              ? Verdict.accepted(
                  path.length() > 1 && path.endsWith("/")
                      ? path.substring(0, path.length() - 1)
                      : path)
              : Paths.file(value);
      case USER, GROUP -> Words.account(value);
      case HOST -> Nodes.label(value);
      case PORT -> {
        String port = Ports.right(value);
        yield port == null
            ? Verdict.invalid(Text.shown(value) + ": a port or a range, as in 50020 or 50020-50029")
            : Verdict.accepted(port);
      }
      case CERT -> Words.token(value);
      case PRIV ->
          value.equals("admin")
              ? Verdict.accepted(value)
              : Verdict.invalid(Text.shown(value) + ": the one privilege is admin");
    };
  }
}
