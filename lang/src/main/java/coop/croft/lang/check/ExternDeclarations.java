package coop.croft.lang.check;

import coop.croft.lang.Code;
import coop.croft.lang.Externs;
import coop.croft.lang.Externs.Primitive;
import coop.croft.lang.Externs.TypeTest;
import coop.croft.lang.eval.Definition;
import coop.croft.lang.eval.PrimitiveCode;
import coop.croft.lang.syntax.Declaration;
import coop.croft.lang.types.Literals;
import coop.croft.lang.types.Symbol;
import coop.croft.lang.types.Type;
import coop.croft.lang.types.TypeText;

/** Declarations of trusted files that tie names to what the host program gives. */
final class ExternDeclarations {
  private final Session session;
  private final Library library;
  private final Externs<Object> externs;
  private final Annotations annotations;

  ExternDeclarations(
      Session session, Library library, Externs<Object> externs, Annotations annotations) {
    this.session = session;
    this.library = library;
    this.externs = externs;
    this.annotations = annotations;
  }

  void twice(Declaration.Named name) {
    session.problems.report(
        name.start(),
        name.end(),
        Code.CONFLICT,
        "'" + name.name() + "' is declared already",
        session.names.library().variables().containsKey(name.name())
            ? "a variable of the library is set without 'val': " + name.name() + " = value;"
            : "choose another name");
  }

  void context(Declaration.Context context) {
    if (library.hasContext(context.name().name())) {
      twice(context.name());
    }
    Symbol symbol = symbol(Symbol.Kind.CONTEXT, context.name(), Type.Faulty.FAULTY, context.doc());
    library.declareContext(symbol);
  }

  void types(Declaration.ExternType declared) {
    for (Declaration.Named name : declared.names()) {
      type(name, declared.doc());
    }
  }

  private Symbol symbol(Symbol.Kind kind, Declaration.Named name, Type type, String doc) {
    return new Symbol(kind, name.name(), type, session.source, name.start(), doc);
  }

  private void type(Declaration.Named name, String doc) {
    Type.Base known = library.type(name.name());
    TypeTest<Object> test = externs.types().get(name.name());
    if (known != null) {
      // The library may document the built-in types.
      if (test == null) {
        library.document(symbol(Symbol.Kind.TYPE, name, known, doc));
      } else {
        twice(name);
      }
      return;
    }
    if (test == null) {
      missing(name, "type");
      return;
    }
    Literals literals =
        switch (test) {
          case TypeTest.OverStrings<Object> strings -> Literals.STRINGS;
          case TypeTest.OverInts<Object> ints -> Literals.INTS;
          case TypeTest.Opaque<Object> opaque -> Literals.NONE;
        };
    Type.Base type = new Type.Base(name.name(), literals, test);
    Symbol symbol = symbol(Symbol.Kind.TYPE, name, type, doc);
    library.declare(type, symbol);
  }

  private void missing(Declaration.Named name, String what) {
    session.problems.report(
        name.start(),
        name.end(),
        Code.UNKNOWN_NAME,
        "the host program gives no " + what + " '" + name.name() + "'",
        null);
  }

  void values(Declaration.ExternVal declared) {
    Type type = annotations.type(declared.type());
    for (Declaration.Named name : declared.names()) {
      Primitive<Object> primitive = externs.values().get(name.name());
      if (library.value(name.name()) != null) {
        twice(name);
      } else if (primitive == null) {
        missing(name, "value");
      } else {
        value(name, type, primitive, declared.doc());
      }
    }
  }

  private void value(Declaration.Named name, Type type, Primitive<Object> primitive, String doc) {
    int arity = 0;
    Type result = type;
    if (!(primitive instanceof Primitive.Value<Object>)) {
      while (result instanceof Type.Function function) {
        arity++;
        result = function.result();
      }
    }
    boolean fits =
        switch (primitive) {
          case Primitive.Value<Object> value -> true;
          case Primitive.Pure<Object> pure -> arity > 0;
          case Primitive.Action<Object> action -> result instanceof Type.Action;
          case Primitive.Block<Object> block ->
              result instanceof Type.Block taker && taker.result() instanceof Type.Action;
        };
    if (!fits && !(result instanceof Type.Faulty)) {
      session.problems.report(
          name.start(),
          name.end(),
          Code.TYPE_MISMATCH,
          "what the host program gives for '" + name.name() + "' is of another kind",
          "declared " + TypeText.of(type),
          null);
    }
    Symbol symbol = symbol(Symbol.Kind.VALUE, name, type, doc);
    library.declare(
        new Definition(symbol, library.valueCount(), new PrimitiveCode(type, primitive, arity), 0));
  }
}
