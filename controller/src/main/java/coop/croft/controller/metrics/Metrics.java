package coop.croft.controller.metrics;

import coop.croft.controller.engine.Engine;
import coop.croft.controller.engine.Outcome;
import coop.croft.controller.engine.Watch;
import coop.croft.controller.fleet.Fleet;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * The controller's figures in Prometheus' text format. Labels are hosts, parts of a round and
 * outcomes; no member, domain or program is named.
 */
public final class Metrics implements Watch {
  /** From what a small change takes to what the slowest host may take. */
  private static final double[] SECONDS = {
    0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 1, 2, 5, 10, 30, 60, 120
  };

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
  private final Histogram parts;
  private final Counter outcomes;
  private final Engine engine;
  private final Clock clock;

  /** Figures of that engine, from now on. */
  public Metrics(Engine engine, Clock clock) {
    this.engine = engine;
    this.clock = clock;
    this.parts =
        Histogram.builder()
            .name("croft_step_seconds")
            .unit(Unit.SECONDS)
            .help("How long the steps of a generation take: draft, prepare, commit, live.")
            .labelNames("step")
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .register(registry);
    for (Part part : Part.values()) {
      parts.initLabelValues(label(part));
    }
    this.outcomes =
        Counter.builder()
            .name("croft_submissions_total")
            .help(
                "What became of submissions: done, nothing (all was so already), refused, asks"
                    + " (nobody agreed to a removal), waits (for a host), undone (rolled back).")
            .labelNames("outcome")
            .register(registry);
    for (String outcome : new String[] {"done", "nothing", "refused", "asks", "waits", "undone"}) {
      outcomes.initLabelValues(outcome);
    }
    gauges();
    Info.builder()
        .name("croft_build_info")
        .help("The version of the controller, and of the Java run-time below it.")
        .labelNames("version", "java")
        .register(registry)
        .setLabelValues(version(), Runtime.version().toString());
  }

  private void gauges() {
    GaugeWithCallback.builder()
        .name("croft_queue_length")
        .help("Submissions that wait for their round.")
        .callback(c -> c.call(engine.waiting()))
        .register(registry);
    GaugeWithCallback.builder()
        .name("croft_generation")
        .help("The number of the latest generation.")
        .callback(c -> c.call((double) engine.generation()))
        .register(registry);
    host("croft_host_generation", "The generation that a host said to run.", Fleet.Standing::live);
    host(
        "croft_host_wanted_generation",
        "The generation that a host should run.",
        Fleet.Standing::target);
    host(
        "croft_host_reachable",
        "1 if an order would reach the host at once.",
        s -> s.reachable() ? 1 : 0);
    host(
        "croft_host_silent_seconds",
        "Seconds since a host was last heard.",
        s -> Duration.between(s.seen(), clock.instant()).toMillis() / 1e3);
  }

  private void host(String name, String help, ToDoubleFunction<Fleet.Standing> value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames("host")
        .callback(
            c ->
                engine.standings().values().stream()
                    .filter(Fleet.Standing::joined)
                    .forEach(s -> c.call(value.applyAsDouble(s), s.host())))
        .register(registry);
  }

  @Override
  public void took(Part part, Duration time) {
    parts.labelValues(label(part)).observe(time.toNanos() / 1e9);
  }

  private static String label(Part part) {
    return part.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void answered(Outcome outcome, boolean undoes) {
    boolean undone = undoes && outcome instanceof Outcome.Done;
    outcomes.labelValues(undone ? "undone" : label(outcome)).inc();
  }

  private static String label(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done done -> "done";
      case Outcome.Nothing nothing -> "nothing";
      case Outcome.Refused refused -> "refused";
      case Outcome.Asks asks -> "asks";
      case Outcome.Waits waits -> "waits";
      case Outcome.Undone undone -> "undone";
      case Outcome.Withdrawn withdrawn -> "withdrawn";
      case Outcome.Planned planned -> throw new IllegalStateException("a plan is no outcome");
    };
  }

  /** The MIME type of {@link #text}. */
  public String contentType() {
    return writer.getContentType();
  }

  /** All figures as they are now. */
  public byte[] text() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      writer.write(out, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static String version() {
    try (InputStream in =
        Objects.requireNonNull(Metrics.class.getResourceAsStream("version.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
