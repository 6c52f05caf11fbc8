package coop.croft.lang.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import coop.croft.lang.BoundBroken;
import coop.croft.lang.Bounds;
import coop.croft.lang.predicate.Implications;
import coop.croft.lang.predicate.Predicates;
import coop.croft.lang.syntax.Source;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Types share parts, so that a short program can make a huge one: whatever walks over a type counts
 * each part of it, and goes no deeper than the bound.
 */
class WorkOnTypesTest {
  private static final int LEVELS = 20;
  private static final Predicates PREDICATES = new Predicates(null);
  private static final Type.Base INT = new Type.Base("int", Literals.INTS, null);
  private static final Type.Action ACTION =
      new Type.Action(PREDICATES.anywhere(), Row.EMPTY, Row.EMPTY);

  /** What a walk is given: a type, and another of the same shape. */
  record Work(TypeWalk walk, Subsumption subsumption, Type type, Type other) {
    Work(Meter meter, Type type, Type other) {
      this(new TypeWalk(meter), meter, type, other);
    }

    private Work(TypeWalk walk, Meter meter, Type type, Type other) {
      this(
          walk,
          new Subsumption(meter, walk, new Implications(1_000), (constant, base) -> {}),
          type,
          other);
    }
  }

  private static Meter meter(long steps, int nesting) {
    Bounds bounds = new Bounds(1_000, 1_000, nesting, 1_000, steps, 1_000, 1_000, 1_000, 100_000);
    return new Meter(new Source("x.dtl", ""), bounds);
  }

  /** The fewest steps with which it ends. */
  private static int cost(Consumer<Work> walk, Type type, Type other) {
    return IntStream.range(0, 1_000)
        .filter(
            steps -> {
              try {
                walk.accept(new Work(meter(steps, 500), type, other));
                return true;
              } catch (BoundBroken tooFew) {
                return false;
              }
            })
        .findFirst()
        .orElseThrow();
  }

  /** How one type stands inside another. */
  enum Level {
    LIST,
    PARAMETER,
    RESULT,
    BLOCK;

    Type around(Type inner) {
      return switch (this) {
        case LIST -> new Type.ListOf(inner);
        case PARAMETER -> new Type.Function(inner, INT);
        case RESULT -> new Type.Function(INT, inner);
        case BLOCK -> new Type.Block(PREDICATES.anywhere(), inner);
      };
    }

    Type nested(Type core, int levels) {
      Type type = core;
      for (int i = 0; i < levels; i++) {
        type = around(type);
      }
      return type;
    }
  }

  enum Walk {
    FITS,
    OCCURS,
    IS_OPEN,
    CLOSED,
    WITH_READS;

    void go(Work work) {
      switch (this) {
        case FITS -> work.subsumption().fits(work.type(), work.other());
        case OCCURS -> work.walk().occurs(new Type.Open(Literals.NONE), work.type());
        case IS_OPEN -> work.walk().isOpen(work.type());
        case CLOSED -> work.walk().closed(work.type());
        case WITH_READS -> work.walk().withReads(work.type(), Row.EMPTY);
      }
    }
  }

  /** Walks into all parts, and walks to the end of a type. */
  static Stream<Arguments> walks() {
    Type.Open open = new Type.Open(Literals.NONE);
    Type.Open bound = new Type.Open(Literals.NONE);
    bound.bind(INT);
    return Stream.concat(
        Stream.of(Level.values())
            .flatMap(
                level ->
                    Stream.of(
                        Arguments.of(Walk.FITS, level, INT),
                        Arguments.of(Walk.OCCURS, level, open),
                        Arguments.of(Walk.IS_OPEN, level, bound),
                        Arguments.of(Walk.CLOSED, level, open))),
        Stream.of(Level.RESULT, Level.BLOCK)
            .map(level -> Arguments.of(Walk.WITH_READS, level, ACTION)));
  }

