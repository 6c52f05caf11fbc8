package coop.croft.agent;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The agent's key and certificate, and the one authority that it trusts. */
record Credentials(PrivateKey key, X509Certificate certificate, X509Certificate authority) {

  static Credentials read(Places places) throws IOException, GeneralSecurityException {
    return new Credentials(
        KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(unwrap(places.key()))),
        certificate(Files.readString(places.certificate())),
        certificate(Files.readString(places.authority())));
  }

  private static byte[] unwrap(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.US_ASCII);
    return Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
  }

  static String wrap(PrivateKey key) {
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
