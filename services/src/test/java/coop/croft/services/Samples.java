package coop.croft.services;

import coop.croft.core.model.Rights;
import coop.croft.core.model.SourceId;
import coop.croft.lang.Language;
import coop.croft.lang.SourceText;
import coop.croft.services.base.RightsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The members, programs and site of the laboratory, which the tests of all services share. */
public final class Samples {
  private Samples() {}

  /** The root of the checkout. */
  public static Path root() {
    Path dir = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(dir.resolve("lab/programs"))) {
      dir = dir.getParent();
      if (dir == null) {
        throw new IllegalStateException("the tests run inside of a checkout");
      }
    }
    return dir;
  }

  public static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Rights rights() {
    return switch (RightsFile.read("rights", text(root().resolve("lab/programs/rights")))) {
      case RightsFile.Read.Good(Rights rights) -> rights;
      case RightsFile.Read.Bad bad -> throw new IllegalStateException(bad.toString());
    };
  }

  /** The site of the laboratory with all services. */
  public static Compiler compiler() {
    return compiler("lab/site/site.dtl");
  }

  /** A site by its file below the root. */
  public static Compiler compiler(String site) {
    try {
      return Compiler.load(List.of(source(root().resolve(site))));
    } catch (Language.LibraryFault | SiteFault e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** The language of the laboratory's site, to check a program without running it. */
  public static Language<Subject> language() {
    try {
      return SiteReader.read(Library.find(), List.of(source(root().resolve("lab/site/site.dtl"))))
          .language();
    } catch (Language.LibraryFault | SiteFault e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** A file as if a member had submitted it. */
  public static SourceText source(Path file) {
    return new SourceText(
        file.getFileName().toString(), text(file).getBytes(StandardCharsets.UTF_8));
  }

  /** The programs below a folder, {@code MEMBER/NAME.dtl}, in the order of their paths. */
  public static List<Path> programs(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(f -> f.toString().endsWith(".dtl")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whose program a file is, by the folder that it lies in. */
  public static SourceId id(Path program) {
    String member = program.getName(program.getNameCount() - 2).toString();
    return new SourceId(member, program.getFileName().toString().replaceFirst("\\.dtl$", ""));
  }
}
