package coop.croft.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import coop.croft.core.manifest.Fragment;
import coop.croft.core.manifest.Hash;
import coop.croft.core.manifest.LineMap;
import coop.croft.core.manifest.Manifest;
import coop.croft.core.manifest.SignedManifest;
import coop.croft.core.os.Frames;
import coop.croft.core.wire.Agents;
import coop.croft.core.wire.Calls;
import coop.croft.core.wire.Wire;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The other end of the wire: the records of {@link Agents} over HTTPS with certificates that
 * openssl makes.
 */
final class TestController implements AutoCloseable {
  /** Larger receipts are refused. */
  volatile int mostBytes = Agents.Receipt.MOST_BYTES;

  /** Receipts that were. */
  final AtomicInteger refused = new AtomicInteger();

  final BlockingQueue<Agents.Receipt> receipts = new LinkedBlockingQueue<>();

  /** Who called and what, as the request said. */
  record Relayed(String query, Calls.Call call) {}

  final BlockingQueue<Relayed> relayed = new LinkedBlockingQueue<>();
  final BlockingQueue<Agents.State> states = new LinkedBlockingQueue<>();
  volatile Agents.Work work = new Agents.Work(Agents.Order.NOTHING, 1, null, null);
  private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
  private final Path directory;
  private final HttpsServer server;
  private final KeyPair manifestKey;
  private final String authorityPem;

  /** How often the agent said that it is at work. */
  final AtomicInteger signs = new AtomicInteger();

  final BlockingQueue<String> renewals = new LinkedBlockingQueue<>();

  /** The certificate that counts, and the one that was given after it: as the controller does. */
  private String counts = "";

  private String next = "";
  private volatile String publicKey = "";

  /** The certificate that was shown last. */
  volatile String shown = "";

  TestController(Path directory) throws Exception {
    this(directory, 0);
  }

