package coop.croft.services.web;

import coop.croft.services.Finding;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** What a visitor of a site gets, at each address of it, and where redirections lead. */
final class Visit {
  private static final int PATIENCE_MILLIS = 4_000;

  /** All pages of a walk together: nobody keeps a host busy with pages that take long. */
  private static final long WALK_SECONDS = 10;

  private static final int MOST_HOPS = 5;

  private final String name;
  private final Set<String> names;
  private final List<String> programs;
  private final String address;
  private final List<Finding> findings;
  private final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WALK_SECONDS);

  private Visit(
      String name,
      Set<String> names,
      List<String> programs,
      String address,
      List<Finding> findings) {
    this.name = name;
    this.names = names;
    this.programs = programs;
    this.address = address;
    this.findings = findings;
  }

  /**
   * Answers a question.
   *
   * @param words the name to ask for; all names of the site, by commas; {@code PATH PORT} of each
   *     program that alone answers there, by commas; addresses
   */
  static List<String> answer(List<String> words) {
    List<Finding> findings = Collections.synchronizedList(new ArrayList<>());
    Set<String> names = Set.of(words.get(1).split(","));
    List<String> programs = Stream.of(words.get(2).split(",")).filter(p -> !p.isEmpty()).toList();
    try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String address : words.subList(3, words.size())) {
        all.execute(() -> new Visit(words.getFirst(), names, programs, address, findings).walk());
      }
    }
    return findings.stream().map(Finding::line).distinct().toList();
  }

  private void find(String what, String remedy) {
    findings.add(new Finding(what, remedy));
  }

  private void walk() {
    URI at = URI.create("http://" + name + "/");
    Set<URI> seen = new LinkedHashSet<>();
    while (seen.add(at)) {
      if (seen.size() > MOST_HOPS + 1) {
        find(
            "http://" + name + "/ is redirected more than " + MOST_HOPS + " times",
            "let the first redirection lead to the last address at once");
        return;
      }
      Optional<URI> next = step(at);
      if (next.isEmpty()) {
        return;
      }
      at = next.get();
    }
    circle(seen, at);
  }

  private void circle(Set<URI> seen, URI again) {
    List<URI> way = new ArrayList<>(seen);
    way.add(again);
    findings.add(new Circle(programs, way).finding());
  }

  static boolean isTls(URI at) {
    return "https".equals(at.getScheme());
  }

  /** Asks for one page; where it sends the visitor, as far as that is this site. */
  private Optional<URI> step(URI at) {
    boolean tls = isTls(at);
    Head head;
    try {
      head = ask(at, tls);
    } catch (SSLException e) {
      find(
          at + " shows no certificate that counts for it (" + address + "): " + e.getMessage(),
          "croft status says what keeps the certificate away; one of your own (use_cert) must be for"
              + " this name and come with its chain");
      return Optional.empty();
    } catch (ConnectException | SocketTimeoutException e) {
      find(
          address + " does not answer for " + at + ": " + e.getMessage(),
          "croft status says whether the host is there; if it is, tell the administrators");
      return Optional.empty();
    } catch (IOException e) {
      find(
          address + " breaks off for " + at + ": " + e.getMessage(),
          "croft logs " + name + " --errors");
      return Optional.empty();
    }
    if (head.status() / 100 == 3) {
      return head.field("location").flatMap(location -> own(at, location));
    }
    judge(at, head.status());
    return Optional.empty();
  }

  private Optional<URI> own(URI from, String location) {
    try {
      URI to = from.resolve(location);
      String host = to.getHost();
      // Nobody is sent about this host's other ports.
      return host != null && isUsual(to) && names.contains(host.toLowerCase(Locale.ROOT))
          ? Optional.of(to)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      find(
          from + " redirects to what is no address: " + location.replaceAll("\\p{Cc}", "?"),
          "correct the redirection");
      return Optional.empty();
    }
  }

  private static boolean isUsual(URI to) {
    return to.getPort() < 0 || to.getPort() == (isTls(to) ? 443 : 80);
  }

  private void judge(URI at, int code) {
    switch (code) {
      case 403 ->
          find(
              at + " is forbidden (403)",
              "put an index page there (index.html, if directoryIndex says nothing else); if there is"
                  + " one, croft logs "
                  + name
                  + " --errors tells which file or directory the web server may not read");
      case 404 ->
          find(at + " is not there (404)", "put an index.html into the site's DocumentRoot");
      case 500 -> find(at + " fails (500)", "croft logs " + name + " --errors tells why");
      case 502, 503, 504 ->
          find(
              at + " gets no answer from the program behind it (" + code + ")",
              "see that your program runs and listens; croft logs " + name + " --errors");
      default -> {
        // Whatever else it says, it is the site's own business.
      }
    }
  }

  private Head ask(URI at, boolean tls) throws IOException {
    int port = tls ? 443 : 80;
    long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    int patience = Math.toIntExact(Math.clamp(left, 1, PATIENCE_MILLIS));
    long latest = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patience);
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(InetAddress.ofLiteral(address), port), patience);
      plain.setSoTimeout(patience);
      try (Socket socket = tls ? secured(plain, at.getHost(), port) : plain) {
        String path = at.getRawPath().isEmpty() ? "/" : at.getRawPath();
        String query = at.getRawQuery() == null ? "" : "?" + at.getRawQuery();
        String request =
            "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: croft-doctor\r\nConnection: close\r\n\r\n"
                .formatted(path + query, at.getHost());
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return Head.read(new BufferedInputStream(socket.getInputStream()), latest);
      }
    }
  }

  private static Socket secured(Socket plain, String host, int port) throws IOException {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    SSLSocket socket = (SSLSocket) factory.createSocket(plain, host, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }
}
