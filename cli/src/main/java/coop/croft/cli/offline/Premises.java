package coop.croft.cli.offline;

import coop.croft.cli.program.ProgramFile;
import coop.croft.cli.program.SiteDirectory;
import coop.croft.cli.terminal.Trouble;
import coop.croft.core.model.Rights;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.Language;
import coop.croft.lang.SourceText;
import coop.croft.services.Compiler;
import coop.croft.services.SiteFault;
import coop.croft.services.base.RightsFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a controller would know: the site, and who holds what. */
public final class Premises {
  private Premises() {}

  /** The site in a directory; empty if its files have errors, which have been shown then. */
  public static Optional<Compiler> site(Path directory, Findings findings) throws Trouble {
    return site(SiteDirectory.read(directory).stream().map(ProgramFile::text).toList(), findings);
  }

  /** The site that those files make; empty if they have errors, which have been shown then. */
  public static Optional<Compiler> site(List<SourceText> files, Findings findings) {
    try {
      return Optional.of(Compiler.load(files));
    } catch (SiteFault fault) {
      show(fault.diagnostics(), files, findings);
    } catch (Language.LibraryFault fault) {
      show(fault.diagnostics(), files, findings);
    }
    return Optional.empty();
  }

  /** The rights in a file; empty if it has errors, which have been shown then. */
  public static Optional<Rights> rights(Path file, Findings findings) throws Trouble {
    byte[] bytes = ProgramFile.bytesOf(file, file.toString());
    String text = new String(bytes, StandardCharsets.UTF_8);
    return switch (RightsFile.read(file.toString(), text)) {
      case RightsFile.Read.Good(Rights rights) -> Optional.of(rights);
      case RightsFile.Read.Bad(List<Diagnostic> diagnostics) -> {
        findings.show(diagnostics, new SourceText(file.toString(), bytes));
        yield Optional.empty();
      }
    };
  }

  private static void show(
      List<Diagnostic> diagnostics, List<SourceText> files, Findings findings) {
    for (Diagnostic d : diagnostics) {
      SourceText text =
          files.stream()
              .filter(f -> f.file().equals(d.span().file()))
              .findFirst()
              .orElse(new SourceText(d.span().file(), new byte[0]));
      findings.show(List.of(d), text);
    }
  }
}
