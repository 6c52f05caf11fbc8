package coop.croft.services.web;

import coop.croft.core.manifest.Fragment;
import coop.croft.core.manifest.LineMap;
import coop.croft.services.Certificate;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The file with a certificate that an authority gave: a line with the names that it is for, then
 * private key, certificate and chain. OpenSSL reads nothing but the blocks of PEM.
 */
final class IssuedFile {
  private static final String NAMES = "names ";
  private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String KEY_END = "-----END PRIVATE KEY-----";
  private static final String CERTIFICATE_BEGIN = "-----BEGIN CERTIFICATE-----";
  private static final int DNS_NAME = 2;

  private IssuedFile() {}

  static Fragment of(String node, String site, Certificate c) {
    String text = NAMES + String.join(" ", c.names()) + "\n" + c.pem();
    byte[] content = text.getBytes(StandardCharsets.US_ASCII);
    return new Fragment(
        node, WebService.NAME, SiteNames.issued(site), content, true, LineMap.EMPTY);
  }

  /**
   * Why Apache must not be given the file: its own test finds neither a key that belongs to another
   * certificate nor one that has ended, and a running server would not survive the former.
   */
  static Optional<String> fault(String text, Instant now) {
    int key = text.indexOf(KEY_BEGIN);
    int end = text.indexOf(KEY_END);
    int first = text.indexOf(CERTIFICATE_BEGIN);
    if (!text.startsWith(NAMES) || key < 0 || end < key || first < end) {
      return Optional.of("the certificate's file is not names, key and certificates");
    }
    List<String> names =
        Arrays.asList(text.substring(NAMES.length(), text.indexOf('\n')).split(" ", -1));
    try {
      X509Certificate own = certificate(text.substring(first));
      if (now.isAfter(own.getNotAfter().toInstant())) {
        return Optional.of("the certificate ended at " + own.getNotAfter().toInstant());
      }
      if (!named(own).containsAll(names)) {
        return Optional.of("the certificate is for " + named(own) + " and not for all of " + names);
      }
      return fits(key(text.substring(key + KEY_BEGIN.length(), end), own), own)
          ? Optional.empty()
          : Optional.of("the key does not belong to the certificate");
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.of("the certificate's file cannot be read: " + e.getClass().getSimpleName());
    }
  }

  private static X509Certificate certificate(String pem) throws CertificateException {
    byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(bytes));
  }

  private static PrivateKey key(String base64, X509Certificate own)
      throws GeneralSecurityException {
    byte[] der = Base64.getMimeDecoder().decode(base64);
    return KeyFactory.getInstance(own.getPublicKey().getAlgorithm())
        .generatePrivate(new PKCS8EncodedKeySpec(der));
  }

  private static boolean fits(PrivateKey key, X509Certificate own) throws GeneralSecurityException {
    byte[] text = "one belongs to the other".getBytes(StandardCharsets.US_ASCII);
    String algorithm = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(text);
    byte[] signed = signature.sign();
    signature.initVerify(own.getPublicKey());
    signature.update(text);
    return signature.verify(signed);
  }

  private static List<String> named(X509Certificate own) throws CertificateException {
    Collection<List<?>> all = own.getSubjectAlternativeNames();
    List<String> out = new ArrayList<>();
    if (all != null) {
      for (List<?> name : all) {
        if (name.getFirst().equals(DNS_NAME)) {
          out.add((String) name.get(1));
        }
      }
    }
    return out;
  }
}
