package coop.croft.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Disks that are full, but for a few blocks, so that another write fails each time; and disks that
 * can only be read. A small disk takes the place of the one on which agent, helper, a daemon or the
 * controller have their files.
 */
@Tag("lab")
class DiskFaultTest {
  private static final int[] BLOCKS_LEFT = {0, 4};
  private static final String COPY = "/var/tmp/small-disk";

  private final Moor moor = new Moor();
  private String host = "";
  private String place = "";
  private List<String> units = List.of();

  @BeforeEach
  void before() {
    moor.apply("old").expectSuccess();
    moor.settled();
  }

  @AfterEach
  void after() {
    if (!host.isEmpty()) {
      units("stop");
      Lab.on(host, "mount", "-o", "remount,rw", place);
      Lab.on(host, "rm", "-f", place + "/.filler");
      Lab.on(host, "rm", "-rf", COPY);
      Lab.on(host, "cp", "-a", place, COPY).expectSuccess();
      Lab.on(host, "umount", place).expectSuccess();
      Lab.on(host, "find", place, "-mindepth", "1", "-delete").expectSuccess();
      Lab.on(host, "cp", "-a", COPY + "/.", place).expectSuccess();
      Lab.on(host, "rm", "-rf", COPY);
      units("start");
    }
    moor.settled();
    moor.remove();
  }

  @ParameterizedTest
  @CsvSource({
    "dynamic,/var/lib/croft/agent,croft-agent croft-helper",
    "dynamic,/var/lib/croft/helper,croft-agent croft-helper",
    "dynamic,/etc/apache2/croft,croft-agent croft-helper apache2",
    "main,/etc/bind/croft,croft-agent croft-helper named",
    "main,/var/lib/croft/controller,croft-controller"
  })
  void fullOrReadOnly(String at, String directory, String units) {
    this.units = List.of(units.split(" "));
    small(at, directory);
    List<String> told = new ArrayList<>();
    for (int blocks : BLOCKS_LEFT) {
      fill(blocks);
      told.add(blocks + " blocks left: " + tried("full" + blocks, () -> freed()));
    }
    readOnly();
    told.add("read-only: " + tried("readonly", () -> writable()));
    System.out.println("disk of " + at + ":" + directory + "\n  " + String.join("\n  ", told));
    moor.apply("next").expectSuccess();
    assertThat(moor.settled()).isEqualTo("next");
    assertThat(Lab.on("main", "croft", "audit", "--verify").exit()).isZero();
  }

  private interface Repair {
    void run();
  }

  /** One change over a disk that does not take it; what the member is told holds afterwards. */
  private String tried(String version, Repair repair) {
    String before = moor.version();
    Lab.Ran told = moor.apply(version);
    repair.run();
    assertThat(moor.settled())
        .as("told: %d %s", told.exit(), told.all())
        .isIn(told.exit() == 0 ? List.of(version) : List.of(before, version));
    if (told.exit() == 1) {
      assertThat(moor.settled()).as("told: %s", told.all()).isEqualTo(before);
    }
    return told.exit() + " " + told.all().strip().replace("\n", " | ");
  }

  /** Stopped and started, since a daemon with a view of its own sees no disk that comes later. */
  private void units(String verb) {
    List<String> command = new ArrayList<>(List.of("systemctl", verb));
    command.addAll(units);
    Lab.on(host, command.toArray(String[]::new)).expectSuccess();
  }

  private void small(String at, String directory) {
    host = at;
    place = directory;
    units("stop");
    Lab.on(host, "rm", "-rf", COPY);
    Lab.on(host, "cp", "-a", place, COPY).expectSuccess();
    Lab.on(host, "mount", "-t", "tmpfs", "-o", "size=24m", "small", place).expectSuccess();
    Lab.on(host, "cp", "-a", COPY + "/.", place).expectSuccess();
    units("start");
    moor.settled();
  }

  /** Leaves so many blocks of 4,096 bytes free. */
  private void fill(int blocks) {
    String free = Lab.on(host, "df", "--output=avail", "-B4096", place).out();
    long count = Long.parseLong(free.lines().toList().getLast().strip()) - blocks;
    Lab.on(
            host,
            "dd",
            "if=/dev/zero",
            "of=" + place + "/.filler",
            "bs=4096",
            "count=" + count,
            "status=none")
        .expectSuccess();
  }

  /** At once, or, if a file is open for writing, as after a start from such a disk. */
  private void readOnly() {
    if (Lab.on(host, "mount", "-o", "remount,ro", place).exit() != 0) {
      units("stop");
      Lab.on(host, "mount", "-o", "remount,ro", place).expectSuccess();
      // It may not start at all.
      units.forEach(u -> Lab.on(host, "systemctl", "start", "--no-block", u));
    }
  }

  private void writable() {
    Lab.on(host, "mount", "-o", "remount,rw", place).expectSuccess();
    // Some may still be failing from such a start.
    units.forEach(u -> Lab.on(host, "systemctl", "reset-failed", u));
    units("restart");
  }

  private void freed() {
    Lab.on(host, "rm", "-f", place + "/.filler").expectSuccess();
  }
}
