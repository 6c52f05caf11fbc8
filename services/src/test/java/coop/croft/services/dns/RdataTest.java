package coop.croft.services.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import coop.croft.lang.Code;
import coop.croft.lang.Fault;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Impossible data are refused with a sentence; what has several spellings is kept in one. */
class RdataTest {
  private static final String H40 = "0123456789abcdef0123456789abcdef01234567";

  private static Rdata naptr(String regexp) {
    return new Rdata.Naptr(1, 1, "U", "E2U+sip", regexp, ".");
  }

  private static final Map<String, Supplier<Rdata>> REFUSED =
      Map.ofEntries(
          Map.entry("preference 65536: must be from 0 to 65535", () -> new Rdata.Mx(65536, "a.b")),
          Map.entry("must have preference 0", () -> new Rdata.Mx(1, ".")),
          Map.entry("a name server cannot be the root", () -> new Rdata.Ns(".")),
          Map.entry("weight 70000: must be", () -> new Rdata.Srv(0, 70000, 1, "a.b")),
          Map.entry("does not fit into a DNS message", () -> new Rdata.Txt("x".repeat(65000))),
          Map.entry("control characters", () -> new Rdata.Txt("a\u0085b")),
          Map.entry("half of a character", () -> new Rdata.Txt("a\ud800b")),
          Map.entry("CAA flags 1: must be 0, or 128", () -> new Rdata.Caa(1, "issue", "ca.b")),
          Map.entry("CAA tag \"is sue\"", () -> new Rdata.Caa(0, "is sue", "ca.b")),
          Map.entry("mailto:, http: or https:", () -> new Rdata.Caa(0, "iodef", "me@a.b")),
          Map.entry("SSHFP algorithm 5", () -> new Rdata.Sshfp(5, 1, H40)),
          Map.entry("SSHFP fingerprint type 3", () -> new Rdata.Sshfp(4, 3, H40)),
          Map.entry("40 hexadecimal digits: must be 64", () -> new Rdata.Sshfp(4, 2, H40)),
          Map.entry("hexadecimal digits only", () -> new Rdata.Sshfp(4, 1, H40.replace('0', 'g'))),
          Map.entry("TLSA usage 4", () -> new Rdata.Tlsa(4, 0, 0, "00")),
          Map.entry("pairs of hexadecimal digits", () -> new Rdata.Tlsa(3, 0, 0, "000")),
          Map.entry("DS algorithm 6", () -> new Rdata.Ds(1, 6, 2, H40)),
          Map.entry("key tag 70000", () -> new Rdata.Ds(70000, 13, 2, H40)),
          Map.entry("NAPTR flags \"X\"", () -> new Rdata.Naptr(1, 1, "X", "", "", "a.b")),
          Map.entry("the services may hold", () -> new Rdata.Naptr(1, 1, "", "a b", "", "a.b")),
          Map.entry(
              "either an expression or a replacement",
              () -> new Rdata.Naptr(1, 1, "U", "", "!^.*$!x!", "a.b")),
          Map.entry("must have the form !pattern!result!", () -> naptr("!^.*$!x")),
          Map.entry("only i may stand", () -> naptr("!^.*$!x!g")),
          Map.entry("\"1\" cannot delimit", () -> naptr("1^.*$1x1")),
          Map.entry("refers to group 2, but the pattern has 1", () -> naptr("!^(.*)$!\\2!")),
          Map.entry("( without a )", () -> naptr("!^(.*$!x!")),
          Map.entry("[ without a ]", () -> naptr("!^[a$!x!")),
          Map.entry("* follows nothing", () -> naptr("!*a!x!")),
          Map.entry("repeats a repetition", () -> naptr("!a**!x!")),
          Map.entry("* repeats ^ or $", () -> naptr("!^*!x!")),
          Map.entry("{ repeats ^ or $", () -> naptr("!(a|${2})!x!")),
          Map.entry("[a-c-e] has a - behind a range", () -> naptr("![a-c-e]!x!")),
          Map.entry("[a-b-] has a - behind a range", () -> naptr("![^a-b-]!x!")),
          Map.entry("the machine has 256 octets", () -> new Rdata.Hinfo("x".repeat(256), "")),
          Map.entry("a place needs N or S", () -> new Rdata.Loc("52 22 23")),
          Map.entry("degrees up to 90", () -> new Rdata.Loc("91 N 4 E 0m")),
          Map.entry("below 60", () -> new Rdata.Loc("52 60 N 4 E 0m")),
          Map.entry("the altitude is missing", () -> new Rdata.Loc("52 N 4 E")),
          Map.entry("expected metres", () -> new Rdata.Loc("52 N 4 E high")),
          Map.entry("is too much", () -> new Rdata.Loc("52 N 4 E 0m 1m 1m 1m 1m")));

