package coop.croft.services.dns;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import coop.croft.services.Facts;
import coop.croft.services.Unit;
import coop.croft.services.World;
import java.util.Set;

/** Whatever records the types allow: the zone that is written is read back as what was meant. */
class ZoneWriterFuzzTest {
  @FuzzTest(maxDuration = "60s")
  void writtenAsMeant(FuzzedDataProvider data) {
    Choices choices = bound -> data.consumeInt(0, bound - 1);
    Unit unit = new Generator(choices, "fuzz.example").unit(data.consumeInt(0, 30));
    World world = Sample.world(Sample.rights("gen fuzz.example"), unit);
    byte[] text = new DnsService().render(unit, world, Facts.OFFLINE).getLast().content();
    Set<String> read = Meant.read(text);
    if (!read.equals(ParseBackTest.meant(unit))) {
      throw new AssertionError(read + " is not what was meant: " + unit);
    }
  }

  /** A text of any characters stays one field of one record. */
  @FuzzTest(maxDuration = "60s")
  void anyText(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    Rdata txt;
    try {
      txt = new Rdata.Txt(text);
    } catch (coop.croft.lang.Fault refused) {
      return;
    }
    StringBuilder line = new StringBuilder();
    new ZoneWriter(line).record("a.example", 60, txt);
    Set<String> read =
        Meant.read(line.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    if (!read.equals(Set.of(Meant.of("a.example", 60, txt)))) {
      throw new AssertionError("read back as " + read);
    }
  }
}
