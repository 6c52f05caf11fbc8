package coop.croft.services.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import coop.croft.lang.Code;
import coop.croft.services.Service.Fault;
import coop.croft.services.Unit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which programs are refused stands in {@code programs/refused}, as {@code web-two-password-…}. */
class PasswordFaultsTest {
  private static List<Fault> faults(String statements) {
    String program = "dom \"forge.example\" with vhost \"www\" with\n" + statements + "\nend end\n";
    return Programs.units("bob", "test", program).stream()
        .flatMap((Unit u) -> u.of(VirtualHost.class))
        .flatMap(v -> PasswordFaults.of(v).stream())
        .toList();
  }

  @Test
  void bothPlacesAreNamed() {
    List<Fault> faults =
        faults(
            """
            directory "/home/bob/public_html/staff" with authBasic "A" "/home/bob/a" end;
            location "/staff" with
              authBasic "B" "/home/bob/b";
              authBasic "B" "/home/bob/c"
            end""");
    String hint =
        "name the same file in both, and with requireUser those who may go further in; the other"
            + " authBasic is in line ";
    assertThat(faults).extracting(f -> f.origin().span().line()).containsExactlyInAnyOrder(4, 5);
    assertThat(faults).extracting(Fault::code).containsOnly(Code.CONFLICT);
    assertThat(faults)
        .extracting(Fault::message)
        .containsExactlyInAnyOrder(
            "location /staff asks for two password files: the server would know one of them alone",
            "location /staff and directory /home/bob/public_html/staff have pages in common and ask"
                + " for different password files: the server would know one of them alone");
    assertThat(faults)
        .extracting(Fault::hint)
        .containsExactlyInAnyOrder(Optional.of(hint + 2), Optional.of(hint + 4));
  }

  private static String lines(int count, String line) {
    return IntStream.range(0, count)
        .mapToObj(i -> line.formatted(i))
        .collect(Collectors.joining(";\n"));
  }

  @Test
  void aLargeSiteIsLookedAtInSeconds() {
    // Nearly as long as a location may be.
    String deep = "/a".repeat(490);
    String statements =
        lines(990, "alias \"" + deep + "/%d\" \"/home/bob" + deep + "/%1$d\"")
            + ";\n"
            + lines(
                240, "location \"" + deep + "/x%d\" with authBasic \"A\" \"/home/bob/l%1$d\" end")
            + ";\n"
            + lines(
                240,
                "directory \"/home/bob"
                    + deep
                    + "/y%d\" with authBasic \"A\" \"/home/bob/d%1$d\" end");
    assertTimeout(Duration.ofSeconds(5), () -> assertThat(faults(statements)).isEmpty());
  }
}
