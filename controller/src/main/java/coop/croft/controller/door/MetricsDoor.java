package coop.croft.controller.door;

import coop.croft.controller.metrics.Metrics;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.net.InetSocketAddress;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/**
 * {@code GET /metrics} over plain HTTP on an address of this host alone, for whoever is logged in
 * there: figures are no secrets.
 */
public final class MetricsDoor implements AutoCloseable {
  private static final int TASKS = 32;
  private static final long IDLE_MILLIS = 30_000;

  private final Javalin javalin;

  /**
   * Listens at once.
   *
   * @throws io.javalin.util.JavalinException if it cannot
   */
  public MetricsDoor(InetSocketAddress address, Metrics metrics) {
    this.javalin = Javalin.create(config -> configure(config, address, metrics));
    javalin.start();
  }

  private static void configure(JavalinConfig config, InetSocketAddress address, Metrics metrics) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    VirtualThreadPool threads = new VirtualThreadPool();
    threads.setMaxConcurrentTasks(TASKS);
    threads.setName("metrics");
    config.jetty.threadPool = threads;
    config.jetty.addConnector((server, http) -> connector(server, http, address));
    config.routes.get(
        "/metrics", ctx -> ctx.contentType(metrics.contentType()).result(metrics.text()));
  }

  private static ServerConnector connector(
      Server server, HttpConfiguration http, InetSocketAddress address) {
    HttpConfiguration plain = new HttpConfiguration(http);
    plain.setSendServerVersion(false);
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(plain));
    connector.setHost(address.getHostString());
    connector.setPort(address.getPort());
    connector.setIdleTimeout(IDLE_MILLIS);
    return connector;
  }

  public int port() {
    return javalin.port();
  }

  @Override
  public void close() {
    javalin.stop();
  }
}
