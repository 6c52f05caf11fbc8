package coop.croft.helper;

import static java.nio.charset.StandardCharsets.UTF_8;

import coop.croft.core.manifest.Fragment;
import coop.croft.core.manifest.Hash;
import coop.croft.core.manifest.LineMap;
import coop.croft.core.manifest.Manifest;
import coop.croft.core.manifest.SignedManifest;
import coop.croft.core.os.ContentStore;
import coop.croft.core.os.Directory;
import coop.croft.core.os.Disk;
import coop.croft.core.os.Frames;
import coop.croft.core.os.UnixStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A host below a directory, with the helper as a process of its own. */
final class TrialHost {
  final Path root;
  private final KeyPair controller;
  private Optional<Process> process = Optional.empty();
  private Optional<SignedManifest> staged = Optional.empty();
  private Optional<UnixStream> stream = Optional.empty();
  private final Map<String, byte[]> blobs = new TreeMap<>();

  TrialHost(Path directory) throws Exception {
    root = directory.toRealPath();
    controller = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    Files.createDirectories(state());
    Files.createDirectories(root.resolve("run/croft/helper"));
    Files.createDirectories(root.resolve("etc"));
    Files.createDirectories(root.resolve("var/lib"));
    Files.writeString(
        state().resolve("trust"),
        "site trial\nhost main\nkey "
            + Base64.getEncoder().encodeToString(controller.getPublic().getEncoded())
            + "\n");
  }

  Path state() {
    return root.resolve("var/lib/croft/helper");
  }

  Path file(String path) {
    return root.resolve(path.substring(1));
  }

  /** A manifest of text files of the service trial, by path; keeps its blobs to be sent. */
  SignedManifest manifest(long epoch, long generation, Map<String, String> files) {
    List<Fragment> fragments = new ArrayList<>();
    files.forEach(
        (path, text) ->
            fragments.add(
                new Fragment("main", "trial", path, text.getBytes(UTF_8), false, LineMap.EMPTY)));
    return manifest(epoch, generation, Manifest.of(fragments), fragments);
  }

  SignedManifest manifest(
      long epoch, long generation, Manifest manifest, List<Fragment> fragments) {
    fragments.forEach(f -> blobs.put(f.hash().hex(), f.content()));
    manifest.buckets().values().forEach(b -> blobs.put(Hash.of(b).hex(), b));
    byte[] top = Manifest.root(manifest.buckets());
    blobs.put(Hash.of(top).hex(), top);
    return sign(new SignedManifest("trial", "main", epoch, generation, Hash.of(top).hex(), ""));
  }

  byte[] blob(String hash) {
    return blobs.getOrDefault(hash, new byte[0]);
  }

  void forge(String hash, byte[] bytes) {
    blobs.put(hash, bytes);
  }

  SignedManifest sign(SignedManifest m) {
    return new SignedManifest(
        m.site(), m.host(), m.epoch(), m.generation(), m.root(), sign(m.signedBytes()));
  }

  private String sign(byte[] bytes) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(controller.getPrivate());
      signature.update(bytes);
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> java(String kill, List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx32m",
                "-Dcroft.kill=" + kill,
                "-cp",
                System.getProperty("java.class.path"),
                "coop.croft.helper.Main"));
    command.addAll(arguments);
    return command;
  }

  /** Starts the helper; {@code kill} is what {@link Killer} reads. */
  TrialHost start(String kill) throws Exception {
    Process p =
        new ProcessBuilder(java(kill, List.of("--root", root.toString(), "--agent", "0")))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(root.resolve("log").toFile()))
            .start();
    process = Optional.of(p);
    Path socket = root.resolve("run/croft/helper/helper.sock");
    while (p.isAlive()) {
      try {
        stream = Optional.of(UnixStream.connect(socket));
        return this;
      } catch (IOException e) {
        Thread.sleep(5);
      }
    }
    return this;
  }

  TrialHost start() throws Exception {
    return start("");
  }

  /** What the unit of a daemon runs before it starts. */
  int recover(String kill) throws Exception {
    Process p =
        new ProcessBuilder(java(kill, List.of("--root", root.toString(), "recover")))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(root.resolve("log").toFile()))
            .start();
    return p.waitFor();
  }

  /** The same within this process. */
  boolean recoverHere() throws Exception {
    try (Disk disk = new Disk(root);
        Directory directory = Directory.open(state());
        Directory store = directory.directory("store")) {
      return new Switch(disk, directory, new ContentStore(store)).recover();
    }
  }

  List<byte[]> exchange(List<byte[]> request) throws IOException {
    UnixStream s = stream.orElseThrow();
    Frames.write(s.out(), request);
    return Frames.read(s.in(), 64 << 20).orElseThrow(() -> new IOException("the helper ended"));
  }

  List<String> ask(String... words) throws IOException {
    return exchange(Arrays.stream(words).map(w -> w.getBytes(UTF_8)).toList()).stream()
        .map(b -> new String(b, UTF_8))
        .toList();
  }

  /** Has what was staged last made live, with the controller's decision. */
  List<String> commit(String generation, String... operations) throws IOException {
    List<String> words = new ArrayList<>(List.of("commit", generation));
    words.add(staged.map(m -> sign(m.decisionBytes())).orElse("-"));
    words.addAll(List.of(operations));
    return ask(words.toArray(String[]::new));
  }

  /** Stages as the agent does, sending what the helper asks for. */
  List<String> stage(SignedManifest m) throws IOException {
    staged = Optional.of(m);
    List<String> answer = List.of("missing");
    for (int round = 0; round < 5 && answer.getFirst().equals("missing"); round++) {
      answer =
          ask(
              "stage",
              m.site(),
              m.host(),
              m.epoch() + "",
              m.generation() + "",
              m.root(),
              m.signature());
      if (answer.getFirst().equals("missing")) {
        List<byte[]> send = new ArrayList<>(List.of("blobs".getBytes(UTF_8)));
        answer.stream().skip(1).forEach(h -> send.add(blob(h)));
        exchange(send);
      }
    }
    return answer;
  }

  /** Nothing happens any more, as if by SIGSTOP; it can only be killed. */
  void stop() throws Exception {
    Process p =
        new ProcessBuilder("kill", "-STOP", process.orElseThrow().pid() + "").inheritIO().start();
    if (p.waitFor() != 0) {
      throw new IOException("the helper does not stop");
    }
  }

  void kill() throws Exception {
    if (process.isPresent()) {
      process.get().destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
    if (stream.isPresent()) {
      stream.get().close();
      stream = Optional.empty();
    }
  }

  boolean isAlive() {
    return process.isPresent() && process.get().isAlive();
  }

  int awaitEnd() throws Exception {
    return process.orElseThrow().waitFor();
  }

  /** The regular files below the root's etc and var/lib/trial with their text. */
  Map<String, String> live() throws IOException {
    Map<String, String> found = new TreeMap<>();
    for (String top : List.of("etc/trial", "var/lib/trial")) {
      if (Files.isDirectory(root.resolve(top))) {
        try (var files = Files.walk(root.resolve(top))) {
          for (Path f : files.filter(Files::isRegularFile).toList()) {
            found.put("/" + root.relativize(f), Files.readString(f));
          }
        }
      }
    }
    return found;
  }

  void close() throws Exception {
    kill();
  }
}
