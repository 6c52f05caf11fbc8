package coop.croft.agent;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The agent's key and certificate, and the one authority that it trusts. Key and certificate lie in
 * one file, so that there is no moment at which they do not fit each other.
 */
record Credentials(PrivateKey key, X509Certificate certificate, X509Certificate authority) {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

  static Credentials read(Places places) throws IOException, GeneralSecurityException {
    String own = Files.readString(places.certificate(), StandardCharsets.US_ASCII);
    Matcher key = KEY.matcher(own);
    if (!key.find()) {
      // Hosts that joined before certificates were renewed have the key beside it.
      key = KEY.matcher(Files.readString(places.key(), StandardCharsets.US_ASCII));
      if (!key.find()) {
        throw new IOException(places.certificate() + " holds no key; join again");
      }
    }
    byte[] encoded = Base64.getMimeDecoder().decode(key.group(1));
    return new Credentials(
        KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded)),
        certificate(own.substring(Math.max(0, own.indexOf("-----BEGIN CERTIFICATE")))),
        certificate(Files.readString(places.authority())));
  }

  static KeyPair newKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  /** Key and certificate as {@link #read} reads them. */
  static String text(PrivateKey key, String certificate) {
    return wrap(key) + certificate;
  }

  private static String wrap(PrivateKey key) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  static X509Certificate certificate(String pem) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }

  /** For connections to the controller: ours to show, the site's authority to trust. */
  SSLContext tls() throws GeneralSecurityException, IOException {
    KeyStore mine = KeyStore.getInstance("PKCS12");
    mine.load(null, null);
    mine.setKeyEntry("agent", key, new char[0], new Certificate[] {certificate, authority});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(mine, new char[0]);
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(keys.getKeyManagers(), trusting(authority).getTrustManagers(), null);
    return context;
  }

  static TrustManagerFactory trusting(X509Certificate authority)
      throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("authority", authority);
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    return factory;
  }

  /** Base64 of a signature, SHA256withECDSA. */
  String sign(byte[] message) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key);
    signature.update(message);
    return Base64.getEncoder().encodeToString(signature.sign());
  }
}
