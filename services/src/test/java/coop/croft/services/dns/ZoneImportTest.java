package coop.croft.services.dns;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.core.model.Right;
import coop.croft.core.model.Rights;
import coop.croft.core.model.SourceId;
import coop.croft.lang.Bounds;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.SourceText;
import coop.croft.lang.format.Formatted;
import coop.croft.lang.format.Formatter;
import coop.croft.lang.message.Rendering;
import coop.croft.services.Compiler;
import coop.croft.services.Facts;
import coop.croft.services.Foreign;
import coop.croft.services.Samples;
import coop.croft.services.Unit;
import coop.croft.services.World;
import coop.croft.services.imports.Imported;
import coop.croft.services.imports.Remark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Zone files become programs that render back to the same zones. Each {@code zones/NAME.zone} has
 * its program and its remarks beside it, {@code NAME.out}; each {@code refused/NAME.zone} what is
 * said of it. {@code CROFT_GOLDEN=update} writes them anew; read the difference.
 */
class ZoneImportTest {
  private static final Foreign FILES =
      new Foreign(
          Path.of("src/test/resources/dns/import"),
          ".zone",
          "\0\"();$@\\\n\r\t .0123456789*-_\u00ff");
  private static final Compiler COMPILER = Samples.compiler();
  private static final Pattern OPENED = Pattern.compile("(?m)^dom\\s+\"([^\"]+)\"");

  @TempDir Path directory;

  static Stream<Path> zones() throws IOException {
    return FILES.files("zones");
  }

  static Stream<Path> refused() throws IOException {
    return FILES.files("refused");
  }

  private static Imported.Program program(SourceText file) {
    return Foreign.program(ZoneImport.of(file, Optional.empty()));
  }

  /** The zone file of a program, compiled for a member who holds the domain. */
  private static byte[] rendered(String program) {
    Unit unit = unit(program);
    World world = COMPILER.world(rights(unit.domain()), List.of(unit));
    assertThat(COMPILER.faults(unit, world)).isEmpty();
    return COMPILER.renderUnit(unit, world, Facts.OFFLINE).stream()
        .filter(f -> Places.zoneOfText(f.path()).isPresent())
        .findFirst()
        .orElseThrow()
        .content();
  }

  static Unit unit(String program) {
    Matcher opened = OPENED.matcher(program);
    assertThat(opened.find()).isTrue();
    SourceText text = new SourceText("a.dtl", program.getBytes(StandardCharsets.UTF_8));
    SourceId id = new SourceId("alice", "a");
    return switch (COMPILER.compile(id, text, rights(opened.group(1)))) {
      case Compiler.Compiled.Units(List<Unit> units) -> units.getFirst();
      case Compiler.Compiled.Refused(List<Diagnostic> diagnostics) ->
          throw new AssertionError(Rendering.of(diagnostics.getFirst(), text));
    };
  }

  private static Rights rights(String domain) {
    return new Rights(Map.of("alice", List.of(new Right(Right.Kind.DOMAIN, domain))));
  }

