package coop.croft.controller.door;

import coop.croft.controller.trust.Authority;
import io.avaje.json.JsonException;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTPS server for agents: TLS 1.3, certificates of the site's own authority on both sides. A
 * caller without a certificate may join and nothing else.
 */
public final class AgentServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AgentServer.class);

  /** Each host keeps one question open all the time, and asks for blobs beside it. */
  private static final int TASKS = 4_096;

  /** Longer than the longest apply keeps its caller waiting without a word. */
  private static final long IDLE_MILLIS = 300_000;

  /** Between looks at whether the certificate comes to its end. */
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  /** Sockets of one address: some hosts may share one, and each needs a few dozen. */
  private static final int SOCKETS_OF_ONE = 512;

  private final Authority authority;
  private final SslContextFactory.Server tls = new SslContextFactory.Server();
  private final Set<String> names = new TreeSet<>();
  private final Clock clock;
  private final Javalin javalin;
  private final Thread looks;
  private X509Certificate shown;
  private volatile boolean closing;

  /**
   * Listens at once.
   *
   * @param host address to listen on; empty: all
   * @param port 0: any
   * @param names under which the controller can be reached
   */
  public AgentServer(
      Authority authority,
      String host,
      int port,
      Collection<String> names,
      AgentDoor door,
      Clock clock)
      throws GeneralSecurityException, IOException {
    this.authority = authority;
    this.clock = clock;
    this.names.addAll(names);
    Authority.Credential first = authority.server(this.names);
    this.shown = first.certificate();
    tls.setKeyStore(authority.keyStore(first));
    tls.setKeyStorePassword("");
    tls.setTrustStore(authority.trustStore());
    tls.setWantClientAuth(true);
    tls.setIncludeProtocols("TLSv1.3");
    tls.setSniRequired(false);
    this.javalin = Javalin.create(config -> configure(config, host, port, door));
    javalin.start();
    this.looks = Thread.ofVirtual().name("server-certificate").start(this::look);
  }

  private void look() {
    try {
      while (true) {
        Thread.sleep(BETWEEN_LOOKS);
        renewIfDue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void configure(JavalinConfig config, String host, int port, AgentDoor door) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    VirtualThreadPool threads = new VirtualThreadPool();
    threads.setMaxConcurrentTasks(TASKS);
    threads.setName("https");
    config.jetty.threadPool = threads;
    config.jetty.addConnector((server, http) -> connector(server, http, host, port));
    config.routes.exception(Refused.class, (e, ctx) -> answer(ctx, e.status(), e.sentence()));
    config.routes.exception(
        JsonException.class, (e, ctx) -> answer(ctx, HttpStatus.BAD_REQUEST, "not understood"));
    config.routes.exception(
        IllegalArgumentException.class,
        (e, ctx) -> answer(ctx, HttpStatus.BAD_REQUEST, "not understood"));
    config.routes.exception(
        Exception.class,
        (e, ctx) -> {
          // Those who wait for work or a question are woken as all is closed around them.
          if (closing) {
            answer(ctx, HttpStatus.SERVICE_UNAVAILABLE, "the controller stops");
          } else {
            LOG.error("{} failed", ctx.path(), e);
            answer(ctx, HttpStatus.INTERNAL_SERVER_ERROR, "the controller failed");
          }
        });
    door.open(config.routes);
  }

  private static void answer(Context ctx, HttpStatus status, String sentence) {
    ctx.status(status).contentType("text/plain; charset=utf-8").result(sentence + "\n");
  }

  private ServerConnector connector(Server server, HttpConfiguration http, String host, int port) {
    HttpConfiguration secure = new HttpConfiguration(http);
    secure.setSendServerVersion(false);
    // Agents call by address; they check the certificate's names themselves.
    secure.addCustomizer(new SecureRequestCustomizer(false));
    ServerConnector connector =
        new Sockets(
            server,
            SOCKETS_OF_ONE,
            new SslConnectionFactory(tls, "http/1.1"),
            new HttpConnectionFactory(secure));
    if (!host.isEmpty()) {
      connector.setHost(host);
    }
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_MILLIS);
    return connector;
  }

  public int port() {
    return javalin.port();
  }

  /** Answers under these names, too, from now on. */
  public synchronized void alsoNamed(Collection<String> more) {
    if (names.containsAll(more)) {
      return;
    }
    names.addAll(more);
    showAnother();
  }

  private synchronized void renewIfDue() {
    try {
      Instant now = clock.instant();
      // A clock that ran ahead and came back leaves one that is not valid yet.
      boolean isEarly = now.isBefore(shown.getNotBefore().toInstant());
      if (isEarly || !now.isBefore(authority.renewal(shown))) {
        showAnother();
        LOG.info("the server's certificate was made anew");
      }
    } catch (RuntimeException e) {
      // The one that is shown is good for a while yet, and the next look is soon.
      LOG.error("the server's certificate cannot be made anew", e);
    }
  }

  /** Connections that are open keep theirs; new ones see this one. */
  private void showAnother() {
    try {
      Authority.Credential made = authority.server(names);
      var store = authority.keyStore(made);
      tls.reload(factory -> factory.setKeyStore(store));
      shown = made.certificate();
    } catch (Exception e) {
      throw new IllegalStateException("cannot change the server's certificate", e);
    }
  }

  List<String> names() {
    return List.copyOf(names);
  }

  @Override
  public void close() {
    closing = true;
    looks.interrupt();
    javalin.stop();
  }
}
