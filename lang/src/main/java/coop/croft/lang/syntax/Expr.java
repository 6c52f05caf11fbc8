package coop.croft.lang.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression; offsets are those of its first character and just behind its last. */
public sealed interface Expr extends Stmt {
  record Name(int start, int end, String name) implements Expr {}

  record Str(int start, int end, String value) implements Expr {}

  record Num(int start, int end, long value) implements Expr {}

  record ListOf(int start, int end, List<Expr> items) implements Expr {}

  /** {@code ( … )} or {@code begin … end}. */
  record Group(int start, int end, Seq body) implements Expr {}

  record Let(int start, int end, Seq first, Seq body) implements Expr {}

  record If(int start, int end, Expr condition, Seq then, @Nullable Seq otherwise)
      implements Expr {}

  record For(int start, int end, int nameStart, String name, Expr list, Seq body) implements Expr {}

  record Apply(int start, int end, Expr function, List<Expr> arguments) implements Expr {}

  /** {@code head where … end}. */
  record Where(int start, int end, Expr head, Seq settings) implements Expr {}

  /** {@code head [where …] with … end}. */
  record With(int start, int end, Expr head, @Nullable Seq settings, Seq block) implements Expr {}

  /** {@code \x -> body}. */
  record Lambda(int start, int end, int nameStart, String name, @Nullable TypeExpr type, Expr body)
      implements Expr {}

  /** {@code \\x -> body}. */
  record BlockLambda(
      int start, int end, int nameStart, String name, @Nullable PredExpr pred, Expr body)
      implements Expr {}
}