  @ParameterizedTest
  @MethodSource("walks")
  void eachLevelIsAStepAndTheirNumberIsBounded(Walk walk, Level level, Type core) {
    Type type = level.nested(core, LEVELS);
    Type other = level.nested(core, LEVELS);
    assertThat(cost(walk::go, type, other)).isBetween(LEVELS + 1, 2 * LEVELS + 1);
    assertThatCode(() -> walk.go(new Work(meter(1_000, LEVELS), type, other)))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> walk.go(new Work(meter(1_000, LEVELS - 1), type, other)))
        .isInstanceOf(BoundBroken.class)
        .hasMessageContaining("nested deeper");
  }

  @Test
  void walksThatNeedNoStackCountTheirStepsToo() {
    Type lists = Level.LIST.nested(INT, LEVELS);
    Type functions = Level.RESULT.nested(ACTION, LEVELS);
    Type blocks = Level.BLOCK.nested(ACTION, LEVELS);
    Consumer<Work> sameData = w -> w.walk().sameData(w.type(), w.other());
    assertThat(cost(sameData, lists, Level.LIST.nested(INT, LEVELS))).isEqualTo(LEVELS);
    assertThat(cost(w -> w.walk().isData(w.type()), lists, INT)).isEqualTo(LEVELS);
    assertThat(cost(w -> w.walk().withoutArguments(w.type()), functions, INT)).isEqualTo(LEVELS);
    assertThat(cost(w -> w.walk().endsIn(w.type()), functions, INT)).isEqualTo(LEVELS + 1);
    assertThat(cost(w -> w.walk().endsIn(w.type()), blocks, INT)).isEqualTo(LEVELS + 1);
  }

  @Test
  void rowsAndConstantsCount() {
    Row two = Row.of(List.of(variable("A", 0), variable("B", 1)));
    Row other = Row.of(List.of(variable("C", 2), variable("D", 3), variable("E", 4)));
    assertThat(cost(w -> w.walk().union(two, other), INT, INT)).isEqualTo(5);
    assertThat(cost(w -> w.walk().union(two, Row.EMPTY), INT, INT)).isZero();
    assertThat(cost(w -> w.subsumption().fits(constants(3), constants(2)), INT, INT)).isEqualTo(3);
    assertThat(cost(w -> w.subsumption().fits(constants(2), constants(9)), INT, INT)).isEqualTo(3);
    Consumer<Work> implies =
        w -> w.subsumption().implies(PREDICATES.context("A"), PREDICATES.context("B"));
    assertThat(cost(implies, INT, INT)).isGreaterThan(2);
  }

  private static Variable variable(String name, int index) {
    Source source = new Source("x.dtl", name);
    return new Variable(new Symbol(Symbol.Kind.VARIABLE, name, INT, source, 0, ""), index);
  }

  private static Type.Open constants(int count) {
    Type.Open open = new Type.Open(Literals.INTS);
    for (int i = 0; i < count; i++) {
      open.constants().add(new Constant(0, 0, (long) i));
    }
    return open;
  }

  @Test
  void theBoundIsTheMostThatMayBeDone() {
    Meter meter = meter(3, 7);
    meter.step();
    meter.at(0, 0);
    meter.steps(1);
    assertThatThrownBy(meter::step).isInstanceOf(BoundBroken.class).hasMessageContaining("3 steps");
    assertThatCode(() -> meter(3, 7).steps(3)).doesNotThrowAnyException();
    assertThatThrownBy(() -> meter(3, 7).steps(4)).isInstanceOf(BoundBroken.class);
    assertThatCode(() -> meter.deep(7)).doesNotThrowAnyException();
    assertThatThrownBy(() -> meter.deep(8))
        .isInstanceOf(BoundBroken.class)
        .hasMessageContaining("7 levels");
  }

  /** A type inside of itself would have no end; so an open type is looked for at every place. */
  @ParameterizedTest
  @EnumSource
  void anOpenTypeIsFoundWhereverItIs(Level level) {
    TypeWalk walk = new TypeWalk(meter(1_000, 500));
    Type.Open open = new Type.Open(Literals.NONE);
    Type inside = level.nested(open, 2);
    assertThat(walk.occurs(open, inside)).isTrue();
    assertThat(walk.occurs(new Type.Open(Literals.NONE), inside)).isFalse();
    assertThat(walk.isOpen(inside)).isTrue();
    assertThat(walk.isOpen(walk.closed(inside))).isFalse();
    Subsumption subsumption = new Work(meter(1_000, 500), open, inside).subsumption();
    assertThat(subsumption.fits(open, inside)).isNotNull();
    assertThat(subsumption.fits(inside, open)).isNotNull();
    open.bind(INT);
    assertThat(walk.isOpen(inside)).isFalse();
  }

  /** What never changes need not be walked over again. */
  @ParameterizedTest
  @EnumSource
  void whatHoldsNoOpenTypeSaysSo(Level level) {
    for (Type core : List.of(INT, ACTION, Type.Faulty.FAULTY)) {
      assertThat(core.mayBeOpen()).isFalse();
      assertThat(level.around(core).mayBeOpen()).isFalse();
    }
    assertThat(level.around(new Type.Open(Literals.NONE)).mayBeOpen()).isTrue();
  }

  @Test
  void rowsAreShownWhereTheyAreAskedFor() {
    Variable a = variable("A", 0);
    Type reads = new Type.Action(PREDICATES.root(), Row.of(List.of(a)), Row.EMPTY);
    Type.Action both =
        new Type.Action(
            PREDICATES.root(),
            Row.of(List.of(variable("B", 1), a)),
            Row.of(List.of(variable("C", 2))));
    Type writes = new Type.Action(PREDICATES.root(), Row.EMPTY, Row.of(List.of(variable("C", 2))));
    assertThat(TypeText.withRows(reads)).isEqualTo("[Root] {A : int}");
    assertThat(TypeText.withRows(both)).isEqualTo("[Root] {A : int, B : int} => {C : int}");
    assertThat(TypeText.withRows(writes)).isEqualTo("[Root] {} => {C : int}");
    assertThat(TypeText.withRows(ACTION)).isEqualTo("[^Root]");
    assertThat(TypeText.of(both)).isEqualTo("[Root]");
    TypeWalk walk = new TypeWalk(meter(1_000, 500));
    assertThat(TypeText.withRows(walk.withReads(both, Row.EMPTY)))
        .isEqualTo("[Root] {A : int, B : int}");
    assertThat(TypeText.withRows(walk.withRows(reads, both)))
        .isEqualTo("[Root] {A : int, B : int} => {C : int}");
  }

  @Test
  void typesAreShownAsTheyAreWrittenAndCutOffWhereTheyGetDeep() {
    Type function = new Type.Function(INT, INT);
    Type taker = new Type.Block(PREDICATES.root(), ACTION);
    assertThat(TypeText.of(new Type.Function(function, INT))).isEqualTo("(int -> int) -> int");
    assertThat(TypeText.of(new Type.Function(INT, function))).isEqualTo("int -> int -> int");
    assertThat(TypeText.of(new Type.Function(taker, Type.Faulty.FAULTY)))
        .isEqualTo("(Root => [^Root]) -> _");
    assertThat(TypeText.of(Level.LIST.nested(INT, 60)))
        .isEqualTo("[".repeat(41) + "…" + "]".repeat(41));
    assertThat(TypeText.of(Level.PARAMETER.nested(INT, 60))).startsWith("(".repeat(40) + "… -> …)");
  }
}
