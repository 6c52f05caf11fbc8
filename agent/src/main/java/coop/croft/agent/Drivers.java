package coop.croft.agent;

import coop.croft.core.wire.Agents;
import coop.croft.services.Driver;
import coop.croft.services.Looks;
import coop.croft.services.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The drivers of all services, asked about one version after another. */
final class Drivers {
  private final String host;
  private final List<Service> services;
  private final Helper helper;
  private final Blobs blobs;
  private final Path work;
  private final Map<String, Looks> looks = new ConcurrentHashMap<>();

  /**
   * @param work a directory that drivers may write to
   */
  Drivers(String host, List<Service> services, Helper helper, Blobs blobs, Path work) {
    this.host = host;
    this.services = services;
    this.helper = helper;
    this.blobs = blobs;
    this.work = work;
  }

  /** A bug in a driver: its service cannot be judged, which is no reason to fall. */
  static final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String service;

    Fault(String service, RuntimeException cause) {
      super(cause);
      this.service = service;
    }

    Agents.Refusal refusal() {
      return new Agents.Refusal(service, "", 0, "the driver failed: " + getCause());
    }
  }

  /** One question to the driver of each service that a version changes. */
  interface Question<T> {
    List<T> ask(Driver driver, Driver.Task task, Driver.Hands hands);
  }

  /**
   * @param beforeLive whether the version is staged only
   * @throws Fault if a driver fails
   */
  <T> List<T> each(Version version, boolean beforeLive, Question<T> question) {
    List<T> answers = new ArrayList<>();
    for (Service service : services) {
      if (version.changes().containsKey(service.name())) {
        Driver.Hands hands = hands(service.name(), version, beforeLive);
        try {
          answers.addAll(question.ask(service.driver(), version.task(service.name()), hands));
        } catch (UncheckedIOException e) {
          throw e;
        } catch (RuntimeException e) {
          throw new Fault(service.name(), e);
        }
      }
    }
    return answers;
  }

  private Driver.Hands hands(String service, Version version, boolean beforeLive) {
    return new AgentHands(host, service, version, blobs, helper, work, beforeLive);
  }

  /**
   * What a service says to a question.
   *
   * @throws IllegalArgumentException if it cannot say
   */
  List<String> answer(Agents.Question question, Version live)
      throws IOException, InterruptedException, Helper.Refused {
    Service asked =
        services.stream()
            .filter(s -> s.name().equals(question.service()))
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("there is no service " + question.service()));
    return asked
        .driver()
        .answer(question.about(), question.words(), hands(asked.name(), live, false));
  }

  /** What daemons lack of what is live, as far as each look goes. */
  List<Driver.Operation> reconcile(Version live) {
    List<Driver.Operation> operations = new ArrayList<>();
    for (Service service : services) {
      Driver.Hands hands = hands(service.name(), live, false);
      if (!hands.paths().isEmpty()) {
        operations.addAll(service.driver().reconcile(hands, looks(service.name())));
      }
    }
    return operations;
  }

  /** Something was done to a service, or went wrong: its next look is at everything. */
  void unsure(String service) {
    looks(service).unsure();
  }

  private Looks looks(String service) {
    return looks.computeIfAbsent(service, s -> new Looks());
  }
}
