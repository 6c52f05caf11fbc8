package coop.croft.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every refused program is refused with its code at its line, and nothing changes anywhere. */
@Tag("lab")
class RefusedTest {
  private static final List<String> ZONES =
      List.of(
          "greenhouse.example",
          "forge.example",
          "anvil.example",
          "press.example",
          "archive.example",
          "mirror.example",
          "river.delta.example");

  @Test
  void refusedWithTheCodeAtTheLineAndNothingChanges() {
    SortedMap<String, String> before = state();
    SortedMap<String, String> wrong = new TreeMap<>();
    for (Lab.Program program : Lab.programs("refused")) {
      String text = program.text();
      String code = text.lines().findFirst().orElseThrow().replace("#", "").strip();
      int line = 1 + text.lines().map(l -> l.endsWith("# here")).toList().indexOf(true);
      Lab.Ran ran = Lab.apply(program.member(), program.name(), text);
      String expected = ":" + line + ":";
      String found =
          ran.err().lines().filter(l -> l.contains("error[")).findFirst().orElse(ran.all());
      if (ran.exit() != 1
          || !found.contains("error[" + code + "]")
          || !found.contains(".dtl" + expected)) {
        wrong.put(program.name(), "wanted " + code + expected + " got " + ran.exit() + " " + found);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(state()).isEqualTo(before);
  }

  @Test
  void aMissingRightIsNamedWithWhatToDo() {
    Lab.Ran ran = Lab.apply("mallory", "bank", "dom \"bank.example\" with end\n");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("you do not hold the domain bank.example");
  }

  private static SortedMap<String, String> state() {
    SortedMap<String, String> state = new TreeMap<>();
    for (String host : List.of("main", "dynamic", "offsite")) {
      state.put("files " + host, Lab.files(host));
    }
    for (String zone : ZONES) {
      for (String server : Lab.NAME_SERVERS) {
        state.put("serial " + zone + " " + server, Long.toString(Lab.serial(server, zone)));
      }
    }
    return state;
  }
}
