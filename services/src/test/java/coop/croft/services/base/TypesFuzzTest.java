package coop.croft.services.base;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import coop.croft.lang.Verdict;
import java.util.regex.Pattern;

/**
 * Fuzz targets: with {@code JAZZER_FUZZ=1} they look for new inputs, else they run the saved ones.
 * No input may throw, take long, or be accepted with a normal form that is not its own.
 */
class TypesFuzzTest {
  @FuzzTest(maxDuration = "60s")
  void names(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    if (Names.strict(text) instanceof Verdict.Accepted(String name)) {
      require(Names.strict(name).equals(Verdict.accepted(name)), name);
      require(name.length() <= 253 && name.chars().allMatch(c -> c < 0x80), name);
    }
    if (Names.host(text) instanceof Verdict.Accepted(String name)) {
      require(Names.host(name).equals(Verdict.accepted(name)), name);
    }
    if (Urls.url("https://" + text) instanceof Verdict.Accepted(String url)) {
      require(Urls.url(url).equals(Verdict.accepted(url)), url);
    }
  }

  @FuzzTest(maxDuration = "60s")
  void patterns(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    if (SafePattern.parse(text) instanceof SafePattern.Parsed.Good(SafePattern pattern)) {
      String java = pattern.negated() ? text.substring(1) : text;
      if (!java.contains("[:")) {
        int groups = Pattern.compile(java).matcher("").groupCount();
        require(groups == pattern.groups(), text);
      }
      require(!text.contains("${"), text);
    }
  }

  private static void require(boolean holds, String example) {
    if (!holds) {
      throw new AssertionError(Text.shown(example));
    }
  }
}