  TestController(Path directory, int port) throws Exception {
    this.directory = Files.createDirectories(directory);
    manifestKey = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    certify("ca", List.of("-x509", "-subj", "/CN=authority", "-addext", "keyUsage=keyCertSign"));
    authorityPem = Files.readString(directory.resolve("ca.pem"));
    request("server", "/CN=controller");
    sign("server", "subjectAltName=IP:127.0.0.1");
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    SSLContext tls = tls();
    server.setHttpsConfigurator(
        new HttpsConfigurator(tls) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters p = tls.getDefaultSSLParameters();
            p.setWantClientAuth(true);
            parameters.setSSLParameters(p);
          }
        });
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/agent/join", this::join);
    server.createContext("/agent/work", this::work);
    server.createContext("/agent/alive", this::alive);
    server.createContext("/agent/blobs", this::blobs);
    server.createContext("/agent/receipt", this::receipt);
    server.createContext("/agent/renew", this::renew);
    server.createContext("/agent/relay", this::relay);
    server.start();
  }

  private void openssl(List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(arguments);
    Process p =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    String output = new String(p.getInputStream().readAllBytes(), UTF_8);
    if (p.waitFor() != 0) {
      throw new IllegalStateException(command + "\n" + output);
    }
  }

  private void certify(String name, List<String> more) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "req",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "2",
                "-keyout",
                name + ".key",
                "-out",
                name + ".pem"));
    arguments.addAll(more);
    openssl(arguments);
  }

  private void request(String name, String subject) throws Exception {
    certify(name, List.of("-subj", subject));
  }

  /** Turns the request {@code name.pem} into a certificate. */
  private void sign(String name, String extension) throws Exception {
    Files.writeString(directory.resolve(name + ".ext"), extension + "\n");
    Files.move(directory.resolve(name + ".pem"), directory.resolve(name + ".csr"));
    openssl(
        List.of(
            "x509",
            "-req",
            "-in",
            name + ".csr",
            "-CA",
            "ca.pem",
            "-CAkey",
            "ca.key",
            "-CAcreateserial",
            "-days",
            "2",
            "-extfile",
            name + ".ext",
            "-out",
            name + ".pem"));
  }

  private SSLContext tls() throws Exception {
    String key = Files.readString(directory.resolve("server.key"));
    PrivateKey secret =
        KeyFactory.getInstance("EC")
            .generatePrivate(
                new PKCS8EncodedKeySpec(
                    Base64.getMimeDecoder().decode(key.replaceAll("-----[A-Z ]+-----", ""))));
    X509Certificate own =
        Credentials.certificate(Files.readString(directory.resolve("server.pem")));
    X509Certificate authority = Credentials.certificate(authorityPem);
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("server", secret, new char[0], new Certificate[] {own, authority});
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(keys.getKeyManagers(), Credentials.trusting(authority).getTrustManagers(), null);
    return context;
  }

  int port() {
    return server.getAddress().getPort();
  }

  String token() throws Exception {
    String fingerprint = Hash.of(Credentials.certificate(authorityPem).getEncoded()).hex();
    return token("secret", fingerprint);
  }

  String token(String secret, String fingerprint) {
    String text = "main " + secret + " " + fingerprint + " https://127.0.0.1:" + port();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  SignedManifest manifest(long epoch, long generation, Map<String, String> files) throws Exception {
    List<Fragment> fragments = new ArrayList<>();
    files.forEach(
        (path, text) ->
            fragments.add(
                new Fragment("main", "trial", path, text.getBytes(UTF_8), false, LineMap.EMPTY)));
    fragments.forEach(f -> blobs.put(f.hash().hex(), f.content()));
    var buckets = Manifest.of(fragments).buckets();
    buckets.values().forEach(b -> blobs.put(Hash.of(b).hex(), b));
    byte[] root = Manifest.root(buckets);
    blobs.put(Hash.of(root).hex(), root);
    SignedManifest m =
        new SignedManifest("trial-site", "main", epoch, generation, Hash.of(root).hex(), "");
    return new SignedManifest(
        m.site(), m.host(), epoch, generation, m.root(), sign(m.signedBytes()));
  }

  private String sign(byte[] bytes) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(manifestKey.getPrivate());
    signature.update(bytes);
    return Base64.getEncoder().encodeToString(signature.sign());
  }

  void order(Agents.Order order, SignedManifest manifest) throws GeneralSecurityException {
    @Nullable String decision =
        order == Agents.Order.COMMIT ? sign(manifest.decisionBytes()) : null;
    work = new Agents.Work(order, manifest.epoch(), manifest, decision);
  }

  Agents.Receipt awaitReceipt() throws InterruptedException {
    Agents.Receipt receipt = receipts.poll(30, TimeUnit.SECONDS);
    if (receipt == null) {
      throw new AssertionError("no receipt came");
    }
    return receipt;
  }

  boolean isSigned(Agents.Receipt r) throws Exception {
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initVerify(
        KeyFactory.getInstance("EC")
            .generatePublic(
                new java.security.spec.X509EncodedKeySpec(Base64.getDecoder().decode(publicKey))));
    signature.update(r.signedBytes());
    return signature.verify(Base64.getDecoder().decode(r.signature()));
  }

  private static <T> T read(HttpExchange exchange, Class<T> type) throws IOException {
    return Wire.read(type, new String(exchange.getRequestBody().readAllBytes(), UTF_8));
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void join(HttpExchange exchange) throws IOException {
    Agents.Join join = read(exchange, Agents.Join.class);
    if (!join.secret().equals("secret")) {
      answer(exchange, 403, "the token was used".getBytes(UTF_8));
      return;
    }
    try {
      String certificate = certify(join.publicKey());
      synchronized (this) {
        counts = certificate;
        next = "";
      }
      Agents.Joined joined =
          new Agents.Joined(
              "trial-site",
              1,
              certificate,
              authorityPem,
              Base64.getEncoder().encodeToString(manifestKey.getPublic().getEncoded()));
      answer(exchange, 200, Wire.write(joined).getBytes(UTF_8));
    } catch (Exception e) {
      answer(exchange, 500, String.valueOf(e.getMessage()).getBytes(UTF_8));
    }
  }

  /** The certificate of an agent's key. */
  private String certify(String key) throws Exception {
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(Base64.getDecoder().decode(key))
            + "\n-----END PUBLIC KEY-----\n";
    Files.writeString(directory.resolve("agent.pub"), pem);
    openssl(
        List.of(
            "x509",
            "-new",
            "-force_pubkey",
            "agent.pub",
            "-subj",
            "/CN=main",
            "-CA",
            "ca.pem",
            "-CAkey",
            "ca.key",
            "-CAcreateserial",
            "-days",
            "2",
            "-out",
            "agent.pem"));
    return Files.readString(directory.resolve("agent.pem"));
  }

  private void renew(HttpExchange exchange) throws IOException {
    if (isAgent(exchange)) {
      try {
        String certificate = certify(read(exchange, Agents.Renew.class).publicKey());
        synchronized (this) {
          next = certificate;
        }
        work = new Agents.Work(Agents.Order.NOTHING, work.epoch(), null, null);
        renewals.add(certificate);
        answer(exchange, 200, Wire.write(new Agents.Renewed(certificate)).getBytes(UTF_8));
      } catch (Exception e) {
        answer(exchange, 500, String.valueOf(e.getMessage()).getBytes(UTF_8));
      }
    }
  }

  /** Nobody may speak until the host joins again. */
  synchronized void revoke() {
    counts = "";
    next = "";
  }

  static void awaitDeath(Process process) throws InterruptedException {
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("it lives on");
    }
  }

  /** The certificate that was given on demand. */
  String awaitRenewal() throws InterruptedException {
    String certificate = renewals.poll(30, TimeUnit.SECONDS);
    if (certificate == null) {
      throw new AssertionError("nobody asked for a certificate");
    }
    return certificate;
  }

  void order(Agents.Order order) {
    work = new Agents.Work(order, 1, null, null);
  }

  private boolean isAgent(HttpExchange exchange) throws IOException {
    try {
      X509Certificate own =
          (X509Certificate)
              ((com.sun.net.httpserver.HttpsExchange) exchange)
                  .getSSLSession()
                  .getPeerCertificates()[0];
      if (counts(own)) {
        return true;
      }
      answer(exchange, 403, "main was revoked; it joins again with a new token".getBytes(UTF_8));
      return false;
    } catch (javax.net.ssl.SSLPeerUnverifiedException e) {
      answer(exchange, 401, new byte[0]);
      return false;
    }
  }

  private synchronized boolean counts(X509Certificate own) {
    try {
      if (!next.isEmpty() && Credentials.certificate(next).equals(own)) {
        counts = next;
        next = "";
      }
      if (counts.isEmpty() || !Credentials.certificate(counts).equals(own)) {
        return false;
      }
      publicKey = Base64.getEncoder().encodeToString(own.getPublicKey().getEncoded());
      shown = counts;
      return true;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void work(HttpExchange exchange) throws IOException {
    if (isAgent(exchange)) {
      states.add(read(exchange, Agents.State.class));
      Agents.Work now = work;
      try {
        if (now.order() == Agents.Order.NOTHING) {
          Thread.sleep(50);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      answer(exchange, 200, Wire.write(now).getBytes(UTF_8));
    }
  }

  /** Gives half of what it is asked for: an agent asks again for what did not come. */
  private void blobs(HttpExchange exchange) throws IOException {
    if (isAgent(exchange)) {
      List<String> hashes = read(exchange, Agents.Blobs.class).hashes();
      List<byte[]> found = new ArrayList<>();
      for (String hash : hashes.subList(0, (hashes.size() + 1) / 2)) {
        byte[] blob = blobs.get(hash);
        if (blob == null) {
          answer(exchange, 404, new byte[0]);
          return;
        }
        found.add(blob);
      }
      var bytes = new java.io.ByteArrayOutputStream();
      Frames.write(bytes, found);
      answer(exchange, 200, bytes.toByteArray());
    }
  }

  private void alive(HttpExchange exchange) throws IOException {
    if (isAgent(exchange)) {
      signs.incrementAndGet();
      answer(exchange, 204, new byte[0]);
    }
  }

  private void receipt(HttpExchange exchange) throws IOException {
    if (isAgent(exchange)) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (body.length > mostBytes) {
        refused.incrementAndGet();
        answer(exchange, 413, "more than this takes".getBytes(UTF_8));
        return;
      }
      Agents.Receipt receipt = Wire.read(Agents.Receipt.class, new String(body, UTF_8));
      if (work.manifest() != null) {
        work = new Agents.Work(Agents.Order.NOTHING, work.epoch(), null, null);
      }
      answer(exchange, 204, new byte[0]);
      receipts.add(receipt);
    }
  }

  private void relay(HttpExchange exchange) throws IOException {
    if (isAgent(exchange)) {
      relayed.add(
          new Relayed(exchange.getRequestURI().getQuery(), read(exchange, Calls.Call.class)));
      exchange.sendResponseHeaders(200, 0);
      try (OutputStream out = exchange.getResponseBody()) {
        for (var event :
            List.of(Calls.Event.progress("…"), Calls.Event.text("hello"), Calls.Event.done(0))) {
          out.write((Wire.write(event) + "\n").getBytes(UTF_8));
          out.flush();
        }
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
