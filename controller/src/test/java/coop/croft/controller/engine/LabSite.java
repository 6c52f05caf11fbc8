package coop.croft.controller.engine;

import coop.croft.lang.SourceText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The site of the laboratory, with all services. */
final class LabSite {
  private static final Path FILE = Path.of("../lab/site/site.dtl");

  private LabSite() {}

  static SourceText file() throws IOException {
    return new SourceText("site.dtl", Files.readAllBytes(FILE));
  }

  /** The same with names for members below a domain. */
  static SourceText withMemberDomain(String domain) throws IOException {
    String text =
        Files.readString(FILE)
            .replace("val Contact", "val MemberDomain : domain = \"" + domain + "\";\nval Contact");
    return new SourceText("site.dtl", text.getBytes(StandardCharsets.UTF_8));
  }
}
