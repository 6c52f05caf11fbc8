package coop.croft.agent;

import coop.croft.core.wire.Agents;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;

/**
 * As whom this host speaks to the controller, and the connection on which it does. A new key and
 * certificate replace the old ones in one rename; until the controller has seen the new one, it
 * accepts both, so that a crash at any moment leaves a host that may speak.
 */
final class Identity {
  private final Places places;
  private Settings settings;
  private FileTime written;
  private boolean told;
  private volatile Credentials credentials;
  private volatile Controller controller;

  private Identity(Places places) throws IOException, GeneralSecurityException {
    this.places = places;
    this.settings = Settings.read(places.settings());
    this.written = Files.getLastModifiedTime(places.certificate());
    this.credentials = Credentials.read(places);
    this.controller = new Controller(settings.controller(), credentials.tls());
  }

  static Identity read(Places places) throws IOException, GeneralSecurityException {
    return new Identity(places);
  }

  /** To be asked for with each call: it is another one after a renewal. */
  Controller controller() {
    return controller;
  }

  /** Base64 of a signature by the key that {@link #controller} shows the certificate of. */
  String sign(byte[] message) throws GeneralSecurityException {
    return credentials.sign(message);
  }

  /** The controller has answered: the certificate counts. */
  void counts() {
    if (!told) {
      told = true;
      Renewal.USED.reached();
    }
  }

  /** Asks for a certificate of a new key and speaks with it from now on. */
  void renew() throws IOException, InterruptedException, GeneralSecurityException {
    KeyPair pair = Credentials.newKeys();
    Agents.Renewed given =
        controller.renew(
            new Agents.Renew(Base64.getEncoder().encodeToString(pair.getPublic().getEncoded())));
    X509Certificate certificate = Credentials.certificate(given.certificate());
    if (!certificate.getPublicKey().equals(pair.getPublic())) {
      throw new IOException("the controller gave a certificate of another key");
    }
    Renewal.GIVEN.reached();
    write(Credentials.text(pair.getPrivate(), given.certificate()));
    Renewal.WRITTEN.reached();
    use();
    Log.say("new certificate, until " + certificate.getNotAfter().toInstant());
  }

  private void use() throws IOException, GeneralSecurityException {
    settings = Settings.read(places.settings());
    written = Files.getLastModifiedTime(places.certificate());
    credentials = Credentials.read(places);
    told = false;
    Controller before = controller;
    controller = new Controller(settings.controller(), credentials.tls());
    before.retire();
  }

  private void write(String text) throws IOException {
    Path file = places.certificate();
    Path fresh = file.resolveSibling("." + file.getFileName());
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel directory = FileChannel.open(places.state())) {
      directory.force(true);
    }
  }

  /**
   * Why the controller could not be asked, for whoever reads the journal. The host may have joined
   * again meanwhile: then it speaks with what it was given.
   */
  String explain(Exception e) {
    try {
      if (!Files.getLastModifiedTime(places.certificate()).equals(written)) {
        use();
        return "this host has joined again";
      }
    } catch (IOException | GeneralSecurityException unreadable) {
      return "this host has no certificate that can be read: " + unreadable.getMessage();
    }
    Instant end = credentials.certificate().getNotAfter().toInstant();
    if (e instanceof IOException && Instant.now().isAfter(end)) {
      String host = settings.host();
      return "the certificate of this host ended "
          + end
          + "; it joins again with a new token: croft host add "
          + host
          + " on the controller, then croft-agent join TOKEN here ("
          + words(e)
          + ")";
    }
    return words(e);
  }

  /** The client says nothing of its own when nobody listens at the other end. */
  private String words(Exception e) {
    if (e instanceof ConnectException) {
      return "the controller at " + settings.controller() + " cannot be reached";
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
