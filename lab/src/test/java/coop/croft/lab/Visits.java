package coop.croft.lab;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * Somebody outside who asks for a page by https again and again, each time over a fresh connection,
 * and believes nothing but certificates of one authority that are good for the name just then.
 */
final class Visits implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  private final Set<String> certificates = ConcurrentHashMap.newKeySet();
  private final Stranger.Poller poller;

  /**
   * @param root certificate of the authority, PEM
   */
  Visits(String address, String host, String root) throws GeneralSecurityException, IOException {
    SSLSocketFactory sockets = trusting(root).getSocketFactory();
    poller = new Stranger.Poller("https", () -> visit(sockets, address, host));
  }

  private static SSLContext trusting(String root) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry(
        "root",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(root.getBytes(StandardCharsets.US_ASCII))));
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    // Each visit shakes hands anew.
    context.getClientSessionContext().setSessionTimeout(1);
    return context;
  }

  private void visit(SSLSocketFactory sockets, String address, String host) throws IOException {
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(InetAddress.ofLiteral(address), 443), PATIENCE_MILLIS);
      plain.setSoTimeout(PATIENCE_MILLIS);
      try (SSLSocket socket = (SSLSocket) sockets.createSocket(plain, host, 443, true)) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        certificates.add(shown.getSerialNumber().toString());
        socket
            .getOutputStream()
            .write(
                ("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
        String status =
            new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
        if (!status.equals("HTTP/1.1 200")) {
          throw new IOException("the answer begins with " + status);
        }
        socket.getInputStream().readAllBytes();
      }
    }
  }

  /** Serial numbers of those that were shown. */
  Set<String> certificates() {
    return Set.copyOf(certificates);
  }

  int answers() {
    return poller.answers();
  }

  long longestMillis() {
    return poller.longestMillis();
  }

  String failures() {
    return poller.failures();
  }

  @Override
  public void close() {
    poller.close();
  }
}
