package coop.croft.controller;

import coop.croft.core.manifest.Hash;
import coop.croft.core.manifest.Manifest;
import coop.croft.core.manifest.SignedManifest;
import coop.croft.core.os.Frames;
import coop.croft.core.wire.Agents;
import coop.croft.core.wire.Agents.Refusal;
import coop.croft.core.wire.Agents.Standing;
import coop.croft.core.wire.Calls;
import coop.croft.core.wire.Wire;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The other end of the wire, driven by tests: a real client with a real certificate over real
 * mutual TLS, which keeps files in memory and answers as the test says.
 */
final class TestAgent {
  private final String host;
  private final URI base;
  private final KeyPair keys;
  private final X509Certificate certificate;
  private final HttpClient client;
  final long epochAtJoin;

  volatile long live;
  volatile Map<String, String> files = Map.of();
  private volatile Map<String, String> staged = Map.of();
  private volatile long stagedGeneration;
  private volatile long epoch;

  /** What this host did, in order: {@code PREPARE 3}, {@code COMMIT 3}. */
  final List<String> orders = new CopyOnWriteArrayList<>();

  /** What its daemons have against the staged files. */
  volatile Function<Map<String, String>, List<Refusal>> checker = files -> List.of();

  /** What is wrong once they are live. */
  volatile Function<Map<String, String>, List<Refusal>> probe = files -> List.of();

  /** What it says to questions. */
  volatile Function<Agents.Question, Agents.Answer> says =
      question -> new Agents.Answer(question.number(), List.of(), null);

  private volatile Thread loop = new Thread();
  private volatile Thread answers = new Thread();

  private TestAgent(
      String host,
      URI base,
      KeyPair keys,
      X509Certificate certificate,
      HttpClient client,
      long epoch) {
    this.host = host;
    this.base = base;
    this.keys = keys;
    this.certificate = certificate;
    this.client = client;
    this.epochAtJoin = epoch;
  }

  /** A token as administrators carry it. */
  record Token(String host, String secret, String fingerprint) {
    static Token of(String text) {
      String[] words =
          new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ");
      return new Token(words[0], words[1], words[2]);
    }
  }

  /** The answer to a request that may be refused. */
  record Response(int status, String body) {}

  /** Asks to join; trusts whoever shows the authority that the token names. */
  static Response askToJoin(int port, X509Certificate authority, Agents.Join join)
      throws Exception {
    HttpResponse<String> response =
        HttpClient.newBuilder()
            .sslContext(tls(authority, null, null))
            .build()
            .send(
                post(URI.create("https://127.0.0.1:" + port), "/agent/join", Wire.write(join)),
                HttpResponse.BodyHandlers.ofString());
    return new Response(response.statusCode(), response.body());
  }

  static KeyPair newKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  static Agents.Join request(Token token, KeyPair keys) {
    return new Agents.Join(
        token.host(),
        token.secret(),
        Base64.getEncoder().encodeToString(keys.getPublic().getEncoded()));
  }

  static TestAgent join(int port, X509Certificate authority, String token) throws Exception {
    KeyPair keys = newKeys();
    Token read = Token.of(token);
    Response response = askToJoin(port, authority, request(read, keys));
    if (response.status() != 200) {
      throw new IOException(response.body());
    }
    Agents.Joined joined = Wire.read(Agents.Joined.class, response.body());
    X509Certificate own = certificate(joined.certificate());
    HttpClient client = HttpClient.newBuilder().sslContext(tls(authority, keys, own)).build();
    return new TestAgent(
        read.host(), URI.create("https://127.0.0.1:" + port), keys, own, client, joined.epoch());
  }

  /** The same host, files and key towards another run of the controller. */
  TestAgent at(int port, X509Certificate authority) throws Exception {
    TestAgent again =
        new TestAgent(
            host,
            URI.create("https://127.0.0.1:" + port),
            keys,
            certificate,
            HttpClient.newBuilder().sslContext(tls(authority, keys, certificate)).build(),
            epochAtJoin);
    again.says = says;
    again.live = live;
    again.files = files;
    again.epoch = epoch;
    return again;
  }

