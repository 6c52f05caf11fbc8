package coop.croft.services.dns;

import com.code_intelligence.jazzer.junit.FuzzTest;
import coop.croft.lang.SourceText;

/**
 * Whatever octets a zone file holds: it is refused, or becomes a program that checks for a member
 * who holds the domain.
 */
class ZoneImportFuzzTest {
  @FuzzTest(maxDuration = "60s")
  void anyFile(byte[] octets) {
    ZoneImportTest.sound(new SourceText("a.zone", octets));
  }
}
