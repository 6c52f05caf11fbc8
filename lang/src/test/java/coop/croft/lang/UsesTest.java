package coop.croft.lang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import coop.croft.lang.syntax.FileParser;
import coop.croft.lang.syntax.Tree;
import coop.croft.lang.syntax.Uses;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which names of others a file needs: the order in which the library is loaded hangs on it. */
class UsesTest {
  /** Each form once; a name that begins with {@code x} is bound where it is used. */
  static Stream<Arguments> forms() {
    return Stream.of(
        arguments("context C; extern type t;", ""),
        arguments("extern val e : a -> [b];", "a b"),
        arguments("extern val e : C => a;", "C a"),
        arguments("extern val e : [C & ^D & !E & Root];", "C D E"),
        arguments("extern val e : [C] {V : a} => {W : b, X : d};", "C V W X a b d"),
        arguments("val v : a = b;", "a b"),
        arguments("val v = b;", "b"),
        arguments("val V : a = b;", "a b"),
        arguments("val v = [a, b];", "a b"),
        arguments("val v = a b \"s\" 1;", "a b"),
        arguments("val v = \\x : (a) -> f x b;", "a b f"),
        arguments("val v = \\x -> \\x -> x;", ""),
        arguments("val v = [\\x -> x, x];", "x"),
        arguments("val v = \\\\x : (C & !D) -> begin x; a end;", "C D a"),
        arguments("val v = [\\\\x -> begin x end, x];", "x"),
        arguments("val v = begin V = a; x <- W; f x end;", "V W a f"),
        arguments("val v = [begin x <- W; f x end, x];", "W f x"),
        arguments("val v = let V = a in b end;", "V a b"),
        arguments("val v = begin if a then b else d end end;", "a b d"),
        arguments("val v = begin if a then b end end;", "a b"),
        arguments("val v = begin for x in a do f x end; x end;", "a f x"),
        arguments("val v = a with b end;", "a b"),
        arguments("val v = a where V = b with d end;", "V a b d"),
        arguments("val v = a where V = b end;", "V a b"),
        arguments("a; b", "a b"));
  }

  private static Tree tree(String program) {
    Tree tree =
        FileParser.parse(
            new SourceText("x.dtl", program.getBytes(StandardCharsets.UTF_8)), Bounds.DEFAULT);
    assertThat(tree.diagnostics()).isEmpty();
    return tree;
  }

  @ParameterizedTest
  @MethodSource("forms")
  void areAllThatAreNotBound(String program, String names) {
    Map<Uses.Name, Uses.Place> uses = Uses.of(tree(program));
    assertThat(
            uses.keySet().stream().map(Uses.Name::name).sorted().collect(Collectors.joining(" ")))
        .isEqualTo(names);
    uses.forEach(
        (name, place) ->
            assertThat(program.substring(place.start(), place.end())).isEqualTo(name.name()));
  }

  /** A name means another thing in each of the four name spaces; its first place counts. */
  @ParameterizedTest
  @MethodSource("spaces")
  void haveASpaceAndTheirFirstPlace(String program, Set<String> expected) {
    assertThat(
            Uses.of(tree(program)).entrySet().stream()
                .map(u -> u.getKey().space() + " " + u.getKey().name() + " " + u.getValue().start())
                .collect(Collectors.toSet()))
        .isEqualTo(expected);
  }

  static Stream<Arguments> spaces() {
    return Stream.of(
        arguments("val v : a = a; val w : a = a;", Set.of("TYPE a 8", "VALUE a 12")),
        arguments(
            "val v : [C] {C : a} = begin C = a end;",
            Set.of("CONTEXT C 9", "VARIABLE C 13", "TYPE a 17", "VALUE a 32")));
  }
}