  @TestFactory
  Stream<DynamicTest> refused() {
    return REFUSED.entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.getKey(),
                    () ->
                        assertThatThrownBy(() -> e.getValue().get())
                            .isInstanceOfSatisfying(
                                Fault.class,
                                f -> assertThat(f.code()).isEqualTo(Code.INVALID_VALUE))
                            .hasMessageContaining(e.getKey())));
  }

  private static Fault refusedCaa(String tag, String value) {
    return catchThrowableOfType(Fault.class, () -> new Rdata.Caa(0, tag, value));
  }

  @Test
  void whoMayIssueIsTheNameOfAnAuthority() {
    for (String right :
        List.of(
            "letsencrypt.org",
            " CA1.example ",
            "",
            ";",
            " ; ",
            "ca.test;",
            "ca.test; validationmethods=dns-01",
            "ca.test;a=1; b1-c = https://x.example/a,b",
            "; policy=ev",
            "ca.test; empty=")) {
      assertThat(new Rdata.Caa(0, "issue", right).value()).isEqualTo(right);
      assertThat(new Rdata.Caa(128, "issuewild", right).value()).isEqualTo(right);
    }
    Map<String, String> names =
        Map.of(
            "letsencrypt.org.", "write \"letsencrypt.org\"",
            "https://letsencrypt.org/", "write \"letsencrypt.org\"",
            "\"letsencrypt.org\"", "write \"letsencrypt.org\"",
            "'https://ca.test/acme'; a=1", "write \"ca.test\"",
            "h\u00f6hle.test", "write the domain that the authority names for this",
            "Let's Encrypt", "write the domain that the authority names for this",
            "-a.test", "write the domain that the authority names for this",
            "a_b.test", "write the domain that the authority names for this");
    names.forEach(
        (wrong, hint) -> {
          Fault fault = refusedCaa("issue", wrong);
          assertThat(fault)
              .as(wrong)
              .hasMessageContaining("the value of issue begins with the name of an authority");
          assertThat(fault.hint().orElseThrow()).startsWith(hint);
        });
    for (String wrong :
        List.of(
            "ca.test; dns-01", "ca.test; a=b c", "ca.test;;", "ca.test; a=1;", "ca.test; a_b=1")) {
      assertThat(refusedCaa("issuewild", wrong))
          .as(wrong)
          .hasMessageContaining("behind the name of an authority stand parameters");
    }
    assertThat(new Rdata.Caa(0, "contactemail", "a@b.test").tag()).isEqualTo("contactemail");
    assertThat(new Rdata.Caa(128, "tbs", "Unknown").tag()).isEqualTo("tbs");
    assertThat(refusedCaa("issuer", "ca.test").hint()).contains("did you mean issue?");
    assertThat(refusedCaa("issuewildcard", "ca.test").hint()).contains("did you mean issuewild?");
  }

  @Test
  void oneSpelling() {
    assertThat(new Rdata.Sshfp(4, 1, H40.toUpperCase(java.util.Locale.ROOT)))
        .isEqualTo(new Rdata.Sshfp(4, 1, H40));
    assertThat(new Rdata.Caa(0, "Issue", "ca.test"))
        .isEqualTo(new Rdata.Caa(0, "issue", "ca.test"));
    assertThat(new Rdata.Loc("52 22 23 N 4 53 32 E -2m 0m"))
        .isEqualTo(new Rdata.Loc("52 22 23.000 n 4 53 32 e -2.00 0 10000m 10m"));
    assertThat(new Rdata.Loc("52 N 4 W 10").text())
        .isEqualTo("52 0 0.000 N 4 0 0.000 W 10.00m 1.00m 10000.00m 10.00m");
    assertThat(new Rdata.Naptr(1, 1, "u", "", "!a!b!", ".").flags()).isEqualTo("U");
  }

  @Test
  void textMayBeLong() {
    assertThat(new Rdata.Txt("x".repeat(64_000)).size()).isEqualTo(64_000 + 251);
    assertThat(new Rdata.Txt("").size()).isEqualTo(1);
  }
}
