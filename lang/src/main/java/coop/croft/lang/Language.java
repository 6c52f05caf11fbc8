package coop.croft.lang;

import java.util.List;

/**
 * The language with a library loaded: checks and runs programs. Loaded once per process and shared;
 * safe for use by many threads.
 *
 * @param <S> the subject on whose behalf programs are checked and run
 */
public final class Language<S> {
  private Language() {}

  /**
   * A library file that does not check: a fault of the installation or of the site, not of a
   * member.
   */
  public static final class LibraryFault extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient List<Diagnostic> diagnostics;

    public LibraryFault(List<Diagnostic> diagnostics) {
      super(diagnostics.getFirst().span() + ": " + diagnostics.getFirst().message());
      this.diagnostics = List.copyOf(diagnostics);
    }

    public List<Diagnostic> diagnostics() {
      return diagnostics;
    }
  }

  /**
   * Loads library files (trusted: declarations of types and contexts are allowed) in the order in
   * which they use each other's names, then the site's files, where declaring a library variable
   * again sets its default.
   *
   * @param library files of the services
   * @param site further trusted files; may be empty. A body in them is checked, and run by {@link
   *     #runSite}
   * @param nobody the subject under which library and site files are checked: one that holds
   *     nothing
   */
  public static <S> Language<S> load(
      List<SourceText> library, List<SourceText> site, Externs<S> externs, Bounds bounds, S nobody)
      throws LibraryFault {
    throw new UnsupportedOperationException("arrives with the checker");
  }

  /** The diagnostics of a program for a subject, without running it; empty if it checks. */
  public List<Diagnostic> check(SourceText text, S subject) {
    throw new UnsupportedOperationException("arrives with the checker");
  }

  /** Checks and, if there is no error, runs a program. Pure: nothing outside is touched. */
  public Outcome run(SourceText text, S subject) {
    throw new UnsupportedOperationException("arrives with the checker");
  }

  /** Runs the bodies of the site files, in their order, as one program. */
  public Outcome runSite(S subject) {
    throw new UnsupportedOperationException("arrives with the checker");
  }

  /** The default of a declared environment variable, evaluated for a subject. */
  public Object defaultOf(String variable, S subject) {
    throw new UnsupportedOperationException("arrives with the checker");
  }
}
