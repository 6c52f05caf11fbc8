package coop.croft.services;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.lang.SourceText;
import coop.croft.lang.message.Rendering;
import coop.croft.services.imports.Imported;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A collection of files from elsewhere, each with what becomes of it beside it: {@code NAME.out}.
 * {@code CROFT_GOLDEN=update} writes those anew; read the difference.
 *
 * @param marks octets that mean something in such files
 */
public record Foreign(Path folder, String ending, String marks) {
  public Stream<Path> files(String kind) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(kind))) {
      return files.filter(f -> f.toString().endsWith(ending)).sorted().toList().stream();
    }
  }

  public static SourceText text(Path file) throws IOException {
    return new SourceText(file.getFileName().toString(), Files.readAllBytes(file));
  }

  public static Imported.Program program(Imported imported) {
    assertThat(imported).isInstanceOf(Imported.Program.class);
    return (Imported.Program) imported;
  }

  /** The program and its remarks are what stands beside the file. */
  public void expect(Path file, Imported.Program program) throws IOException {
    String remarks = program.remarks().stream().map(r -> r + "\n").collect(Collectors.joining());
    golden(file, program.text() + "\n" + remarks);
  }

  /** What is said of a file that is refused is what stands beside it. */
  public void expectRefusal(Path file, Imported imported) throws IOException {
    assertThat(imported).isInstanceOf(Imported.Refused.class);
    SourceText text = text(file);
    golden(
        file,
        ((Imported.Refused) imported)
            .diagnostics().stream().map(d -> Rendering.of(d, text)).collect(Collectors.joining()));
  }

  private void golden(Path file, String said) throws IOException {
    Path golden =
        Path.of(file.toString().substring(0, file.toString().length() - ending.length()) + ".out");
    if ("update".equals(System.getenv("CROFT_GOLDEN"))) {
      Files.writeString(golden, said);
    }
    assertThat(said).isEqualTo(Files.exists(golden) ? Files.readString(golden) : "");
  }

  /** One of some files with octets changed, doubled or lost. */
  public SourceText broken(List<Path> files, Random random) throws IOException {
    byte[] octets = Files.readAllBytes(files.get(random.nextInt(files.size())));
    for (int k = random.nextInt(4); k >= 0; k--) {
      octets = broken(octets, random);
    }
    return new SourceText("broken", octets);
  }

  private byte[] broken(byte[] octets, Random random) {
    int at = random.nextInt(octets.length);
    int length = random.nextInt(Math.min(20, octets.length - at));
    byte[] front = Arrays.copyOf(octets, at + (random.nextBoolean() ? length : 0));
    byte[] back =
        Arrays.copyOfRange(octets, random.nextBoolean() ? at : at + length, octets.length);
    byte[] all = Arrays.copyOf(front, Math.max(1, front.length + back.length));
    System.arraycopy(back, 0, all, front.length, back.length);
    if (random.nextBoolean()) {
      all[random.nextInt(all.length)] = (byte) marks.charAt(random.nextInt(marks.length()));
    }
    return all;
  }
}
