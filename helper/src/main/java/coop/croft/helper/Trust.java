package coop.croft.helper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whom this host believes; written once, by root, when the host joined its site. A file of lines
 * {@code site ID}, {@code host NAME}, {@code key BASE64} (DER SubjectPublicKeyInfo of an Ed25519
 * key).
 */
record Trust(String site, String host, PublicKey key) {
  private static final Pattern FORM = Pattern.compile("site (.+)\nhost (.+)\nkey (\\S+)\\s*");

  static Trust read(Path file) throws IOException {
    Matcher field = FORM.matcher(Files.readString(file));
    if (!field.matches()) {
      throw new IOException(file + ": not the lines site, host and key");
    }
    try {
      X509EncodedKeySpec key = new X509EncodedKeySpec(Base64.getDecoder().decode(field.group(3)));
      PublicKey read = KeyFactory.getInstance("Ed25519").generatePublic(key);
      return new Trust(field.group(1), field.group(2), read);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(file + ": not an Ed25519 key", e);
    }
  }

  void verify(Signed manifest) throws Refused {
    if (!manifest.site().equals(site)) {
      throw new Refused("the manifest is of another site");
    }
    if (!manifest.host().equals(host)) {
      throw new Refused("the manifest is for the host " + manifest.host());
    }
    if (!isSigned(manifest.bytes("manifest"), manifest.signature())) {
      throw new Refused("the manifest is not signed by this site's controller");
    }
  }

  /** That the controller wants it live, not only checked. */
  void verifyDecision(Signed manifest, String signature) throws Refused {
    if (!isSigned(manifest.bytes("decision"), signature)) {
      throw new Refused("generation " + manifest.generation() + " was not decided");
    }
  }

  private boolean isSigned(byte[] bytes, String base64) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initVerify(key);
      signature.update(bytes);
      return signature.verify(Base64.getDecoder().decode(base64));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Not even the form of a signature.
      return false;
    }
  }
}
