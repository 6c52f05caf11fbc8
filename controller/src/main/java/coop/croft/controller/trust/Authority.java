package coop.croft.controller.trust;

import coop.croft.core.manifest.Hash;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The site's own certificate authority: ECDSA over P-256, kept in a directory that only the
 * controller may read. It certifies the controller's server and the agents, nobody else.
 */
public final class Authority {
  private static final Duration ROOT_LIFE = Duration.ofDays(3650);

  /** What certificates live, unless the configuration says otherwise. */
  public static final Duration USUAL_LIFE = Duration.ofDays(7);

  /** A certificate is made anew when between 0.3 and 0.4 of its life are left. */
  private static final double LEFT = 0.3;

  private static final double SPREAD = 0.1;

  /** Clocks of hosts differ; a certificate is good from a little before it was made. */
  private static final Duration SLACK = Duration.ofHours(1);

  private static final int SERIAL_BITS = 127;
  private static final int RADIX = 36;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final PrivateKey key;
  private final X509Certificate certificate;
  private final Clock clock;
  private final Duration life;

  private Authority(PrivateKey key, X509Certificate certificate, Clock clock, Duration life) {
    this.key = key;
    this.certificate = certificate;
    this.clock = clock;
    this.life = life;
  }

  /** A key with its certificate. */
  public record Credential(PrivateKey key, X509Certificate certificate) {}

  /**
   * Opens the authority in {@code directory}, made there if there is none.
   *
   * @param life of the certificates that it gives
   */
  public static Authority open(Path directory, Clock clock, Duration life)
      throws IOException, GeneralSecurityException {
    if (!Files.exists(directory)) {
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    Path keyFile = directory.resolve("authority.key");
    Path certificateFile = directory.resolve("authority.pem");
    // The certificate is written last: a key alone is one whose making was cut short.
    if (!Files.exists(certificateFile)) {
      KeyPair pair = keys();
      X500Name name = name("Croft authority " + serial().toString(RADIX));
      X509Certificate root =
          sign(
              pair.getPrivate(),
              new JcaX509v3CertificateBuilder(
                  name,
                  serial(),
                  Date.from(clock.instant().minus(SLACK)),
                  Date.from(clock.instant().plus(ROOT_LIFE)),
                  name,
                  pair.getPublic()),
              b ->
                  b.addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                      .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign)));
      Pem.write(keyFile, Pem.of(pair.getPrivate()));
      Pem.write(certificateFile, Pem.of(root));
    }
    return new Authority(
        Pem.privateKey(Files.readString(keyFile)),
        Pem.certificate(Files.readString(certificateFile)),
        clock,
        life);
  }

  public X509Certificate certificate() {
    return certificate;
  }

  public String pem() {
    return Pem.of(certificate);
  }

  /** SHA-256 of a certificate's DER, as hexadecimal digits. */
  public static String fingerprint(X509Certificate certificate) {
    try {
      return Hash.of(certificate.getEncoded()).hex();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A certificate as text. */
  public static String pem(X509Certificate certificate) {
    return Pem.of(certificate);
  }

  /** Reads {@link #pem(X509Certificate)}. */
  public static X509Certificate certificate(String pem) {
    try {
      return Pem.certificate(pem);
    } catch (CertificateException e) {
      throw new IllegalArgumentException("this is no certificate", e);
    }
  }

  /** A new key and certificate for the controller's server, under its names and addresses. */
  public Credential server(Collection<String> names) throws GeneralSecurityException {
    KeyPair pair = keys();
    GeneralName[] general = names.stream().map(Authority::generalName).toArray(GeneralName[]::new);
    X509Certificate made =
        issue(
            "croft controller",
            pair.getPublic(),
            KeyPurposeId.id_kp_serverAuth,
            Optional.of(new GeneralNames(general)));
    return new Credential(pair.getPrivate(), made);
  }

  private static GeneralName generalName(String name) {
    boolean address = name.indexOf(':') >= 0 || name.matches("[0-9.]+");
    return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name);
  }

  /** A certificate for an agent, whose common name is its host's name. */
  public X509Certificate agent(String host, PublicKey agentKey) throws GeneralSecurityException {
    return issue(host, agentKey, KeyPurposeId.id_kp_clientAuth, Optional.empty());
  }

  private X509Certificate issue(
      String commonName, PublicKey subject, KeyPurposeId purpose, Optional<GeneralNames> names)
      throws GeneralSecurityException {
    Instant now = clock.instant();
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            certificate,
            serial(),
            Date.from(now.minus(SLACK)),
            Date.from(now.plus(life)),
            new javax.security.auth.x500.X500Principal("CN=" + commonName),
            subject);
    return sign(
        key,
        builder,
        b -> {
          JcaX509ExtensionUtils utils = new JcaX509ExtensionUtils();
          b.addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
              .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
              .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose))
              .addExtension(
                  Extension.authorityKeyIdentifier,
                  false,
                  utils.createAuthorityKeyIdentifier(certificate));
          if (names.isPresent()) {
            b.addExtension(Extension.subjectAlternativeName, false, names.get());
          }
        });
  }

  private interface Extensions {
    void addTo(X509v3CertificateBuilder builder)
        throws org.bouncycastle.cert.CertIOException, GeneralSecurityException;
  }

  private static X509Certificate sign(
      PrivateKey key, X509v3CertificateBuilder builder, Extensions extensions)
      throws GeneralSecurityException {
    try {
      extensions.addTo(builder);
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    } catch (org.bouncycastle.cert.CertIOException | OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  /**
   * What a TLS server needs to show {@code credential}; the authority's certificate goes with it.
   */
  public KeyStore keyStore(Credential credential) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "server",
        credential.key(),
        new char[0],
        new X509Certificate[] {credential.certificate(), certificate});
    return store;
  }

  /** What a TLS server needs to trust the site's agents and nobody else. */
  public KeyStore trustStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("authority", certificate);
    return store;
  }

  /** How long the certificates live that it gives. */
  public Duration life() {
    return life;
  }

  /**
   * From when on a certificate is to be made anew: when about two thirds of its life are over. Not
   * the same for all, so that hosts which joined together do not renew together.
   */
  public Instant renewal(X509Certificate given) {
    int spread = Integer.parseInt(fingerprint(given).substring(0, 2), 16);
    double left = life.toMillis() * (LEFT + SPREAD * spread / 255);
    return given.getNotAfter().toInstant().minusMillis((long) left);
  }

  /** Whether a certificate's time is over. */
  public boolean isOver(X509Certificate given) {
    return !clock.instant().isBefore(given.getNotAfter().toInstant());
  }

  /** The host that a certificate of an agent names. */
  public static Optional<String> hostOf(X509Certificate agent) {
    String name = agent.getSubjectX500Principal().getName();
    return name.startsWith("CN=") && name.indexOf(',') < 0
        ? Optional.of(name.substring("CN=".length()))
        : Optional.empty();
  }

  static KeyPair keys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static X500Name name(String commonName) {
    return new X500NameBuilder().addRDN(BCStyle.CN, commonName).build();
  }

  private static BigInteger serial() {
    return new BigInteger(SERIAL_BITS, RANDOM).add(BigInteger.ONE);
  }
}
