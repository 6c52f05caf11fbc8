package coop.croft.lab;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * Asks the daemons from outside all the time, as the client's programs would, and keeps what it
 * saw. What is asked for carries a version in two places of each zone and in two sites of each web
 * server; both must be of one version, or it is a mixture.
 *
 * <p>The two places are asked one after another and the first then again: if it still says the
 * same, what was asked in between must say so, too.
 */
final class Watcher implements Closeable {
  private static final int DNS_TIMEOUT_MILLIS = 2_000;
  private static final int CONNECT_TIMEOUT_MILLIS = 2_000;
  private static final int PAGE_TIMEOUT_MILLIS = 10_000;

  private final int millisBetween;
  private final List<Look> looks = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closed;

  /**
   * @param millisBetween from an answer to the next question to the same daemon
   */
  Watcher(int millisBetween) {
    this.millisBetween = millisBetween;
  }

  /** What is asked in one place: a daemon of a host. */
  enum Daemon {
    DNS,
    WEB
  }

  /**
   * A version that a daemon gave several times without another in between; moments by {@link
   * System#nanoTime}.
   *
   * @param first when the first of these questions began
   * @param last when the last of them began
   */
  record Seen(String version, long first, long last) {}

  /** Asks for both places; empty if the question changed under the hands of the daemon. */
  private interface Question {
    Optional<String> ask() throws IOException, Mixture;
  }

  /** An answer, or two, that belong to no single version. */
  static final class Mixture extends Exception {
    private static final long serialVersionUID = 1L;

    Mixture(String what) {
      super(what);
    }
  }

  /** One daemon of one host, and everything that was seen of it since the last {@link #forget}. */
  static final class Look {
    final String host;
    final Daemon daemon;
    private final List<Seen> seen = new ArrayList<>();
    private final List<String> mixtures = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final List<String> fallen = new ArrayList<>();
    private long answers;
    private long serial;
    private long longestGap;
    private long lastAnswer = System.nanoTime();

    Look(String host, Daemon daemon) {
      this.host = host;
      this.daemon = daemon;
    }

    private synchronized void saw(long asked, Optional<String> version) {
      long now = System.nanoTime();
      longestGap = Math.max(longestGap, now - lastAnswer);
      lastAnswer = now;
      answers++;
      if (version.isPresent()) {
        String v = version.get();
        boolean again = !seen.isEmpty() && seen.getLast().version.equals(v);
        long first = again ? seen.removeLast().first : asked;
        seen.add(new Seen(v, first, asked));
      }
    }

    private synchronized void serial(long now) {
      if (now < serial) {
        fallen.add(this + ": the serial fell from " + serial + " to " + now);
      }
      serial = now;
    }

    private synchronized void mixed(String what) {
      mixtures.add(this + ": " + what);
    }

    private synchronized void failed(IOException why) {
      failures.add(this + ": " + why);
    }

    synchronized void forget() {
      seen.clear();
      mixtures.clear();
      failures.clear();
      answers = 0;
      longestGap = 0;
      lastAnswer = System.nanoTime();
    }

    /** The last version that was asked for after that moment. */
    synchronized Optional<String> since(long moment) {
      return seen.isEmpty() || seen.getLast().last - moment <= 0
          ? Optional.empty()
          : Optional.of(seen.getLast().version);
    }

    synchronized List<Seen> seen() {
      return List.copyOf(seen);
    }

    synchronized List<String> mixtures() {
      return List.copyOf(mixtures);
    }

    /** Serials that fell, ever: what a secondary has once seen is never forgotten. */
    synchronized List<String> fallen() {
      return List.copyOf(fallen);
    }

    synchronized List<String> failures() {
      return List.copyOf(failures);
    }

    synchronized long answers() {
      return answers;
    }

    synchronized long longestGapMillis() {
      return longestGap / 1_000_000;
    }

    @Override
    public String toString() {
      return daemon + " on " + host;
    }
  }

  /**
   * Watches a zone on a name server: the text records of its top, all in one answer, and one below
   * it, all of the form {@code v=VERSION}.
   */
  void zone(String host, String address, String zone) {
    Look look = new Look(host, Daemon.DNS);
    watch(
        look,
        () -> {
          String first = version(address, zone);
          String second = version(address, "second." + zone);
          look.serial(serial(address, zone));
          return agreed(first, second, version(address, zone));
        });
  }

