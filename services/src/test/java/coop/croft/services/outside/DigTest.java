package coop.croft.services.outside;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DigTest {
  private static final String REFERRAL =
      """
      ;; Got answer:
      ;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 24519
      ;; flags: qr; QUERY: 1, ANSWER: 0, AUTHORITY: 2, ADDITIONAL: 3

      ;; OPT PSEUDOSECTION:
      ; EDNS: version: 0, flags:; udp: 1232
      ;; AUTHORITY SECTION:
      moor.example.\t\t60\tIN\tNS\tNS1.croft.example.
      moor.example.\t\t60\tIN\tNS\tns.moor.example.

      ;; ADDITIONAL SECTION:
      ns1.croft.example.\t60\tIN\tA\t192.0.2.11
      ns1.croft.example.\t60\tIN\tAAAA\t2001:db8::11

      """;

  @Test
  void aReferralWithItsGlue() {
    Dig.Reply reply = Dig.read(REFERRAL).orElseThrow();
    assertThat(reply.knows()).isTrue();
    assertThat(reply.of("moor.example", "NS"))
        .containsExactly("ns1.croft.example", "ns.moor.example");
    assertThat(reply.of("ns1.croft.example", "AAAA")).containsExactly("2001:db8::11");
    assertThat(reply.data("A", "ANSWER")).isEmpty();
    assertThat(reply.data("A", "ADDITIONAL")).containsExactly("192.0.2.11");
  }

  @Test
  void dataWithBlanksStaysWhole() {
    Dig.Reply reply =
        Dig.read(
                """
                ;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1
                ;; ANSWER SECTION:
                moor.example. 60 IN DS 4711 13 2 0000AAAA 1111BBBB
                """)
            .orElseThrow();
    assertThat(reply.data("DS", "ANSWER")).containsExactly("4711 13 2 0000AAAA 1111BBBB");
  }

  @Test
  void refusalsAndSilence() {
    assertThat(Dig.read(";; ->>HEADER<<- opcode: QUERY, status: REFUSED, id: 1\n"))
        .hasValueSatisfying(r -> assertThat(r.knows()).isFalse());
    assertThat(Dig.read(";; communications error to 192.0.2.9#53: timed out\n")).isEmpty();
    assertThat(Dig.read("dig: command not found\n")).isEmpty();
  }
}
