package coop.croft.lang;

import java.util.Optional;

/**
 * What a primitive throws when evaluation must end with an error of the member's program. The
 * evaluator adds the place: the innermost expression of the member's own file that was running.
 */
public final class Fault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Code code;
  private final transient Optional<String> hint;

  public Fault(Code code, String message) {
    this(code, message, Optional.empty());
  }

  public Fault(Code code, String message, String hint) {
    this(code, message, Optional.of(hint));
  }

  private Fault(Code code, String message, Optional<String> hint) {
    super(message, null, false, false);
    this.code = code;
    this.hint = hint;
  }

  public Code code() {
    return code;
  }

  public Optional<String> hint() {
    return hint;
  }
}