  /**
   * Watches two sites of a web server, whose pages say {@code X-Version: VERSION}; the second name
   * may be the first once more where a host has but one.
   */
  void sites(String host, String address, String one, String two) {
    Look look = new Look(host, Daemon.WEB);
    watch(
        look,
        () -> {
          String first = page(address, one);
          String second = page(address, two);
          return agreed(first, second, page(address, one));
        });
  }

  private static Optional<String> agreed(String first, String second, String again) throws Mixture {
    if (!first.equals(again)) {
      return Optional.empty();
    }
    if (!first.equals(second)) {
      throw new Mixture(first + " and " + second + " at once");
    }
    return Optional.of(first);
  }

  private void watch(Look look, Question question) {
    looks.add(look);
    threads.add(ClientNetwork.start("watch-" + look, () -> run(look, question)));
  }

  private void run(Look look, Question question) {
    while (!closed) {
      long asked = System.nanoTime();
      try {
        look.saw(asked, question.ask());
      } catch (Mixture e) {
        look.mixed(String.valueOf(e.getMessage()));
      } catch (IOException e) {
        look.failed(e);
      }
      try {
        Thread.sleep(millisBetween);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  List<Look> looks() {
    return List.copyOf(looks);
  }

  void forget() {
    looks.forEach(Look::forget);
  }

  /** The one version that all give now; empty while they differ or one has not answered since. */
  Optional<String> common(long since) {
    TreeSet<String> versions = new TreeSet<>();
    for (Look look : looks) {
      Optional<String> version = look.since(since);
      if (version.isEmpty()) {
        return Optional.empty();
      }
      versions.add(version.get());
    }
    return versions.size() == 1 ? Optional.of(versions.first()) : Optional.empty();
  }

  @Override
  public void close() {
    closed = true;
    for (Thread t : threads) {
      t.interrupt();
    }
  }

  /** The version of the text records of a name; a mixture if one answer holds two. */
  static String version(String server, String name) throws IOException, Mixture {
    Message answer = ask(server, name, Type.TXT);
    TreeSet<String> versions = new TreeSet<>();
    for (Record r : answer.getSection(Section.ANSWER)) {
      if (r instanceof TXTRecord t) {
        versions.add(String.join("", t.getStrings()).replaceAll("^.*v=", ""));
      }
    }
    if (versions.size() > 1) {
      throw new Mixture(name + " has records of " + versions);
    }
    return versions.isEmpty() ? "none" : versions.first();
  }

  /** The serial that a name server gives for a zone. */
  static long serial(String server, String zone) throws IOException {
    for (Record r : ask(server, zone, Type.SOA).getSection(Section.ANSWER)) {
      if (r instanceof SOARecord soa) {
        return soa.getSerial();
      }
    }
    throw new IOException(server + " has no SOA of " + zone);
  }

  private static Message ask(String server, String name, int type) throws IOException {
    Message m = Message.newQuery(Record.newRecord(Name.fromString(name + "."), type, DClass.IN));
    m.getHeader().unsetFlag(Flags.RD);
    byte[] question = m.toWire();
    try (var socket = new java.net.DatagramSocket()) {
      socket.connect(new InetSocketAddress(InetAddress.ofLiteral(server), 53));
      socket.setSoTimeout(DNS_TIMEOUT_MILLIS);
      socket.send(new java.net.DatagramPacket(question, question.length));
      var packet = new java.net.DatagramPacket(new byte[4096], 4096);
      socket.receive(packet);
      Message answer = new Message(java.util.Arrays.copyOf(packet.getData(), packet.getLength()));
      if (answer.getRcode() == Rcode.SERVFAIL) {
        throw new IOException(name + " is answered with SERVFAIL");
      }
      return answer;
    }
  }

  /** The version of a page. */
  static String page(String address, String name) throws IOException {
    String request = "GET / HTTP/1.1\r\nHost: " + name + "\r\nConnection: close\r\n\r\n";
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.ofLiteral(address), 80), CONNECT_TIMEOUT_MILLIS);
      socket.setSoTimeout(PAGE_TIMEOUT_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer =
          new String(socket.getInputStream().readNBytes(4000), StandardCharsets.ISO_8859_1);
      if (answer.isEmpty()) {
        throw new IOException(name + ": the connection was closed without an answer");
      }
      return answer
          .lines()
          .filter(l -> l.startsWith("X-Version: "))
          .map(l -> l.substring("X-Version: ".length()))
          .findFirst()
          .orElse("none");
    }
  }
}
