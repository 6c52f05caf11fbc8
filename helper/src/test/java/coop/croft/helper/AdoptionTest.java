package coop.croft.helper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Members' own files, copied for a daemon; alice is user number 54321, bob 54322. */
@Timeout(60)
class AdoptionTest {
  private static final int ALICE = 54321;
  private static final int BOB = 54322;
  private static final String ANN = "ann:$apr1$VTyDt8OP$bHXbzHArUTLQsb65zWNlg0\n";
  private static final String BEN =
      "ben:$2y$05$ysrOs.V5OFw05dtyr6LLk.1WTnxLWnKdfpQi3mj2xKc80Mea0xzQ2\n";

  @TempDir Path dir;
  private TrialHost host;
  private Path alice;
  private Path bob;
  private long generation;
  private final Map<String, String> wants = new TreeMap<>();

  @BeforeEach
  void start() throws Exception {
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
    host = new TrialHost(dir).start();
    alice = home("alice", ALICE);
    bob = home("bob", BOB);
  }

  @AfterEach
  void end() throws Exception {
    host.close();
  }

  private Path home(String name, int uid) throws Exception {
    Path home = Files.createDirectories(host.file("/home/" + name));
    Files.setAttribute(home, "unix:uid", uid);
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
    return home;
  }

  private static Path owned(Path file, String text, int uid) throws Exception {
    Files.writeString(file, text);
    Files.setAttribute(file, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  private void want(String name, String path, String kind, String names) throws Exception {
    wants.put(
        "/etc/trial/wants/" + name + ".want",
        "user " + ALICE + "\npath " + path + "\nkind " + kind + "\nnames " + names + "\n");
    generation++;
    host.stage(host.manifest(1, generation, wants));
    host.commit(generation + "");
  }

  private List<String> adopt(String name) throws Exception {
    return host.ask("run", "trial", "adopt", name);
  }

  private Path copy(String name) {
    return host.state().resolve("adopted/trial").resolve(name);
  }

  @Test
  void copiesAPasswordFile() throws Exception {
    owned(alice.resolve("users"), ANN + "# remark\n\n" + BEN, ALICE);
    want("w1", "/home/alice/users", "password", "");
    assertThat(adopt("w1")).containsExactly("ok", "0", "changed\n");
    assertThat(adopt("w1")).containsExactly("ok", "0", "");
    assertThat(copy("w1")).hasContent(ANN + "# remark\n\n" + BEN);
    assertThat(Files.getAttribute(copy("w1"), "unix:uid")).isEqualTo(0);
    assertThat(Files.getAttribute(copy("w1"), "unix:gid")).isEqualTo(54321);
    assertThat(Files.getPosixFilePermissions(copy("w1")))
        .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    var time = Files.getAttribute(copy("w1"), "unix:ctime");
    adopt("w1");
    assertThat(Files.getAttribute(copy("w1"), "unix:ctime")).isEqualTo(time);

    // A file that is refused later takes its copy with it.
    owned(alice.resolve("users"), "no colon\n", ALICE);
    refused("w1", "line 1 is not NAME:HASH");
    owned(alice.resolve("users"), ANN + BEN.replace("$05$", "$11$"), ALICE);
    refused("w1", "line 2 has bcrypt of cost 11");
    owned(alice.resolve("users"), ANN, ALICE);
    assertThat(adopt("w1").get(1)).isEqualTo("0");
    wants.clear();
    want("w2", "/home/alice/users", "password", "");
    assertThat(copy("w1")).doesNotExist();
    assertThat(adopt("w1")).containsExactly("ok", "0", "");
    assertThat(copy("w1")).doesNotExist();
  }

  @Test
  void aCheckLooksAtWhatIsStagedAndTakesNothingAway() throws Exception {
    owned(alice.resolve("users"), ANN, ALICE);
    want("old", "/home/alice/users", "password", "");
    adopt("old");
    wants.put(
        "/etc/trial/wants/new.want", "user " + ALICE + "\npath /home/alice/users\nkind password\n");
    wants.remove("/etc/trial/wants/old.want");
    host.stage(host.manifest(1, 2, wants));
    assertThat(adopt("new")).containsExactly("ok", "0", "");
    assertThat(copy("new")).doesNotExist();
    assertThat(host.ask("try", "trial", "adopt", "new")).containsExactly("ok", "0", "changed\n");
    assertThat(copy("new")).hasContent(ANN);
    owned(alice.resolve("users"), "broken\n", ALICE);
    assertThat(host.ask("try", "trial", "adopt", "new").get(1)).isEqualTo("1");
    assertThat(host.ask("try", "trial", "adopt", "old").get(1)).isEqualTo("0");
    assertThat(copy("new")).exists();
    assertThat(copy("old")).exists();
    assertThat(host.commit("2", "trial adopt new").get(1)).isEqualTo("1");
    assertThat(copy("new")).doesNotExist();
    assertThat(copy("old")).doesNotExist();
  }

  private void refused(String name, String why) throws Exception {
    List<String> answer = adopt(name);
    assertThat(answer.get(1)).as(answer.get(2)).isEqualTo("1");
    assertThat(answer.get(2)).contains(why);
    assertThat(answer.get(2)).doesNotContain("canary");
    assertThat(copy(name)).doesNotExist();
  }

  @Test
  void refusesWhatIsNotProvablyTheMembersOwn() throws Exception {
    Path secret = owned(bob.resolve("secret"), "canary:canary\n", BOB);
    want("w", "/home/bob/secret", "password", "");
    refused("w", "permission denied");

    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
    refused("w", "does not belong to the member");

    Files.createSymbolicLink(alice.resolve("link"), secret);
    want("w", "/home/alice/link", "password", "");
    refused("w", "symbolic link");

    Files.createSymbolicLink(alice.resolve("folder"), bob);
    want("w", "/home/alice/folder/secret", "password", "");
    refused("w", "symbolic link");

    Files.createLink(alice.resolve("hard"), secret);
    want("w", "/home/alice/hard", "password", "");
    refused("w", "does not belong to the member");

    owned(alice.resolve("own"), "a:b\n", ALICE);
    Files.createLink(alice.resolve("own2"), alice.resolve("own"));
    want("w", "/home/alice/own", "password", "");
    refused("w", "second name");

    owned(alice.resolve("big"), "a:" + "b".repeat(5000), ALICE);
    want("w", "/home/alice/big", "password", "");
    refused("w", "larger than 4096");

    want("w", "/home/alice/none", "password", "");
    refused("w", "there is no such file");

    new ProcessBuilder("mkfifo", alice.resolve("fifo").toString()).start().waitFor();
    Files.setAttribute(alice.resolve("fifo"), "unix:uid", ALICE);
    want("w", "/home/alice/fifo", "password", "");
    refused("w", "not a regular file");

    want("w", "/etc/shadow", "password", "");
    Files.writeString(host.file("/etc/shadow"), "canary:x\n");
    Files.setPosixFilePermissions(
        host.file("/etc/shadow"), PosixFilePermissions.fromString("rw-------"));
    refused("w", "permission denied");
  }

  private String pem(String algorithm, String names, String form) throws Exception {
    Path key = dir.resolve("key");
    Path certificate = dir.resolve("certificate");
    run(
        "openssl",
        "req",
        "-x509",
        "-nodes",
        "-newkey",
        algorithm.split(" ")[0],
        "-pkeyopt",
        algorithm.split(" ")[1],
        "-days",
        "30",
        "-subj",
        "/CN=x",
        "-addext",
        "subjectAltName=" + names,
        "-keyout",
        key.toString(),
        "-out",
        certificate.toString());
    if (!form.isEmpty()) {
      run(
          "openssl",
          form,
          "-in",
          key.toString(),
          "-out",
          key.toString(),
          form.equals("rsa") ? "-traditional" : "-conv_form=uncompressed");
    }
    return Files.readString(key) + "some words between\n" + Files.readString(certificate);
  }

  private static void run(String... command) throws Exception {
    Process p = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(p.getInputStream().readAllBytes(), UTF_8);
    assertThat(p.waitFor()).as(output).isZero();
  }

  @Test
  void checksCertificateAndKey() throws Exception {
    // The table of the trial service allows 4096 bytes.
    Path file = alice.resolve("site.pem");
    want("c", "/home/alice/site.pem", "pem", "a.example www.a.example");
    String good = pem("ec ec_paramgen_curve:prime256v1", "DNS:a.example,DNS:*.a.example", "");
    owned(file, good, ALICE);
    assertThat(adopt("c")).containsExactly("ok", "0", "changed\n");
    assertThat(Files.readString(copy("c")))
        .startsWith("-----BEGIN PRIVATE KEY-----")
        .contains("-----BEGIN CERTIFICATE-----")
        .doesNotContain("words");
    run("openssl", "pkey", "-in", copy("c").toString(), "-noout");

    String rsa = pem("rsa rsa_keygen_bits:2048", "DNS:a.example,DNS:www.a.example", "rsa");
    assertThat(rsa).contains("BEGIN RSA PRIVATE KEY");
    owned(file, rsa, ALICE);
    assertThat(adopt("c")).containsExactly("ok", "0", "changed\n");
    run("openssl", "pkey", "-in", copy("c").toString(), "-check", "-noout");

    String sec1 = pem("ec ec_paramgen_curve:secp384r1", "DNS:a.example,DNS:www.a.example", "ec");
    assertThat(sec1).contains("BEGIN EC PRIVATE KEY");
    owned(file, sec1, ALICE);
    assertThat(adopt("c")).containsExactly("ok", "0", "changed\n");
    run("openssl", "pkey", "-in", copy("c").toString(), "-check", "-noout");

    owned(file, pem("rsa rsa_keygen_bits:1024", "DNS:a.example,DNS:www.a.example", ""), ALICE);
    refused("c", "too weak");

    String otherKey = good.substring(0, good.indexOf("some words"));
    String otherCertificate =
        pem("ec ec_paramgen_curve:prime256v1", "DNS:a.example,DNS:www.a.example", "");
    otherCertificate = otherCertificate.substring(otherCertificate.indexOf("-----BEGIN CERT"));
    owned(file, otherKey + otherCertificate, ALICE);
    refused("c", "do not belong together");
    owned(file, rsa.substring(0, rsa.indexOf("some words")) + otherCertificate, ALICE);
    refused("c", "do not belong together");
    owned(file, otherCertificate, ALICE);
    refused("c", "no private key");
    owned(file, otherKey, ALICE);
    refused("c", "no certificate");
    owned(file, "canary", ALICE);
    refused("c", "no certificate");
    owned(file, pem("ec ec_paramgen_curve:prime256v1", "DNS:a.example", ""), ALICE);
    refused("c", "not for www.a.example");
    run(
        "openssl",
        "ec",
        "-aes128",
        "-passout",
        "pass:secret",
        "-in",
        dir.resolve("key").toString(),
        "-out",
        dir.resolve("locked").toString());
    run(
        "openssl",
        "pkcs8",
        "-topk8",
        "-passout",
        "pass:secret",
        "-in",
        dir.resolve("key").toString(),
        "-out",
        dir.resolve("locked8").toString());
    owned(file, Files.readString(dir.resolve("locked8")) + otherCertificate, ALICE);
    refused("c", "passphrase");
    owned(file, Files.readString(dir.resolve("locked")) + otherCertificate, ALICE);
    refused("c", "passphrase");
  }

  private String issued(String digest, String extensions) throws Exception {
    String leaf = pem("ec ec_paramgen_curve:prime256v1", "DNS:www.a.example", "");
    run("cp", dir.resolve("key").toString(), dir.resolve("leaf").toString());
    pem("rsa rsa_keygen_bits:2048", "DNS:ca.example", "");
    Files.writeString(dir.resolve("extensions"), "subjectAltName=DNS:www.a.example\n" + extensions);
    run(
        "openssl req -new -key %1$s/leaf -subj /CN=leaf -out %1$s/request"
            .formatted(dir)
            .split(" "));
    run(
        ("openssl x509 -req -in %1$s/request -CA %1$s/certificate -CAkey %1$s/key -set_serial 7"
                + " -days 30 -%2$s -extfile %1$s/extensions -out %1$s/issued")
            .formatted(dir, digest)
            .split(" "));
    return leaf.substring(0, leaf.indexOf("some words"))
        + Files.readString(dir.resolve("issued"))
        + Files.readString(dir.resolve("certificate"));
  }

  @Test
  void checksAWholeChain() throws Exception {
    Path file = alice.resolve("site.pem");
    want("c", "/home/alice/site.pem", "pem", "www.a.example");
    owned(file, issued("sha256", ""), ALICE);
    assertThat(adopt("c")).containsExactly("ok", "0", "changed\n");
    assertThat(Files.readString(copy("c")).split("BEGIN CERTIFICATE")).hasSize(3);
    assertThat(Files.readString(copy("c"))).contains(Files.readString(dir.resolve("issued")));
    assertThat(adopt("c")).containsExactly("ok", "0", "");

    owned(file, issued("sha1", ""), ALICE);
    refused("c", "too weak");
    // What a certificate says of itself in an extension imitates no line and no block of OpenSSL.
    String block = "-----BEGIN CERTIFICATE-----\\nAAAA\\n-----END CERTIFICATE-----";
    String lines = "\\n        Signature Algorithm: ecdsa-with-SHA256\\n";
    owned(file, issued("sha1", "nsComment=\"" + lines + block + "\"\n"), ALICE);
    refused("c", "too weak");
    owned(file, issued("sha256", "nsComment=\"" + lines + block + "\"\n"), ALICE);
    assertThat(adopt("c")).containsExactly("ok", "0", "changed\n");
    assertThat(Files.readString(copy("c"))).doesNotContain("AAAA\n-----END");

    String good = issued("sha256", "");
    owned(file, good.replaceFirst("-----BEGIN CERTIFICATE-----\n.{20}", "$0AAAA"), ALICE);
    refused("c", "a certificate that cannot be read");
    owned(file, good.replaceFirst("PRIVATE KEY-----\n.{20}", "$0AAAA"), ALICE);
    refused("c", "a key that cannot be read");
    owned(file, good + good.substring(good.indexOf("-----BEGIN CERT")), ALICE);
    refused("c", "larger than 4096");
  }

  @Test
  void takesKeysOfTheNewerKind() throws Exception {
    want("c", "/home/alice/site.pem", "pem", "a.example");
    run(
        ("openssl req -x509 -nodes -newkey ed25519 -days 30 -subj /CN=x"
                + " -addext subjectAltName=DNS:a.example -keyout %1$s/key -out %1$s/certificate")
            .formatted(dir)
            .split(" "));
    String both =
        Files.readString(dir.resolve("certificate")) + Files.readString(dir.resolve("key"));
    owned(alice.resolve("site.pem"), both, ALICE);
    assertThat(adopt("c")).containsExactly("ok", "0", "changed\n");
    assertThat(Files.readString(copy("c"))).startsWith("-----BEGIN PRIVATE KEY-----");
  }
}
