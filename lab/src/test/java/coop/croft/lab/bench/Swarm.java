package coop.croft.lab.bench;

import coop.croft.core.manifest.SignedManifest;
import coop.croft.core.wire.Agents;
import coop.croft.core.wire.Wire;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Many agents on one controller: each joined with a token of its own and has its own connection,
 * key and certificate, and no more than two share an address. They take every order and say that
 * they did it; there is no host behind them.
 */
final class Swarm {
  /** The last bytes of addresses that no host of the lab has. */
  private static final int FIRST_ADDRESS = 100;

  private static final int ADDRESSES = 100;

  private final Certificate authority;
  private int joined;
  private final ConcurrentMap<String, Long> woken = new ConcurrentHashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean over;

  /**
   * @param authority PEM, of the site
   */
  Swarm(String authority) throws GeneralSecurityException {
    this.authority = certificate(authority);
  }

  private static Certificate certificate(String pem) throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }

  /** One of them. */
  private record Agent(String host, URI controller, PrivateKey key, HttpClient client) {
    <T> T post(String path, Object body, Class<T> answer) throws IOException, InterruptedException {
      String text = send(path, body);
      return Wire.read(answer, text);
    }

    String send(String path, Object body) throws IOException, InterruptedException {
      HttpResponse<String> r =
          client.send(
              HttpRequest.newBuilder(controller.resolve("/agent/" + path))
                  .timeout(Duration.ofSeconds(60))
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(Wire.write(body)))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (r.statusCode() / 100 != 2) {
        throw new IOException(path + ": " + r.statusCode() + " " + r.body());
      }
      return r.body();
    }
  }

  /** Joins with a token and begins to ask for work. */
  void add(String token) throws IOException, InterruptedException, GeneralSecurityException {
    String[] words =
        new String(Base64.getUrlDecoder().decode(token.strip()), StandardCharsets.UTF_8).split(" ");
    URI controller = URI.create(words[3]);
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    KeyStore nothing = KeyStore.getInstance("PKCS12");
    nothing.load(null, null);
    InetAddress address = address();
    Agent stranger = new Agent(words[0], controller, pair.getPrivate(), client(nothing, address));
    Agents.Joined joined =
        stranger.post(
            "join",
            new Agents.Join(
                words[0],
                words[1],
                Base64.getEncoder().encodeToString(pair.getPublic().getEncoded())),
            Agents.Joined.class);
    stranger.client().close();
    KeyStore mine = KeyStore.getInstance("PKCS12");
    mine.load(null, null);
    mine.setKeyEntry(
        "agent",
        pair.getPrivate(),
        new char[0],
        new Certificate[] {certificate(joined.certificate()), authority});
    Agent agent = new Agent(words[0], controller, pair.getPrivate(), client(mine, address));
    threads.add(Thread.ofPlatform().daemon().name(words[0]).start(() -> run(agent)));
  }

  /** The next address of this network, taken by its only machine. */
  private InetAddress address() throws IOException, InterruptedException {
    String address = "192.0.2." + (FIRST_ADDRESS + joined++ % ADDRESSES);
    Process ip =
        new ProcessBuilder("ip", "address", "replace", address + "/32", "dev", "eth0")
            .inheritIO()
            .start();
    if (ip.waitFor() != 0) {
      throw new IOException("cannot take the address " + address);
    }
    return InetAddress.ofLiteral(address);
  }

  private HttpClient client(KeyStore mine, InetAddress address)
      throws GeneralSecurityException, IOException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(mine, new char[0]);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("authority", authority);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext tls = SSLContext.getInstance("TLSv1.3");
    tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return HttpClient.newBuilder()
        .sslContext(tls)
        .localAddress(address)
        .version(HttpClient.Version.HTTP_1_1)
        .build();
  }

  private void run(Agent agent) {
    long live = 0;
    long staged = 0;
    while (!over) {
      try {
        Agents.Work work = agent.post("work", new Agents.State(0, live, staged), Agents.Work.class);
        SignedManifest m = work.manifest();
        if (m != null && work.order() != Agents.Order.ABANDON) {
          woken.putIfAbsent(agent.host(), System.nanoTime());
          boolean commit = work.order() == Agents.Order.COMMIT;
          staged = commit ? 0 : m.generation();
          live = commit ? m.generation() : live;
          agent.send("receipt", receipt(agent, m, commit));
        } else if (work.order() == Agents.Order.ABANDON) {
          staged = 0;
        }
      } catch (IOException e) {
        if (!over) {
          System.err.println(agent.host() + ": " + e);
        }
        pause();
      } catch (InterruptedException | GeneralSecurityException e) {
        return;
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Agents.Receipt receipt(Agent agent, SignedManifest m, boolean live)
      throws GeneralSecurityException {
    Agents.Standing standing = live ? Agents.Standing.LIVE : Agents.Standing.STAGED;
    Agents.Receipt plain =
        new Agents.Receipt(
            agent.host(), m.epoch(), m.generation(), standing, List.of(), List.of(), "");
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(agent.key());
    signature.update(plain.signedBytes());
    return new Agents.Receipt(
        agent.host(),
        m.epoch(),
        m.generation(),
        standing,
        List.of(),
        List.of(),
        Base64.getEncoder().encodeToString(signature.sign()));
  }

  /** Forgets who was woken so far. */
  void rest() {
    woken.clear();
  }

  int woken() {
    return woken.size();
  }

  /** From the first agent that got an order to the last one, in milliseconds. */
  double spread() {
    long first = woken.values().stream().mapToLong(Long::longValue).min().orElse(0);
    long last = woken.values().stream().mapToLong(Long::longValue).max().orElse(0);
    return (last - first) / 1e6;
  }

  void end() {
    over = true;
    threads.forEach(Thread::interrupt);
  }
}
