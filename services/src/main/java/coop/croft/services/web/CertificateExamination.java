package coop.croft.services.web;

import coop.croft.core.model.Site;
import coop.croft.services.Finding;
import coop.croft.services.Inquiry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Whether a site shows a certificate of its own, for all its names, that has not ended, does not
 * end soon, and is believed.
 */
final class CertificateExamination {
  static final String ABOUT = "certificate";
  private static final int PORT = 443;
  private static final int PATIENCE_MILLIS = 4_000;
  private static final int DNS_NAME = 2;

  /** Certificates that last for a year are renewed by hand; the others by themselves. */
  private static final Duration SOON = Duration.ofDays(14);

  /** An authority's is renewed after two thirds of its time. */
  private static final int LAST_PART = 6;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm 'UTC on' yyyy-MM-dd", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final String file;
  private final List<String> names;
  private final Instant now;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * @param file that the program names; empty: the certificate comes by itself
   */
  CertificateExamination(String file, List<String> names, Instant now) {
    this.file = file;
    this.names = names;
    this.now = now;
  }

  /** Whom to ask: one who comes from outside. */
  static List<Inquiry> of(VirtualHost site, Site croft) {
    if (site.tls() instanceof Tls.None) {
      return List.of();
    }
    List<String> words =
        new ArrayList<>(
            List.of(
                site.tls() instanceof Tls.Own(String path) ? path : "",
                String.join(",", site.names())));
    site.nodes().stream()
        .flatMap(n -> croft.host(n).stream())
        .flatMap(h -> Stream.concat(h.ipv4().stream(), h.ipv6().stream()).limit(1))
        .forEach(words::add);
    return Inquiry.outsider(croft, h -> !site.nodes().contains(h.name()))
        .map(host -> List.of(new Inquiry(WebService.NAME, List.of(host), ABOUT, words)))
        .orElse(List.of());
  }

  /**
   * Answers a question.
   *
   * @param words the program's own file, all names by commas, an address of each host
   */
  static List<String> answer(List<String> words) {
    List<String> names = List.of(words.get(1).split(","));
    CertificateExamination here =
        new CertificateExamination(words.getFirst(), names, Instant.now());
    words.subList(2, words.size()).forEach(here::look);
    return here.findings.stream().map(Finding::line).distinct().toList();
  }

  List<Finding> findings() {
    return findings;
  }

  private void find(String what, String remedy) {
    findings.add(new Finding(what, remedy));
  }

  private boolean isOwn() {
    return !file.isEmpty();
  }

  private void look(String address) {
    try {
      judge(shown(address));
    } catch (IOException e) {
      // A host that does not answer at all is found by the visit.
      if (isOwn()) {
        notShown();
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java run-time speaks TLS", e);
    }
  }

  /**
   * Judges what a server shows.
   *
   * @param chain the server's own certificate first
   */
  void judge(List<X509Certificate> chain) {
    X509Certificate own = chain.getFirst();
    if (names.stream().noneMatch(n -> covers(covered(own), n))) {
      if (isOwn()) {
        notShown();
      }
      return;
    }
    if (ends(own)) {
      distrust(chain);
    }
  }

  /** Whether it has not ended yet. */
  private boolean ends(X509Certificate own) {
    Instant end = own.getNotAfter().toInstant();
    Duration life = Duration.between(own.getNotBefore().toInstant(), end);
    Duration last = life.dividedBy(LAST_PART);
    Duration left = Duration.between(now, end);
    String which =
        isOwn() ? "the certificate in " + file : "the certificate of " + names.getFirst();
    String remedy =
        isOwn()
            ? "put a new one into " + file + "; it is taken within a minute"
            : "croft status says why it is not renewed";
    if (left.isNegative()) {
      find(which + " has ended, at " + TIME.format(end), remedy);
      return false;
    }
    if (left.compareTo(last.compareTo(SOON) < 0 ? last : SOON) < 0) {
      find(which + " ends at " + TIME.format(end), remedy);
    }
    return true;
  }

  private void notShown() {
    find(
        "https://"
            + names.getFirst()
            + "/ does not show the certificate in "
            + file
            + ": the file is not there or not yours, has ended, is not for all names of the site, or"
            + " holds the key of another certificate",
        "openssl x509 -noout -enddate -ext subjectAltName -in "
            + file
            + " shows what it is; the file must be yours and hold key, certificate and chain");
  }

  private void distrust(List<X509Certificate> chain) {
    try {
      X509Certificate own = chain.getFirst();
      usual()
          .checkServerTrusted(
              chain.toArray(X509Certificate[]::new), own.getPublicKey().getAlgorithm());
    } catch (CertificateException e) {
      String what =
          isOwn() ? "the certificate in " + file : "the certificate of " + names.getFirst();
      find(
          "browsers do not believe "
              + what
              + ": no authority that they know stands behind it ("
              + chain.getFirst().getIssuerX500Principal().getName()
              + ")",
          isOwn()
              ? "put the authority's own certificates (its chain) behind yours in the file; if you"
                  + " made it yourself, write SSL = acme instead"
              : "tell the administrators: the site's CertificateAuthority is not known to browsers");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java run-time knows authorities", e);
    }
  }

  private static X509TrustManager usual() throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    return Stream.of(factory.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .map(X509TrustManager.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private List<X509Certificate> shown(String address) throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anybody()}, null);
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(InetAddress.ofLiteral(address), PORT), PATIENCE_MILLIS);
      plain.setSoTimeout(PATIENCE_MILLIS);
      String name = names.getFirst().replace("*.", "any.");
      try (SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket(plain, name, PORT, true)) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(name)));
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return Stream.of(socket.getSession().getPeerCertificates())
            .map(X509Certificate.class::cast)
            .toList();
      }
    }
  }

  private static List<String> covered(X509Certificate own) {
    List<String> out = new ArrayList<>();
    try {
      Collection<List<?>> all = own.getSubjectAlternativeNames();
      if (all != null) {
        for (List<?> name : all) {
          if (name.getFirst().equals(DNS_NAME)) {
            out.add(String.valueOf(name.get(1)).toLowerCase(Locale.ROOT));
          }
        }
      }
    } catch (CertificateException e) {
      // It is for nobody.
    }
    return out;
  }

  private static boolean covers(List<String> covered, String name) {
    int dot = name.indexOf('.');
    return covered.contains(name) || (dot > 0 && covered.contains("*" + name.substring(dot)));
  }

  /** Looks at what is shown, and relies on nothing of it. */
  private static final class Anybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(
        X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

    @Override
    public void checkServerTrusted(
        X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
