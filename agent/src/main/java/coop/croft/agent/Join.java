package coop.croft.agent;

import coop.croft.core.manifest.Hash;
import coop.croft.core.os.Accounts;
import coop.croft.core.os.Directory;
import coop.croft.core.os.OpenFile;
import coop.croft.core.wire.Agents;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Makes this host one of a site's. Run by root, once: it writes the agent's key and certificate for
 * the user {@code croft-agent}, and for root alone what the helper believes. The agent cannot
 * change the latter.
 *
 * @param host name that the site has for this host
 * @param secret proves that an administrator wants it
 * @param fingerprint SHA-256 of the site's authority, in hexadecimal digits: the controller is
 *     known by it
 */
record Join(String host, String secret, String fingerprint, URI controller) {

  /** Reads a token: URL-safe Base64 of the four fields, with blanks between them. */
  static Join of(String token) {
    String[] words =
        new String(Base64.getUrlDecoder().decode(token.strip()), StandardCharsets.UTF_8).split(" ");
    if (words.length != 4) {
      throw new IllegalArgumentException("this is not a join token");
    }
    return new Join(words[0], words[1], words[2], URI.create(words[3]));
  }

  /**
   * @param uid of the agent's user
   */
  void run(Places places, long uid, long gid)
      throws IOException, InterruptedException, GeneralSecurityException {
    KeyPair pair = Credentials.newKeys();
    Agents.Joined joined =
        new Controller(controller, tls())
            .join(
                new Agents.Join(
                    host,
                    secret,
                    Base64.getEncoder().encodeToString(pair.getPublic().getEncoded())));
    X509Certificate authority = Credentials.certificate(joined.authority());
    if (!isPinned(authority)) {
      throw new IOException("the controller speaks for another authority than the token's");
    }
    Files.createDirectories(places.state());
    Files.createDirectories(places.helperState());
    try (Directory helper = Directory.open(places.helperState())) {
      helper.own(0, 0, 0700);
      write(
          helper,
          "trust",
          "site " + joined.site() + "\nhost " + host + "\nkey " + joined.manifestKey() + "\n",
          0,
          0);
    }
    try (Directory state = Directory.open(places.state())) {
      write(state, name(places.settings()), new Settings(host, controller).text(), uid, gid);
      write(state, name(places.authority()), joined.authority(), uid, gid);
      // Last: an agent that runs takes the others up when it sees this one change.
      String own = Credentials.text(pair.getPrivate(), joined.certificate());
      write(state, name(places.certificate()), own, uid, gid);
      state.remove(name(places.key()));
      state.own(uid, gid, 0700);
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static void write(Directory directory, String name, String text, long uid, long gid)
      throws IOException {
    directory.remove("." + name);
    try (OpenFile file = directory.create("." + name)) {
      file.write(text.getBytes(StandardCharsets.UTF_8));
      file.own(uid, gid, 0600);
      file.sync();
    }
    directory.rename("." + name, name);
    directory.sync();
  }

  /** The numbers of the agent's user. */
  static Accounts.Account account() throws IOException {
    return Accounts.byName("croft-agent")
        .orElseThrow(() -> new IOException("this host has no user croft-agent"));
  }

  private boolean isPinned(X509Certificate certificate) throws CertificateException {
    return Hash.of(certificate.getEncoded()).hex().equals(fingerprint);
  }

  private SSLContext tls() throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(null, new TrustManager[] {new Pinned()}, null);
    return context;
  }

  /** Trusts what the token's authority certified: it must be in the chain that the server shows. */
  private final class Pinned extends X509ExtendedTrustManager {
    private X509ExtendedTrustManager manager(X509Certificate[] chain) throws CertificateException {
      Optional<X509Certificate> authority = Optional.empty();
      for (X509Certificate certificate : chain) {
        if (isPinned(certificate)) {
          authority = Optional.of(certificate);
        }
      }
      if (authority.isEmpty()) {
        throw new CertificateException("this is not the controller that the token is for");
      }
      try {
        for (TrustManager m : Credentials.trusting(authority.get()).getTrustManagers()) {
          if (m instanceof X509ExtendedTrustManager extended) {
            return extended;
          }
        }
        throw new CertificateException("the Java run-time has no X.509");
      } catch (GeneralSecurityException | IOException e) {
        throw new CertificateException(e);
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      manager(chain).checkServerTrusted(chain, type, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      manager(chain).checkServerTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("without a name nobody can be checked");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      throw new CertificateException("no client is trusted");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      throw new CertificateException("no client is trusted");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("no client is trusted");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return List.<X509Certificate>of().toArray(new X509Certificate[0]);
    }
  }
}
