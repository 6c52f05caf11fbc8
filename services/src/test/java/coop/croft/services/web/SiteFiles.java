package coop.croft.services.web;

import coop.croft.core.manifest.Fragment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The sites of a host, as its web server would read them. */
public final class SiteFiles {
  private SiteFiles() {}

  /**
   * What Apache says against the sites among the files of a host; empty if it takes all, or if the
   * host has no web server.
   *
   * @param directory to be made, for the files
   */
  public static Optional<String> refusal(Path directory, List<Fragment> fragments) {
    Optional<Fragment> global =
        fragments.stream().filter(f -> f.path().equals(HostFiles.GLOBAL)).findFirst();
    if (global.isEmpty()) {
      return Optional.empty();
    }
    try {
      StringBuilder includes = new StringBuilder();
      for (String kind : List.of(SiteNames.WORKERS, SiteNames.SITES, SiteNames.WILD)) {
        Path folder = directory.resolve(Path.of(kind).getFileName());
        Files.createDirectories(folder);
        includes.append("IncludeOptional \"" + folder + "/*.conf\"\n");
        for (Fragment fragment : fragments) {
          if (fragment.path().startsWith(kind) && fragment.path().endsWith(SiteNames.CONF)) {
            // The accounts need not be there, and the users are not what is tested.
            String text =
                Programs.text(fragment)
                    .replace(SiteNames.COPIES, directory + "/")
                    .replaceAll("SuexecUserGroup \\S+ \\S+", "SuexecUserGroup www-data www-data");
            Files.writeString(folder.resolve(fragment.path().substring(kind.length())), text);
          }
        }
      }
      // Relative to the server's root, and no more than looked for by Apache's own test.
      Path certificates = Files.createDirectories(directory.resolve("certificates"));
      Path fallback = Files.createDirectories(directory.resolve("fallback"));
      Files.writeString(fallback.resolve("cert.pem"), "certificate");
      Files.writeString(fallback.resolve("key.pem"), "key");
      for (Fragment fragment : fragments) {
        if (fragment.path().startsWith(SiteNames.ISSUED)) {
          Files.write(
              certificates.resolve(fragment.path().substring(SiteNames.ISSUED.length())),
              fragment.content());
        }
      }
      Path main = new Apache(directory).main(global.get().content(), includes.toString());
      Apache.Ran ran = Apache.run(List.of(Apache.PROGRAM.toString(), "-f", main.toString(), "-t"));
      if (ran.exit() == 0) {
        return Optional.empty();
      }
      // Members' homes are not there.
      return Optional.of(ran.output().replaceAll("(?m)^AH00112: Warning.*\n", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
