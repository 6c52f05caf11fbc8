package coop.croft.services.web;

import com.code_intelligence.jazzer.junit.FuzzTest;
import coop.croft.lang.SourceText;

/**
 * Whatever a configuration holds: it is refused, or becomes a program that checks for a member who
 * holds what it names.
 */
class ApacheImportFuzzTest {
  @FuzzTest(maxDuration = "60s")
  void anyFile(byte[] octets) {
    ApacheImportTest.sound(new SourceText("a.conf", octets));
  }
}
