package coop.croft.lang;

import static org.assertj.core.api.Assertions.assertThat;

import coop.croft.lang.check.Suggestions;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which names are near enough to be offered: one edit, and one more for every four letters. */
class SuggestionsTest {
  @ParameterizedTest
  @CsvSource(
      value = {
        // Edits: of three letters one, of four two, of eight three; a swap of neighbours is one.
        "abc, abd, abd",
        "abc, ade, ''",
        "abcd, abxy, abxy",
        "abcd, axyz, ''",
        "abcd, abcdef, abcdef",
        "abcd, abcdefg, ''",
        "abcdefgh, abcdexyz, abcdexyz",
        "abcdefgh, abcdwxyz, ''",
        "ab, ba, ba",
        "abcd, badc, badc",
        "abcd, dcba, ''",
        "ABC, abc, abc",
        "abc, abc, ''",
        // A name without what stands in front of its capital, where that has none.
        "MX, dnsMX, dnsMX",
        "mx, dnsMX, dnsMX",
        "mx, dnsAmx, ''",
        "mx, dNsMx, ''",
        "Zone, longNameOfZone, ''",
        "Zone, longnameofZone, longnameofZone",
        "Z, thisA, ''",
        "Aa, thisAa, thisAa",
        "Za, thisZa, thisZa",
        "1a, this1a, ''",
        // A name behind which more stands, from a capital on; it has more than three letters.
        "redirectPermanent, redirect, redirect",
        "redirectpermanent, redirect, ''",
        "noteLoud, note, note",
        "notLoudly, not, ''",
        "redirectPer, redirect, redirect",
        "thingsOfMine, thongs, ''",
      })
  void isNear(String wanted, String known, String offered) {
    assertThat(String.join(" ", Suggestions.near(wanted, List.of(known)))).isEqualTo(offered);
  }

  @ParameterizedTest
  @CsvSource({
    "abcd, abcx abxy abcde abc ab, abc abcde abcx",
    "abcd, zzzz yyyy, ''",
    "Aa, thisAa thatAa an, an thatAa thisAa",
  })
  void theNearestThreeComeFirst(String wanted, String known, String offered) {
    assertThat(String.join(" ", Suggestions.near(wanted, List.of(known.split(" ")))))
        .isEqualTo(offered);
  }

  @ParameterizedTest
  @CsvSource({"64, true", "65, false"})
  void longNamesAreNotSearchedFor(int length, boolean found) {
    String name = "a".repeat(length);
    assertThat(Suggestions.near(name, List.of(name + "b")).isEmpty()).isEqualTo(!found);
  }
}
