package coop.croft.services.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A certificate that nobody but openssl(1) stands behind, with its key; both PEM. */
record SelfMade(String key, String certificate) {
  /**
   * @param directory where the files are left
   * @param days that it lasts
   * @param names {@code DNS:…}, by commas
   */
  static SelfMade of(Path directory, long days, String subject, String names)
      throws IOException, InterruptedException {
    Path key = directory.resolve("key");
    Path certificate = directory.resolve("certificate");
    Process openssl =
        new ProcessBuilder(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                Long.toString(days),
                "-subj",
                "/CN=" + subject,
                "-addext",
                "subjectAltName=" + names,
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString())
            .redirectErrorStream(true)
            .start();
    openssl.getInputStream().readAllBytes();
    assertThat(openssl.waitFor()).isZero();
    return new SelfMade(Files.readString(key), Files.readString(certificate));
  }
}
