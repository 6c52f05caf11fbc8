package coop.croft.controller;

import coop.croft.controller.engine.Engine;
import coop.croft.controller.fleet.Limits;
import coop.croft.core.os.SdNotify;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code croft-controller [FILE]}: FILE is the configuration, {@code /etc/croft/controller.conf}.
 */
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);
  private static final String FILE = "/etc/croft/controller.conf";

  private Main() {}

  public static void main(String[] args) throws InterruptedException {
    Controller controller;
    try {
      Configuration configuration =
          Configuration.read(Path.of(args.length > 0 ? args[0] : FILE), System.getenv());
      controller = Controller.start(configuration, Limits.DEFAULT, Clock.systemUTC(), 0);
    } catch (Configuration.Faults e) {
      LOG.error("the configuration is not right:\n{}", e.getMessage());
      System.exit(2);
      return;
    } catch (Engine.StartFault e) {
      LOG.error("the controller does not start: {}", e.getMessage());
      System.exit(1);
      return;
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      LOG.error("the controller does not start", e);
      System.exit(1);
      return;
    }
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> stop(controller)));
    LOG.info("agents call at port {}", controller.port());
    try {
      SdNotify.ready();
    } catch (IOException e) {
      LOG.warn("systemd does not hear: {}", e.getMessage());
    }
    Thread.currentThread().join();
  }

  private static void stop(Controller controller) {
    try {
      SdNotify.stopping();
      controller.stop();
    } catch (IOException e) {
      LOG.warn("while stopping: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
