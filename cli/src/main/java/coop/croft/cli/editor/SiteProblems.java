package coop.croft.cli.editor;

import coop.croft.cli.program.ProgramFile;
import coop.croft.cli.program.SiteDirectory;
import coop.croft.cli.terminal.Trouble;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.Language;
import coop.croft.lang.SourceText;
import coop.croft.services.Compiler;
import coop.croft.services.SiteFault;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a file of the site, as {@code croft check --site} says it. */
final class SiteProblems {
  private SiteProblems() {}

  /**
   * With the text that the editor has, beside the other files as they are on the disk.
   *
   * @param directory of the site, in which the document is
   */
  static List<Diagnostic> of(Snapshot document, Path directory) {
    String name = Path.of(URI.create(document.uri())).getFileName().toString();
    List<SourceText> files = new ArrayList<>();
    SourceText own = new SourceText(name, document.text().bytes());
    try {
      for (ProgramFile file : SiteDirectory.read(directory)) {
        Path path = Path.of(file.text().file());
        files.add(path.endsWith(name) ? own : file.text());
      }
    } catch (Trouble unreadable) {
      // A directory without its main file is no site yet.
      return List.of();
    }
    if (!files.contains(own)) {
      files.add(own);
    }
    return faults(files).stream().filter(d -> d.span().file().equals(name)).toList();
  }

  private static List<Diagnostic> faults(List<SourceText> files) {
    try {
      Compiler.load(files);
      return List.of();
    } catch (Language.LibraryFault fault) {
      return fault.diagnostics();
    } catch (SiteFault fault) {
      return fault.diagnostics();
    }
  }
}
