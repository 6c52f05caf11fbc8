package coop.croft.controller.certificates;

import coop.croft.controller.store.Database;
import coop.croft.services.Certificate;
import coop.croft.services.Proof;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.PollableResource;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.Dns01Challenge;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.provider.GenericAcmeProvider;

/** Orders certificates from one authority. */
final class Ordering {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration MOST = Duration.ofSeconds(90);
  private static final Duration FIRST_POLL = Duration.ofMillis(250);
  private static final Duration LONGEST_POLL = Duration.ofSeconds(5);
  private static final String OCSP = "1.3.6.1.5.5.7.1.1";
  private static final int LINE = 64;

  private final URI directory;
  private final String contact;
  private final Optional<Path> roots;
  private final Database db;
  private final Clock clock;

  /**
   * @param contact address to which the authority writes
   * @param roots PEM file by which its server is known; empty: those of the system
   */
  Ordering(URI directory, String contact, Optional<Path> roots, Database db, Clock clock) {
    this.directory = directory;
    this.contact = contact;
    this.roots = roots;
    this.db = db;
    this.clock = clock;
  }

  /** The authority does not take names of the order for ours. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Map<String, String> reasons;

    Refused(Map<String, String> reasons) {
      super(reasons.toString());
      this.reasons = Map.copyOf(reasons);
    }

    /** By the name, {@code *} included; empty name: the order as a whole. */
    Map<String, String> reasons() {
      return reasons;
    }
  }

  /** The authority has nothing to give to anybody just now. */
  static final class NotNow extends Exception {
    private static final long serialVersionUID = 1L;

    NotNow(String why) {
      super(why);
    }
  }

  /** The authority wants to hear of this order again only later. */
  static final class Later extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Optional<Instant> when;

    Later(String why, Optional<Instant> when) {
      super(why);
      this.when = when;
    }

    Optional<Instant> when() {
      return when;
    }
  }

  /** Makes proofs seen, and taken away again. */
  interface Showing {
    /**
     * @param proofs with an empty domain
     * @throws Refused if some cannot be seen
     */
    void show(List<Proof> proofs) throws Refused, InterruptedException;
  }

  /** Orders one certificate for all the names. */
  Certificate order(List<String> names, Showing showing)
      throws Refused, Later, NotNow, InterruptedException {
    try {
      Login login = login();
      Order order = login.newOrder().domains(names).create();
      prove(order, showing);
      KeyPair key = freshKey();
      order.execute(key);
      if (await(order, Status.VALID) != Status.VALID) {
        throw new Refused(
            Map.of(
                "", order.getError().map(Ordering::words).orElse("the order was not fulfilled")));
      }
      return certificate(names, key, order.getCertificate().getCertificateChain());
    } catch (AcmeRateLimitedException e) {
      throw new Later(
          "the certificate authority asks to wait: " + words(e.getProblem()), e.getRetryAfter());
    } catch (AcmeServerException e) {
      throw refused(e.getProblem(), names);
    } catch (AcmeNetworkException e) {
      throw new NotNow("the certificate authority cannot be reached");
    } catch (AcmeException e) {
      throw new NotNow("the certificate authority cannot be understood: " + e.getMessage());
    } catch (IOException | GeneralSecurityException e) {
      throw new NotNow("no certificate can be ordered: " + e.getMessage());
    }
  }

  private Login login() throws AcmeException, GeneralSecurityException, IOException {
    SSLContext trust = roots.isPresent() ? trusting(roots.get()) : SSLContext.getDefault();
    Session session = new Session(directory, new Provider(trust));
    session.networkSettings().setTimeout(PATIENCE);
    return new AccountBuilder()
        .addEmail(contact)
        .agreeToTermsOfService()
        .useKeyPair(Accounts.of(db, directory.toString()))
        .createLogin(session);
  }

  /** An authority whose server is known by certain certificates. */
  private static final class Provider extends GenericAcmeProvider {
    private final SSLContext trust;

    Provider(SSLContext trust) {
      this.trust = trust;
    }

    @Override
    public HttpClient createHttpClient(NetworkSettings settings) {
      return HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NORMAL)
          .connectTimeout(settings.getTimeout())
          .sslContext(trust)
          .build();
    }
  }

  private static SSLContext trusting(Path roots) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int number = 0;
    try (var in = Files.newInputStream(roots)) {
      for (var c : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("root-" + number++, c);
      }
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  private void prove(Order order, Showing showing)
      throws AcmeException, Refused, InterruptedException {
    Map<Authorization, Challenge> open = new LinkedHashMap<>();
    List<Proof> proofs = new ArrayList<>();
    for (Authorization a : order.getAuthorizations()) {
      if (a.getStatus() == Status.VALID) {
        continue;
      }
      String name = a.getIdentifier().getDomain();
      if (a.isWildcard()) {
        Dns01Challenge c = offered(a, Dns01Challenge.class);
        proofs.add(new Proof("", Proof.Way.DNS, name, "", c.getDigest()));
        open.put(a, c);
      } else {
        Http01Challenge c = offered(a, Http01Challenge.class);
        proofs.add(new Proof("", Proof.Way.HTTP, name, c.getToken(), c.getAuthorization()));
        open.put(a, c);
      }
    }
    if (open.isEmpty()) {
      return;
    }
    showing.show(proofs);
    for (Challenge c : open.values()) {
      c.trigger();
    }
    Map<String, String> refused = new LinkedHashMap<>();
    for (Map.Entry<Authorization, Challenge> e : open.entrySet()) {
      Authorization a = e.getKey();
      if (await(a, Status.VALID) != Status.VALID) {
        refused.put((a.isWildcard() ? "*." : "") + a.getIdentifier().getDomain(), why(a));
      }
    }
    if (!refused.isEmpty()) {
      throw new Refused(refused);
    }
  }

  private static <C extends Challenge> C offered(Authorization a, Class<C> type) throws Refused {
    return a.findChallenge(type)
        .orElseThrow(
            () ->
                new Refused(
                    Map.of(
                        (a.isWildcard() ? "*." : "") + a.getIdentifier().getDomain(),
                        "the authority does not let it be proven in the way that this site can")));
  }

  private static String why(Authorization a) {
    return a.getChallenges().stream()
        .flatMap(c -> c.getError().stream())
        .map(Ordering::words)
        .findFirst()
        .orElse("the authority did not find the proof in time");
  }

  /** Polls until it is so, or never will be; as often as the authority wishes. */
  private Status await(PollableResource resource, Status good)
      throws AcmeException, InterruptedException {
    Instant end = Instant.now().plus(MOST);
    Duration pause = FIRST_POLL;
    while (true) {
      Optional<Instant> wish = resource.fetch();
      Status status = resource.getStatus();
      boolean over = status == good || status == Status.INVALID || Instant.now().isAfter(end);
      if (over) {
        return status;
      }
      Duration asked = wish.map(w -> Duration.between(Instant.now(), w)).orElse(pause);
      Thread.sleep(Math.clamp(asked.toMillis(), FIRST_POLL.toMillis(), MOST.toMillis()));
      pause = pause.multipliedBy(2);
      pause = pause.compareTo(LONGEST_POLL) > 0 ? LONGEST_POLL : pause;
    }
  }

  /** What an authority says of an order; of single names, where it says that. */
  private static Refused refused(Problem problem, List<String> names) throws NotNow {
    String type = String.valueOf(problem.getType());
    if (type.endsWith(":serverInternal") || type.endsWith(":badNonce")) {
      throw new NotNow("the certificate authority has trouble of its own: " + words(problem));
    }
    Map<String, String> reasons = new LinkedHashMap<>();
    List<Problem> parts = new ArrayList<>(problem.getSubProblems());
    parts.add(problem);
    for (Problem p : parts) {
      p.getIdentifier()
          .map(i -> i.getDomain())
          .filter(names::contains)
          .ifPresent(name -> reasons.putIfAbsent(name, words(p)));
    }
    if (reasons.isEmpty()) {
      // Some only mention the name in their words.
      names.stream()
          .filter(name -> mentions(words(problem), name))
          .forEach(name -> reasons.put(name, words(problem)));
    }
    return new Refused(reasons.isEmpty() ? Map.of("", words(problem)) : reasons);
  }

  private static boolean mentions(String words, String name) {
    return Pattern.compile(
            "(?<![A-Za-z0-9.*-])" + Pattern.quote(name) + "(?![A-Za-z0-9-]|\\.[a-z0-9])")
        .matcher(words)
        .find();
  }

  /** An authority's words on one line, without controls. */
  private static String words(Problem p) {
    String said = p.getDetail().or(p::getTitle).orElse(String.valueOf(p.getType()));
    return said.replaceAll("\\p{Cc}+", " ");
  }

  private Certificate certificate(List<String> names, KeyPair key, List<X509Certificate> chain)
      throws CertificateEncodingException {
    X509Certificate own = chain.getFirst();
    StringBuilder pem = new StringBuilder(armour("PRIVATE KEY", key.getPrivate().getEncoded()));
    for (X509Certificate c : chain) {
      pem.append(armour("CERTIFICATE", c.getEncoded()));
    }
    return new Certificate(
        List.copyOf(names),
        pem.toString(),
        clock.instant(),
        own.getNotAfter().toInstant(),
        namesResponder(own));
  }

  /** Whether its authority information access holds a responder (RFC 5280, section 4.2.2.1). */
  private static boolean namesResponder(X509Certificate c) {
    byte[] access = c.getExtensionValue(OCSP);
    if (access == null) {
      return false;
    }
    // The method's identifier, 1.3.6.1.5.5.7.48.1, in DER.
    String hex = java.util.HexFormat.of().formatHex(access);
    return hex.contains("06082b06010505073001");
  }

  private static String armour(String label, byte[] der) {
    String body =
        Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }

  static KeyPair freshKey() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }
}
