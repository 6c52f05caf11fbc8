package coop.croft.lang.eval;

import coop.croft.lang.Allowance;
import coop.croft.lang.BoundBroken;
import coop.croft.lang.Bounds;
import coop.croft.lang.DeepStack;
import coop.croft.lang.Externs;
import coop.croft.lang.Outcome;
import coop.croft.lang.Span;
import coop.croft.lang.eval.Program.VariableDefault;
import coop.croft.lang.syntax.Source;
import coop.croft.lang.types.Symbol;
import coop.croft.lang.types.Type;
import coop.croft.lang.types.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One run: the environment, the frames that primitives opened, the place, and the bounds. */
public final class Machine implements Externs.Run<Object> {
  /** Levels of evaluation that the stack of any caller bears; a level takes few small frames. */
  private static final int DEPTH_ON_CALLER = 250;

  private final Object subject;
  private final Bounds bounds;
  private final VariableDefault[] defaults;
  private final Map<String, Variable> variables;
  private final List<Outcome.Emitted> emitted = new ArrayList<>();
  private final Map<Class<?>, Object> states = new HashMap<>();
  private final List<Object> frames = new ArrayList<>();
  private final Memory memory;
  private @Nullable Object[] values;
  private @Nullable Object[] environment;

  private int[] changed = new int[32];
  private @Nullable Object[] former = new @Nullable Object[32];
  private int changes;

  private Source own;
  private @Nullable Located here;

  /** The last place that was asked for: an action asks for its own more than once. */
  private @Nullable Located spanned;

  private @Nullable Span span;
  private final Allowance allowance;

  /** Steps until the allowance is asked again. */
  private long stepsLeft;

  private long textLeft;
  private int depth;
  private final int deepest;

  /**
   * @param defaults of all variables of the library, by index
   * @param variables those of the library, by name
   * @param memory of what ran before; changes by {@link #keep} alone
   * @param large whether the stack bears the full depth; if not, {@link DeepStack.TooSmall} may
   *     come
   * @param cancelled whether nobody waits any more; then a step throws {@link
   *     java.util.concurrent.CancellationException}
   */
  public Machine(
      Object subject,
      Bounds bounds,
      Source own,
      VariableDefault[] defaults,
      Map<String, Variable> variables,
      Memory memory,
      boolean large,
      BooleanSupplier cancelled) {
    this.memory = memory;
    this.values = memory.values;
    this.environment = memory.environment.clone();
    this.deepest =
        large ? bounds.evaluationDepth() : Math.min(DEPTH_ON_CALLER, bounds.evaluationDepth());
    this.subject = subject;
    this.bounds = bounds;
    this.own = own;
    this.defaults = defaults;
    this.variables = variables;
    this.allowance = new Allowance(bounds.evaluationSteps(), cancelled);
    this.textLeft = bounds.text();
  }

  /** Runs a file; errors are thrown, and {@link #here} is then their place. */
  public void execute(Program program) {
    int mark = mark();
    begin(program);
    program.body().run(this, Frame.of(null, program.slots(), this));
    restore(mark);
  }

  /**
   * Runs what was entered by itself, or finds its value; what it assigns lasts. Errors are thrown,
   * as by {@link #execute}.
   *
   * @return the value; null of an action
   */
  public @Nullable Object enter(Program program) {
    begin(program);
    Frame frame = Frame.of(null, program.slots(), this);
    if (Type.resolve(program.body().type()) instanceof Type.Action) {
      program.body().run(this, frame);
      return null;
    }
    return program.body().eval(this, frame);
  }

  /** The value of something that the program declares. */
  public Object valueOf(Symbol declared, Program program) {
    for (Program.Initial initial : program.initials()) {
      switch (initial) {
        case Program.Initial.Value(Definition definition) -> {
          if (definition.symbol().equals(declared)) {
            return valueOf(definition);
          }
        }
        case Program.Initial.Default(VariableDefault own) -> {
          if (own.variable().symbol().equals(declared)) {
            return valueOf(own.variable());
          }
        }
      }
    }
    throw new IllegalArgumentException("not declared there: " + declared);
  }

  /** What the machine has computed and assigned is the memory from now on. */
  public void keep() {
    memory.values = values;
    memory.environment = environment;
  }

  private void begin(Program program) {
    own = program.source();
    here = null;
    for (Program.Initial initial : program.initials()) {
      switch (initial) {
        case Program.Initial.Value value -> valueOf(value.definition());
        case Program.Initial.Default variable -> initialise(variable.variable());
      }
    }
  }

  private void initialise(VariableDefault own) {
    int index = own.variable().index();
    if (index >= environment.length) {
      environment = Arrays.copyOf(environment, Math.max(index + 8, environment.length * 2));
    }
    environment[index] = own.code().eval(this, Frame.of(null, own.slots(), this));
  }

  public List<Outcome.Emitted> emitted() {
    return emitted;
  }

  Object valueOf(Definition definition) {
    int index = definition.index();
    if (index >= values.length) {
      values = Arrays.copyOf(values, Math.max(index + 64, values.length * 2));
    }
    Object value = values[index];
    if (value == null) {
      enter();
      value = definition.code().eval(this, Frame.of(null, definition.slots(), this));
      leave();
      values[index] = value;
    }
    return value;
  }

