package coop.croft.services;

import coop.croft.lang.Diagnostic;
import java.util.List;

/** The site's own files do not describe a site: a fault for the administrator. */
public final class SiteFault extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient List<Diagnostic> diagnostics;

  public SiteFault(List<Diagnostic> diagnostics) {
    super(diagnostics.getFirst().span() + ": " + diagnostics.getFirst().message());
    this.diagnostics = List.copyOf(diagnostics);
  }

  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }
}