  /** The same host with another key. */
  TestAgent with(KeyPair other, X509Certificate own, X509Certificate authority) throws Exception {
    return new TestAgent(
        host,
        base,
        other,
        own,
        HttpClient.newBuilder().sslContext(tls(authority, other, own)).build(),
        epochAtJoin);
  }

  static X509Certificate certificate(String pem) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }

  private static SSLContext tls(
      X509Certificate authority,
      @org.jspecify.annotations.Nullable KeyPair keys,
      @org.jspecify.annotations.Nullable X509Certificate own)
      throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("authority", authority);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    KeyStore mine = KeyStore.getInstance("PKCS12");
    mine.load(null, null);
    if (keys != null && own != null) {
      mine.setKeyEntry("own", keys.getPrivate(), new char[0], new Certificate[] {own});
    }
    KeyManagerFactory key = KeyManagerFactory.getInstance("PKIX");
    key.init(mine, new char[0]);
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(key.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  /** What a caller without a certificate has. */
  static SSLContext strangers(X509Certificate authority) throws Exception {
    return tls(authority, null, null);
  }

  /** A certificate for {@code main} from an authority of one's own. */
  static SSLContext forged() throws Exception {
    java.nio.file.Path directory = java.nio.file.Files.createTempDirectory("forger");
    KeyPair keys = newKeys();
    X509Certificate forged =
        coop.croft.controller.trust.Authority.open(
                directory.resolve("ca"), java.time.Clock.systemUTC(), java.time.Duration.ofDays(1))
            .agent("main", keys.getPublic());
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(
        new javax.net.ssl.KeyManager[] {new Insisting(keys, forged)},
        new javax.net.ssl.TrustManager[] {new Credulous()},
        null);
    return context;
  }

  /** Shows its certificate even to a server that asked for one of another authority. */
  private static final class Insisting extends javax.net.ssl.X509ExtendedKeyManager {
    private final KeyPair keys;
    private final X509Certificate certificate;

    Insisting(KeyPair keys, X509Certificate certificate) {
      this.keys = keys;
      this.certificate = certificate;
    }

    @Override
    public String chooseEngineClientAlias(
        String[] types, java.security.Principal[] issuers, javax.net.ssl.SSLEngine engine) {
      return "own";
    }

    @Override
    public String chooseClientAlias(
        String[] types, java.security.Principal[] issuers, java.net.Socket socket) {
      return "own";
    }

    @Override
    public String[] getClientAliases(String type, java.security.Principal[] issuers) {
      return new String[] {"own"};
    }

    @Override
    public String[] getServerAliases(String type, java.security.Principal[] issuers) {
      return new String[0];
    }

    @Override
    public String chooseServerAlias(
        String type, java.security.Principal[] issuers, java.net.Socket socket) {
      return "own";
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return new X509Certificate[] {certificate};
    }

    @Override
    public java.security.PrivateKey getPrivateKey(String alias) {
      return keys.getPrivate();
    }
  }

  /** Trusts every server: only the server's own check is looked at. */
  private static final class Credulous extends javax.net.ssl.X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

    @Override
    public void checkClientTrusted(
        X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

    @Override
    public void checkServerTrusted(
        X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private static HttpRequest post(URI base, String path, String body) {
    return HttpRequest.newBuilder(base.resolve(path))
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  Response post(String path, String body) throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(post(base, path, body), HttpResponse.BodyHandlers.ofString());
    return new Response(response.statusCode(), response.body());
  }

  HttpResponse<byte[]> blobs(String... hashes) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(base.resolve("/agent/blobs"))
            .POST(
                HttpRequest.BodyPublishers.ofString(Wire.write(new Agents.Blobs(List.of(hashes)))))
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  /** The same without saying how long the body is. */
  Response chunked(String path, String body) throws IOException, InterruptedException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(base.resolve(path))
                .POST(
                    HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    return new Response(response.statusCode(), response.body());
  }

  /** A member's call through this host. */
  List<Calls.Event> relay(long uid, String user, Calls.Call call)
      throws IOException, InterruptedException {
    return relay(new Agents.Relayed(uid, user, new Agents.Place(1, 1)), call);
  }

  List<Calls.Event> relay(Agents.Relayed caller, Calls.Call call)
      throws IOException, InterruptedException {
    String query = caller.query();
    Response response = post("/agent/relay?" + query, Wire.write(call));
    if (response.status() != 200) {
      throw new IOException(response.status() + " " + response.body());
    }
    return response
        .body()
        .lines()
        .filter(l -> !l.isEmpty())
        .map(l -> Wire.read(Calls.Event.class, l))
        .toList();
  }

  void start() {
    loop = Thread.ofVirtual().start(this::run);
    answers = Thread.ofVirtual().start(this::answer);
  }

  /** Falls silent, as a host without power does. */
  void stop() throws InterruptedException {
    loop.interrupt();
    answers.interrupt();
    loop.join();
    answers.join();
  }

  private void answer() {
    Agents.Answer answer = Agents.Answer.NONE;
    try {
      while (true) {
        Response response = post("/agent/question", Wire.write(answer));
        if (response.status() != 200) {
          return;
        }
        Agents.Question question = Wire.read(Agents.Question.class, response.body());
        answer = question.number() == 0 ? Agents.Answer.NONE : says.apply(question);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      orders.add("IOException " + e.getMessage());
    }
  }

  private void run() {
    try {
      while (true) {
        Response response =
            post("/agent/work", Wire.write(new Agents.State(epoch, live, stagedGeneration)));
        if (response.status() != 200) {
          orders.add("HTTP " + response.status());
          return;
        }
        obey(Wire.read(Agents.Work.class, response.body()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      orders.add("IOException " + e.getMessage());
    }
  }

  private void obey(Agents.Work work) throws IOException, InterruptedException {
    epoch = work.epoch();
    SignedManifest m = work.manifest();
    if (work.order() == Agents.Order.ABANDON) {
      stagedGeneration = 0;
      orders.add("ABANDON");
    }
    if (m == null) {
      return;
    }
    orders.add(work.order() + " " + m.generation());
    if (work.order() == Agents.Order.PREPARE) {
      staged = fetch(m.root());
      List<Refusal> refusals = checker.apply(staged);
      stagedGeneration = refusals.isEmpty() ? m.generation() : 0;
      receipt(m, refusals.isEmpty() ? Standing.STAGED : Standing.REFUSED, refusals);
    } else if (work.order() == Agents.Order.COMMIT) {
      List<Refusal> refusals = probe.apply(staged);
      stagedGeneration = 0;
      if (refusals.isEmpty()) {
        files = staged;
        live = m.generation();
      }
      receipt(m, refusals.isEmpty() ? Standing.LIVE : Standing.ROLLED_BACK, refusals);
    }
  }

  private Map<String, String> fetch(String root) throws IOException, InterruptedException {
    Map<String, String> out = new TreeMap<>();
    for (var bucket : Manifest.readRoot(get(root)).entrySet()) {
      Map<String, Manifest.Entry> entries = new TreeMap<>();
      Manifest.readBucket(bucket.getKey(), get(bucket.getValue().hex()), entries);
      for (var e : entries.entrySet()) {
        out.put(e.getKey(), new String(get(e.getValue().hash().hex()), StandardCharsets.UTF_8));
      }
    }
    return out;
  }

  private byte[] get(String hash) throws IOException, InterruptedException {
    HttpResponse<byte[]> response = blobs(hash);
    if (response.statusCode() != 200) {
      throw new IOException("blob " + hash + ": " + response.statusCode());
    }
    byte[] bytes =
        Frames.read(new ByteArrayInputStream(response.body()), 9 << 20).orElseThrow().getFirst();
    if (!Hash.of(bytes).hex().equals(hash)) {
      throw new IOException("something else for the blob " + hash);
    }
    return bytes;
  }

  private void receipt(SignedManifest m, Standing standing, List<Refusal> refusals)
      throws IOException, InterruptedException {
    post("/agent/receipt", Wire.write(receipt(m.epoch(), m.generation(), standing, refusals)));
  }

  Agents.Receipt receipt(long epoch, long generation, Standing standing, List<Refusal> refusals) {
    Agents.Receipt bare =
        new Agents.Receipt(host, epoch, generation, standing, refusals, new ArrayList<>(), "");
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(bare.signedBytes());
      return new Agents.Receipt(
          host,
          epoch,
          generation,
          standing,
          refusals,
          List.of(),
          Base64.getEncoder().encodeToString(signature.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
