package coop.croft.services.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import coop.croft.core.model.SourceId;
import coop.croft.lang.Code;
import coop.croft.lang.Diagnostic;
import coop.croft.lang.Fault;
import coop.croft.lang.SourceText;
import coop.croft.services.Compiler;
import coop.croft.services.Compiler.Compiled;
import coop.croft.services.Samples;
import coop.croft.services.Subject;
import coop.croft.services.Unit;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DomainTest {
  private static final Compiler LAB = Samples.compiler();
  private static final Subject MALLORY =
      new Subject(Optional.of("mallory"), Samples.rights(), Optional.of(LAB.site()));
  private static final OpenDomain MOOR = new OpenDomain("moor.example", DnsKind.USE);

  @Test
  void aHostInAnOpenDomainHasAnAbsoluteName() {
    assertThat(MOOR.name("@", MALLORY)).isEqualTo("moor.example");
    assertThat(MOOR.name("a.b", MALLORY)).isEqualTo("a.b.moor.example");
    assertThat(MOOR.name("_sip._udp", MALLORY)).isEqualTo("_sip._udp.moor.example");
    assertThat(MOOR.name("*", MALLORY)).isEqualTo("*.moor.example");
    assertThat(MOOR.name("*.heath", MALLORY)).isEqualTo("*.heath.moor.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ferry", "a.ferry", "_x.ferry", "*.ferry", "*.a.ferry"})
  void aNameThatSomebodyElseHoldsNearerIsNotHeld(String host) {
    assertThatExceptionOfType(Fault.class)
        .isThrownBy(() -> MOOR.name(host, MALLORY))
        .satisfies(f -> assertThat(f.code()).isEqualTo(Code.NOT_HELD))
        .withMessageStartingWith("you do not hold the domain ");
  }

  @Test
  void theWholeNameIsAtMost253CharactersLong() {
    String label = "a".repeat(60);
    String host = String.join(".", label, label, label, "a".repeat(253 - 3 * 61 - 13));
    assertThat(MOOR.name(host, MALLORY)).hasSize(253);
    assertThatExceptionOfType(Fault.class)
        .isThrownBy(() -> MOOR.name("a" + host, MALLORY))
        .satisfies(f -> assertThat(f.code()).isEqualTo(Code.INVALID_VALUE));
  }

  private static Compiled secondary(String site, String master) {
    String text = "domain \"delta.example\" where DNS = secondaryOf [\"" + master + "\"] with end";
    return Samples.compiler(site)
        .compile(
            new SourceId("fatou", "delta"),
            new SourceText("delta.dtl", text.getBytes(StandardCharsets.UTF_8)),
            Samples.rights());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.0.0.0",
        "9.255.255.255",
        "11.0.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "192.169.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "169.253.255.255",
        "169.255.0.0",
        "223.255.255.255",
        "192.0.2.99",
        "198.51.100.1",
        "203.0.113.1"
      })
  void aPrimaryMayBeAnyMachineOnTheInternet(String master) {
    assertThat(secondary("lab/site/site.dtl", master)).isInstanceOf(Compiled.Units.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.255.255.255",
        "10.0.0.0",
        "10.255.255.255",
        "172.16.0.0",
        "172.31.255.255",
        "192.168.0.0",
        "192.168.255.255",
        "100.64.0.0",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.255",
        "169.254.0.0",
        "169.254.255.255",
        "224.0.0.0",
        "255.255.255.255",
        "192.0.2.11",
        "192.0.2.14"
      })
  void noOtherAddressIsAPrimary(String master) {
    assertThat(secondary("lab/site/site.dtl", master))
        .isInstanceOfSatisfying(
            Compiled.Refused.class,
            r ->
                assertThat(r.diagnostics())
                    .extracting(Diagnostic::code)
                    .containsExactly(Code.INVALID_VALUE));
  }

  @Test
  void unlessTheSiteKnowsIt() {
    String site = "services/src/test/resources/sites/accepted/settings.dtl";
    // One is private, the other a host of that site.
    for (String master : List.of("10.0.0.1", "192.0.2.2")) {
      assertThat(secondary(site, master))
          .isInstanceOfSatisfying(
              Compiled.Units.class,
              u ->
                  assertThat(u.units().getFirst().of(Domain.class).map(Unit.Of::resource))
                      .extracting(Domain::dns)
                      .containsExactly(new DnsKind.Secondary(List.of(master))));
    }
    assertThat(secondary(site, "192.0.2.3")).isInstanceOf(Compiled.Refused.class);
  }

  @Test
  void anAddressLeadsToAHostAtLeast() {
    assertThat(new Address("a.example", "a.example", List.of("b", "a", "b"), 60, false).nodes())
        .containsExactly("b", "a");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new Address("a.example", "a.example", List.of(), 60, false));
  }
}