  /** The value of a variable where the machine is. */
  public Object valueOf(Variable variable) {
    int index = variable.index();
    Object value = environment[index];
    if (value == null) {
      VariableDefault standard = defaults[index];
      enter();
      value = standard.code().eval(this, Frame.of(null, standard.slots(), this));
      leave();
      environment[index] = value;
    }
    return value;
  }

  void assign(Variable variable, Object value) {
    if (changes == changed.length) {
      changed = Arrays.copyOf(changed, changes * 2);
      former = Arrays.copyOf(former, changes * 2);
    }
    int index = variable.index();
    changed[changes] = index;
    former[changes++] = environment[index];
    environment[index] = value;
  }

  int mark() {
    return changes;
  }

  /** Takes back all assignments since the mark. */
  void restore(int mark) {
    while (changes > mark) {
      changes--;
      environment[changed[changes]] = former[changes];
    }
  }

  void perform(Action action) {
    enter();
    action.run(this);
    leave();
  }

  void step() {
    steps(1);
  }

  void steps(long count) {
    stepsLeft -= count;
    if (stepsLeft < 0) {
      moreSteps(
          "whatever functions and loops make counts each time; functions that apply functions twice,"
              + " nested, grow beyond all bounds");
    }
  }

  /** Steps of going over what a primitive is given. */
  void stepsOfSizes(long steps) {
    stepsLeft -= steps;
    if (stepsLeft < 0) {
      moreSteps("a list counts its elements each time that it is used, and a long text its length");
    }
  }

  private void moreSteps(String hint) {
    stepsLeft += allowance.take(-stepsLeft);
    if (stepsLeft < 0) {
      throw new BoundBroken(
          here(),
          "running this program takes more than the bound of "
              + bounds.evaluationSteps()
              + " steps",
          hint);
    }
  }

  /** Characters that resources hold, as {@link Bounds#text} counts them. */
  public long text() {
    return bounds.text() - textLeft;
  }

  /** Counts characters that resources hold from now on. */
  void keepText(long characters) {
    textLeft -= characters;
    if (textLeft < 0) {
      throw new BoundBroken(
          here(),
          "what this program asks for holds more than the bound of "
              + bounds.text()
              + " characters of text",
          "ask for less: all of your programs together have this bound, too; letters beyond ASCII, \\, \" and $ count "
              + Sizes.SPELLED
              + " each, and what takes a server's memory counts as text, too");
    }
  }

  void enter() {
    step();
    if (++depth > deepest) {
      tooDeep();
    }
  }

  private void tooDeep() {
    if (depth <= bounds.evaluationDepth()) {
      throw new DeepStack.TooSmall();
    }
    throw new BoundBroken(
        here(),
        "running this program nests deeper than the bound of "
            + bounds.evaluationDepth()
            + " levels",
        "let fewer functions call functions");
  }

  void leave() {
    depth--;
  }

  /** Makes that code the place, if it stands in the file that is run; returns the place before. */
  @SuppressWarnings("ReferenceEquality") // a source has identity
  @Nullable Located goTo(Located code) {
    Located before = here;
    if (code.origin() == own) {
      here = code;
    }
    return before;
  }

  void backTo(@Nullable Located before) {
    here = before;
  }

  @Override
  public Object subject() {
    return subject;
  }

  @Override
  public Object variable(String name) {
    Variable variable = variables.get(name);
    if (variable == null) {
      throw new IllegalArgumentException("no such variable in the library: " + name);
    }
    Object value = valueOf(variable);
    Sizes.keep(value, this);
    HeldArguments.require(variable, value, subject);
    return value;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // a place has identity
  public Span here() {
    Located at = here;
    if (at == null) {
      return own.span(0, 0);
    }
    if (at != spanned) {
      spanned = at;
      span = own.span(at.start(), at.end());
    }
    return Objects.requireNonNull(span);
  }

  @Override
  public void emit(Object resource) {
    if (emitted.size() >= bounds.resources()) {
      throw new BoundBroken(
          here(),
          "this program asks for more than the bound of " + bounds.resources() + " resources",
          "ask for fewer: all of your programs together have this bound, too");
    }
    emitted.add(new Outcome.Emitted(resource, here()));
  }

  @Override
  public void keep(String text, long times) {
    keep(Sizes.weight(text), times);
  }

  @Override
  public void keep(long characters, long times) {
    keepText(characters * times);
  }

  @Override
  public <T> T state(Class<T> type, Supplier<T> make) {
    return type.cast(states.computeIfAbsent(type, t -> make.get()));
  }

  @Override
  public void within(Object frame, Runnable block) {
    frames.add(frame);
    block.run();
    frames.removeLast();
  }

  @Override
  public <F> F frame(Class<F> type) {
    for (int i = frames.size() - 1; i >= 0; i--) {
      if (type.isInstance(frames.get(i))) {
        return type.cast(frames.get(i));
      }
    }
    throw new IllegalStateException("no frame of " + type.getName() + " is open");
  }

  @Override
  public boolean inside(Class<?> type) {
    for (Object frame : frames) {
      if (type.isInstance(frame)) {
        return true;
      }
    }
    return false;
  }
}