  /** As BIND reads a file: records with their data as octets, without the SOA record. */
  private Set<String> byBind(SourceText file, String domain) throws IOException {
    byte[] octets = file.bytes();
    boolean marked = octets.length > 2 && octets[0] == (byte) 0xEF && octets[1] == (byte) 0xBB;
    Path in = directory.resolve("in");
    Files.write(in, marked ? Arrays.copyOfRange(octets, 3, octets.length) : octets);
    Path out = directory.resolve("out");
    Bind.Ran ran = Bind.compile(domain, in, out);
    assertThat(ran.exit()).as(ran.output()).isZero();
    return Meant.read(Files.newInputStream(out)).stream()
        .map(
            r ->
                r.substring(0, r.indexOf(' ')).toLowerCase(Locale.ROOT)
                    + r.substring(r.indexOf(' ')))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @MethodSource("zones")
  void aZoneComesBack(Path file) throws IOException {
    SourceText text = Foreign.text(file);
    Imported.Program program = program(text);
    FILES.expect(file, program);
    Formatted layout =
        Formatter.format(
            new SourceText("a.dtl", program.text().getBytes(StandardCharsets.UTF_8)),
            Bounds.DEFAULT);
    assertThat(layout).isEqualTo(new Formatted.Text(program.text()));

    String domain = unit(program.text()).domain();
    Set<String> before = byBind(text, domain);
    Set<String> after = Meant.read(rendered(program.text()));
    after.removeIf(r -> r.startsWith(domain + ". ") && r.contains(" NS "));
    Map<String, Integer> remarked = new HashMap<>();
    program.remarks().forEach(r -> remarked.merge(r.what(), 1, Integer::sum));
    Set<String> added = new TreeSet<>(after);
    added.removeAll(before);
    Set<String> gone = new TreeSet<>(before);
    gone.removeAll(after);
    for (String record : gone) {
      assertThat(remarked.merge(what(record), -1, Integer::sum)).as(record).isNotNegative();
    }
    for (String record : added) {
      assertThat(program.remarks())
          .as(record)
          .anyMatch(r -> r.what().equals(what(record)) && r.kind() != Remark.Kind.LEFT_OUT);
    }
  }

  /** {@code TYPE record of owner}, of a record as {@link Meant} shows it. */
  private static String what(String record) {
    String[] part = record.split(" ");
    return part[2] + " record of " + part[0].substring(0, part[0].length() - 1);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatIsWrongIsSaid(Path file) throws IOException {
    FILES.expectRefusal(file, ZoneImport.of(Foreign.text(file), Optional.empty()));
  }

  /** Zones of all types of records, in all spellings that master files have for them. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void anyZoneComesBack(long seed) {
    for (int i = 0; i < 150; i++) {
      String domain = "z" + i + "." + seed + ".example";
      Choices choices = Choices.seeded(1000 * seed + i);
      Unit unit = new Generator(choices, domain).unit(1 + i % 40);
      String file = new ZoneScribe(choices, domain).text(unit);
      Imported.Program program =
          program(new SourceText("a.zone", file.getBytes(StandardCharsets.UTF_8)));
      Set<String> meant = ParseBackTest.meant(unit);
      meant.removeIf(r -> r.startsWith(domain + ". ") && r.contains(" NS "));
      Set<String> after = Meant.read(rendered(program.text()));
      after.removeIf(r -> r.startsWith(domain + ". ") && r.contains(" NS "));
      assertThat(program.remarks()).as(file).noneMatch(r -> r.kind().isLoss());
      assertThat(after).as(file).isEqualTo(meant);
    }
  }

  /** Files of the collection with octets changed, doubled and lost: refused, or a good program. */
  @Test
  void brokenFilesMakeNoBrokenPrograms() throws IOException {
    Random random = new Random(20261127);
    List<Path> files = Stream.concat(zones(), refused()).toList();
    int programs = 0;
    for (int i = 0; i < 1500; i++) {
      programs += sound(FILES.broken(files, random)) ? 1 : 0;
    }
    assertThat(programs).isBetween(200, 1400);
  }

  /**
   * Whether a file has become a program.
   *
   * @throws AssertionError if that does not check for a member who holds the domain
   */
  static boolean sound(SourceText file) {
    return switch (ZoneImport.of(file, Optional.empty())) {
      case Imported.Refused(List<Diagnostic> diagnostics) -> {
        assertThat(diagnostics).isNotEmpty();
        diagnostics.forEach(d -> Rendering.of(d, file));
        yield false;
      }
      case Imported.Program(String text, List<Remark> remarks) -> {
        Unit unit = unit(text);
        World world = COMPILER.world(rights(unit.domain()), List.of(unit));
        assertThat(COMPILER.faults(unit, world)).as(text).isEmpty();
        yield true;
      }
    };
  }

  private static final String START = "$ORIGIN a.example.\n$TTL 60\n@ SOA . . 1 2 3 4 5\n";

  private static Imported imported(String text) {
    byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
    return ZoneImport.of(new SourceText("a.zone", octets), Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$GENERATE 0-1000000000 a$ A 192.0.2.1\n",
        "$GENERATE 0-2147483647/1 a$ A 192.0.2.1\n",
        "$GENERATE 1-190000 a$ TXT \"${0,255,d}${0,255,d}\"\n"
      })
  void generationIsBounded(String line) {
    assertThat(imported(START + line))
        .isInstanceOfSatisfying(
            Imported.Refused.class,
            r -> assertThat(r.diagnostics().getFirst().code().label()).isEqualTo("bound"));
  }

  @Test
  void largeFilesAreBounded() {
    assertThat(imported(START + " ".repeat(8 << 20))).isInstanceOf(Imported.Refused.class);
    assertThat(imported(START + "a A 192.0.2.1\n".repeat(200_001)))
        .isInstanceOf(Imported.Refused.class);
    assertThat(imported(START + "(".repeat(4 << 20) + ")".repeat((4 << 20) - 200) + "\n"))
        .isInstanceOf(Imported.Refused.class);
    assertThat(imported(START + "a TXT " + "(".repeat(1 << 20) + "b" + ")".repeat(1 << 20) + "\n"))
        .isInstanceOf(Imported.Program.class);
    assertThat(imported(START + "a A " + "x".repeat(1 << 20) + "\n"))
        .isInstanceOfSatisfying(Imported.Program.class, p -> assertThat(p.remarks()).hasSize(2));
    assertThat(imported("x".repeat(1 << 20) + "\n" + START)).isInstanceOf(Imported.Refused.class);
  }

  /** The domain of a file that does not name it. */
  @Test
  void theOriginMayBeSaid() {
    SourceText file =
        new SourceText("a", "$TTL 60\nwww A 192.0.2.1\n".getBytes(StandardCharsets.UTF_8));
    assertThat(ZoneImport.of(file, Optional.of("moor.example")))
        .isInstanceOfSatisfying(
            Imported.Program.class,
            p ->
                assertThat(p.text())
                    .contains("dom \"moor.example\" where DefaultAddress = false with"));
  }

  /** What comes through a pipe has no name worth a word. */
  @Test
  void theProgramSaysWhatItWasMadeOf() {
    byte[] zone = "@ 60 A 192.0.2.1\n".getBytes(StandardCharsets.UTF_8);
    for (String file : List.of("/dev/fd/63", "/srv/zones/db.moor.example")) {
      String program =
          Foreign.program(ZoneImport.of(new SourceText(file, zone), Optional.of("moor.example")))
              .text();
      assertThat(program)
          .contains(
              file.startsWith("/dev")
                  ? "imported from /dev/fd/63."
                  : "imported from the zone file db.moor.example.");
    }
  }
}
