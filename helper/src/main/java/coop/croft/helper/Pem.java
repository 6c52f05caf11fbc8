package coop.croft.helper;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A certificate with its key, as TLS servers read them from one file (RFC 7468). A pair that does
 * not fit ends a whole Apache, so it is tried here before any daemon sees it.
 */
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
  private static final int DNS_NAME = 2;
  private static final String LOCKED =
      "its key is locked by a passphrase, which nobody could type in";

  private Pem() {}

  /**
   * Key and certificates alone, written anew: nothing else of the member's text goes on.
   *
   * @param names that the first certificate must cover
   */
  static byte[] check(byte[] file, List<String> names) throws Refused {
    List<X509Certificate> chain = new ArrayList<>();
    Optional<String[]> key = Optional.empty();
    String text = new String(file, StandardCharsets.ISO_8859_1);
    // The older way to lock a key has header lines within the block.
    if (text.contains("Proc-Type: 4,ENCRYPTED")) {
      throw new Refused(LOCKED);
    }
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      String type = block.group(1);
      if (type.equals("CERTIFICATE")) {
        chain.add(certificate(decode(block.group(2))));
      } else if (type.equals("ENCRYPTED PRIVATE KEY")) {
        throw new Refused(LOCKED);
      } else if (type.endsWith("PRIVATE KEY")) {
        key = Optional.of(new String[] {type, block.group(2)});
      }
    }
    if (chain.isEmpty()) {
      throw new Refused("holds no certificate");
    }
    if (key.isEmpty()) {
      throw new Refused("holds no private key");
    }
    X509Certificate first = chain.getFirst();
    PrivateKey secret = key(key.get()[0], decode(key.get()[1]), first.getPublicKey());
    match(secret, first.getPublicKey());
    for (X509Certificate certificate : chain) {
      requireStrength(certificate);
    }
    cover(first, names);
    return write(secret, chain);
  }

  private static byte[] decode(String base64) throws Refused {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new Refused("is not written in PEM form");
    }
  }

  private static X509Certificate certificate(byte[] der) throws Refused {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (GeneralSecurityException e) {
      throw new Refused("holds a certificate that cannot be read");
    }
  }

  /**
   * The key in any of the three usual forms. PKCS#1 and SEC 1 leave out which algorithm it is; the
   * certificate says it.
   */
  private static PrivateKey key(String type, byte[] der, PublicKey of) throws Refused {
    try {
      byte[] pkcs8 = type.equals("PRIVATE KEY") ? der : wrap(der, algorithm(of.getEncoded()));
      return KeyFactory.getInstance(of.getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException e) {
      throw new Refused(
          "holds a key that cannot be read or is of another kind than its certificate");
    }
  }

  /** PrivateKeyInfo: version 0, algorithm, the key in an octet string (RFC 5958). */
  private static byte[] wrap(byte[] key, byte[] algorithm) {
    byte[] version = {2, 1, 0};
    return element(0x30, version, algorithm, element(0x04, key));
  }

  /** The AlgorithmIdentifier, first in a SubjectPublicKeyInfo. */
  private static byte[] algorithm(byte[] publicKey) {
    int start = 1 + lengthBytes(publicKey, 1);
    int head = 1 + lengthBytes(publicKey, start + 1);
    return java.util.Arrays.copyOfRange(
        publicKey, start, start + head + length(publicKey, start + 1));
  }

  private static int lengthBytes(byte[] der, int at) {
    return der[at] >= 0 ? 1 : 1 + (der[at] & 0x7f);
  }

  private static int length(byte[] der, int at) {
    int length = der[at];
    if (length < 0) {
      length = 0;
      for (int i = 1; i < lengthBytes(der, at); i++) {
        length = (length << 8) | (der[at + i] & 0xff);
      }
    }
    return length;
  }

  private static byte[] element(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.size() < 0x80) {
      out.write(content.size());
    } else {
      out.write(0x82);
      out.write(content.size() >> 8);
      out.write(content.size());
    }
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }

  private static void match(PrivateKey secret, PublicKey open) throws Refused {
    String algorithm =
        switch (open.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> open.getAlgorithm();
        };
    byte[] message = {1, 2, 3};
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(secret);
      signature.update(message);
      byte[] signed = signature.sign();
      signature.initVerify(open);
      signature.update(message);
      if (signature.verify(signed)) {
        return;
      }
    } catch (GeneralSecurityException e) {
      // Another kind of key than the certificate's: it does not fit either.
    }
    throw new Refused("its certificate and its key do not belong together");
  }

  /**
   * OpenSSL refuses, as Debian sets it up, what gives less than 112 bits; then Apache does not
   * start.
   */
  private static void requireStrength(X509Certificate certificate) throws Refused {
    boolean strong =
        switch (certificate.getPublicKey()) {
          case RSAKey key -> key.getModulus().bitLength() >= 2048;
          case ECKey key -> key.getParams().getOrder().bitLength() >= 224;
          case EdECKey key -> true;
          default -> false;
        };
    boolean root =
        certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
    if (!strong || (!root && certificate.getSigAlgName().matches("(?i)(sha-?1|md[0-9]).*"))) {
      throw new Refused("holds a certificate whose key or signature is too weak for the server");
    }
  }

  private static void cover(X509Certificate certificate, List<String> names) throws Refused {
    List<String> covered = new ArrayList<>();
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      for (List<?> name : alternatives == null ? List.<List<?>>of() : alternatives) {
        if (Integer.valueOf(DNS_NAME).equals(name.getFirst())) {
          covered.add(String.valueOf(name.get(1)).toLowerCase(Locale.ROOT));
        }
      }
    } catch (GeneralSecurityException e) {
      throw new Refused("holds a certificate whose names cannot be read");
    }
    for (String name : names) {
      String wildcard = "*" + name.substring(Math.max(0, name.indexOf('.')));
      if (!covered.contains(name) && !covered.contains(wildcard)) {
        throw new Refused("its certificate is not for " + name);
      }
    }
  }

  private static byte[] write(PrivateKey key, List<X509Certificate> chain) throws Refused {
    StringBuilder text = new StringBuilder();
    block(text, "PRIVATE KEY", key.getEncoded());
    try {
      for (X509Certificate certificate : chain) {
        block(text, "CERTIFICATE", certificate.getEncoded());
      }
    } catch (GeneralSecurityException e) {
      throw new Refused("holds a certificate that cannot be written again");
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static void block(StringBuilder into, String type, byte[] der) {
    into.append("-----BEGIN ").append(type).append("-----\n");
    into.append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)).append('\n');
    into.append("-----END ").append(type).append("-----\n");
  }
}
