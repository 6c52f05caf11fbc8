package coop.croft.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coop.croft.core.manifest.SignedManifest;
import io.avaje.json.JsonException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WireTest {
  @Test
  void messagesSurviveTheWire() {
    var call =
        new Calls.Call(
            "apply",
            List.of("a"),
            List.of(new Calls.Program("a", "a.dtl", "x\n\"\u2028")),
            Map.of("yes", "true"));
    assertThat(Wire.read(Calls.Call.class, Wire.write(call))).isEqualTo(call);
    var work =
        new Agents.Work(
            Agents.Order.PREPARE, 3, new SignedManifest("s", "main", 3, 9, "00", "sig"), "decided");
    assertThat(Wire.read(Agents.Work.class, Wire.write(work))).isEqualTo(work);
    var done = Calls.Event.done(0);
    assertThat(Wire.read(Calls.Event.class, Wire.write(done))).isEqualTo(done);
    var planned =
        new Calls.Planned(
            7, List.of(new Calls.Move("main", "dns", "/x", "remove", "stop a.example")), List.of());
    assertThat(Wire.read(Calls.Planned.class, Wire.write(planned))).isEqualTo(planned);
    assertThat(planned.removes()).isTrue();
    assertThat(Wire.write(planned)).doesNotContain("removes");
    assertThat(Wire.write(call)).doesNotContain("\n");
  }

  @Test
  void anObjectKeepsItsOrder() {
    Map<String, Object> values = new java.util.LinkedHashMap<>();
    values.put("b", 1L);
    values.put("a", List.of("x", "y\n"));
    assertThat(Wire.object(values)).isEqualTo("{\"b\":1,\"a\":[\"x\",\"y\\n\"]}");
  }

  @Test
  void longTextsSurviveWholeAndInOrder() {
    String text = "line \"\u00e9\ud83c\udf31\"\n".repeat(20_000);
    var call =
        new Calls.Call("apply", List.of(text), List.of(new Calls.Program("a", "", text)), Map.of());
    assertThat(Wire.read(Calls.Call.class, Wire.write(call))).isEqualTo(call);
    var event = new Calls.Event(Calls.Kind.TEXT, "", null, Wire.write(call), null);
    assertThat(Wire.read(Calls.Event.class, Wire.write(event))).isEqualTo(event);
  }

  @Test
  void whatIsNestedWithoutEndIsNotRead() {
    String call = "{\"verb\":\"status\",\"arguments\":[],\"programs\":[],\"options\":{}%s}";
    assertThat(Wire.read(Calls.Call.class, call.formatted(",\"x\":" + nested(20))).verb())
        .isEqualTo("status");
    for (int depth : new int[] {40, 100_000}) {
      assertThatThrownBy(
              () -> Wire.read(Calls.Call.class, call.formatted(",\"x\":" + nested(depth))))
          .isInstanceOf(JsonException.class)
          .hasMessageContaining("deep");
    }
    String brackets = "[{\\\"".repeat(100);
    String text = "{\"verb\":\"" + brackets + "\",\"arguments\":[],\"programs\":[],\"options\":{}}";
    assertThat(Wire.read(Calls.Call.class, text).verb()).startsWith("[{\"");
  }

  private static String nested(int depth) {
    return "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
  }
}
