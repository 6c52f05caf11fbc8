package coop.croft.helper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * Whom this host believes; written once, by root, when the host joined its site. A file of lines
 * {@code site ID}, {@code host NAME}, {@code key BASE64} (DER SubjectPublicKeyInfo of an Ed25519
 * key).
 */
record Trust(String site, String host, PublicKey key) {

  static Trust read(Path file) throws IOException {
    Map<String, String> fields = new HashMap<>();
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      String[] words = line.split(" ", 2);
      if (words.length == 2) {
        fields.put(words[0], words[1]);
      }
    }
    try {
      return new Trust(
          field(file, fields, "site"),
          field(file, fields, "host"),
          KeyFactory.getInstance("Ed25519")
              .generatePublic(
                  new X509EncodedKeySpec(Base64.getDecoder().decode(field(file, fields, "key")))));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(file + ": not an Ed25519 key", e);
    }
  }

  private static String field(Path file, Map<String, String> fields, String name)
      throws IOException {
    String value = fields.get(name);
    if (value == null) {
      throw new IOException(file + " has no line " + name);
    }
    return value;
  }

  void verify(Signed manifest) throws Refused {
    if (!manifest.site().equals(site)) {
      throw new Refused("the manifest is of another site");
    }
    if (!manifest.host().equals(host)) {
      throw new Refused("the manifest is for the host " + manifest.host());
    }
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initVerify(key);
      signature.update(manifest.signedBytes());
      if (signature.verify(Base64.getDecoder().decode(manifest.signature()))) {
        return;
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Not even the form of a signature.
    }
    throw new Refused("the manifest is not signed by this site's controller");
  }
}
