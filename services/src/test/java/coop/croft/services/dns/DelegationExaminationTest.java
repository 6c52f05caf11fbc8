package coop.croft.services.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coop.croft.services.Driver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is said about the zone above, as dig(1) shows it on the host that looks. */
class DelegationExaminationTest {
  private static final String HEAD = ";; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1\n";

  /** The key of RFC 6605, section 6.1, and its DS record. */
  private static final String KEY =
      "257 3 13 GojIhhXUN/u4v54ZQqGSnyhWJwaubCvTmeexv7bR6edbkrSqQpF64cYbcB7wNcP+e+MAnLr+Wi9xMWyQLc8NAA==";

  private final Map<String, String> world = new HashMap<>();

  private final Driver.Hands hands =
      new Driver.Hands() {
        @Override
        public String host() {
          return "offsite";
        }

        @Override
        public byte[] staged(String path) {
          throw new IllegalStateException(path);
        }

        @Override
        public boolean has(String path) {
          return false;
        }

        @Override
        public SortedSet<String> paths() {
          return new TreeSet<>();
        }

        @Override
        public Path scratch() {
          throw new IllegalStateException("nothing is written");
        }

        @Override
        public Driver.Ran run(List<String> argv, Duration limit) {
          if (argv.getFirst().equals("cat")) {
            return new Driver.Ran(0, "# nobody is asked\n");
          }
          String asked =
              argv.get(1) + " " + argv.get(argv.size() - 3) + " " + argv.get(argv.size() - 1);
          String said = world.get(asked);
          return said == null
              ? new Driver.Ran(9, ";; no servers could be reached\n")
              : new Driver.Ran(0, HEAD + said);
        }

        @Override
        public Driver.Ran asRoot(String verb, List<String> arguments) {
          throw new IllegalStateException(verb);
        }
      };

  private void says(String server, String name, String type, String... rows) {
    StringBuilder text = new StringBuilder();
    for (String row : rows) {
      text.append(row).append('\n');
    }
    world.put("@" + server + " " + name + ". " + type, text.toString());
  }

  private static String answer(String row) {
    return ";; ANSWER SECTION:\n" + row;
  }

  /** The resolver and the zone above are there. */
  private void above(String... referral) {
    says("192.0.2.99", "example", "NS", answer("example. 60 IN NS ns.example."));
    says("192.0.2.99", "ns.example", "A", answer("ns.example. 60 IN A 203.0.113.1"));
    says("192.0.2.99", "ns.example", "AAAA");
    says("203.0.113.1", "moor.example", "NS", referral);
    says("203.0.113.1", "moor.example", "DS");
  }

  private List<String> doctor(String signed) {
    return DelegationExamination.answer(
        List.of(
            "moor.example",
            signed,
            "192.0.2.99",
            "ns1.croft.example 192.0.2.11 2001:db8::11",
            "ns2.croft.example 192.0.2.12"),
        hands);
  }

  private static final String BOTH =
      """
      ;; AUTHORITY SECTION:
      moor.example. 60 IN NS ns1.croft.example.
      moor.example. 60 IN NS ns2.croft.example.
      """;

  @Test
  void whatIsWellIsCalledWell() {
    above(
        BOTH,
        ";; ADDITIONAL SECTION:",
        "ns1.croft.example. 60 IN A 192.0.2.11",
        "ns1.croft.example. 60 IN AAAA 2001:DB8:0:0::11");
    assertThat(doctor("plain")).isEmpty();
  }

  @Test
  void glueThatIsOld() {
    above(BOTH, ";; ADDITIONAL SECTION:", "ns1.croft.example. 60 IN A 192.0.2.77");
    assertThat(doctor("plain"))
        .singleElement()
        .asString()
        .startsWith(
            "example gives 192.0.2.77 as address of the name server ns1.croft.example, which has"
                + " 192.0.2.11, 2001:db8::11\t");
  }

  @Test
  void dsRecordsFitByTheirDigestOrElseByTagAndAlgorithm() {
    above(BOTH);
    says("192.0.2.11", "moor.example", "DNSKEY", answer("moor.example. 60 IN DNSKEY " + KEY));
    says("2001:db8::11", "moor.example", "DNSKEY", answer("moor.example. 60 IN DNSKEY " + KEY));
    String right = SigningKeys.ds("moor.example", KEY);
    String tag = right.split(" ")[0];
    assertThat(doctor("signed")).isEmpty();
    ds(right.substring(0, 40) + " " + right.substring(40));
    assertThat(doctor("signed")).isEmpty();
    ds(tag + " 13 4 00");
    assertThat(doctor("signed")).isEmpty();
    ds(tag + " 13 2 " + "00".repeat(32));
    assertThat(doctor("signed"))
        .singleElement()
        .asString()
        .contains("none of the DS records that example has of moor.example (key tag " + tag + ")")
        .endsWith("replace them by: " + right);
    assertThat(doctor("plain")).singleElement().asString().contains("is not signed, but example");
  }

  private void ds(String record) {
    says("203.0.113.1", "moor.example", "DS", answer("moor.example. 60 IN DS " + record));
  }

  @Test
  void whoCannotLookSaysSo() {
    assertThatThrownBy(() -> doctor("plain"))
        .hasMessage("no resolver (192.0.2.99) finds out NS of example");
    above(BOTH);
    world.remove("@203.0.113.1 moor.example. NS");
    assertThatThrownBy(() -> doctor("plain"))
        .hasMessage("the name servers of example (ns.example) do not answer");
  }

  @Test
  void whereNothingIsLookedUpNothingIsSaid() {
    assertThat(
            DelegationExamination.answer(
                List.of("moor.example", "plain", "", "ns1.croft.example 192.0.2.11"), hands))
        .isEmpty();
  }
}
