package coop.croft.cli.program;

import coop.croft.cli.terminal.Trouble;
import coop.croft.lang.SourceText;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A site's own files: {@code site.dtl} and any further trusted {@code .dtl} beside it. */
public final class SiteDirectory {
  private static final String MAIN = "site.dtl";

  private SiteDirectory() {}

  /** The files, {@code site.dtl} first, the others in the order of their names. */
  public static List<ProgramFile> read(Path directory) throws Trouble {
    if (!Files.isDirectory(directory)) {
      throw Trouble.failed(
          directory + " is not a directory",
          "croft init " + directory + " makes a new site there.");
    }
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*.dtl")) {
      entries.forEach(files::add);
    } catch (IOException e) {
      throw Trouble.failed(directory + " cannot be read: " + e.getMessage());
    }
    if (files.stream().noneMatch(f -> f.endsWith(MAIN))) {
      throw Trouble.failed(
          "there is no site.dtl in " + directory, "croft init " + directory + " makes one.");
    }
    files.sort(Comparator.comparing((Path f) -> !f.endsWith(MAIN)).thenComparing(Path::toString));
    List<ProgramFile> read = new ArrayList<>();
    for (Path file : files) {
      byte[] bytes = ProgramFile.bytesOf(file, file.toString());
      read.add(new ProgramFile(ProgramFile.nameOf(file), new SourceText(file.toString(), bytes)));
    }
    return read;
  }
}
