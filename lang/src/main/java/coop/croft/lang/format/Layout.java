package coop.croft.lang.format;

import coop.croft.lang.syntax.Declaration;
import coop.croft.lang.syntax.Expr;
import coop.croft.lang.syntax.Kind;
import coop.croft.lang.syntax.Seq;
import coop.croft.lang.syntax.Stmt;
import coop.croft.lang.syntax.Tree;
import org.jspecify.annotations.Nullable;

/** Lays out a file by its tree; the tokens come from the writer, in the same order. */
final class Layout {
  private final TokenWriter writer;
  private final Document document;
  private final TypeLayout types;
  private boolean begun;

  Layout(TokenWriter writer, Document document) {
    this.writer = writer;
    this.document = document;
    this.types = new TypeLayout(writer, document);
  }

  void file(Tree tree) {
    if (writer.is(Kind.DOC)) {
      item();
      writer.token();
    }
    for (Declaration declaration : tree.declarations()) {
      item();
      declaration(declaration);
    }
    for (Stmt statement : tree.body().statements()) {
      item();
      if (statement instanceof Expr.With with) {
        with(with, true);
      } else {
        statement(statement);
      }
      semicolon();
    }
    if (!begun) {
      writer.begin();
    }
    writer.end();
    document.flush();
  }

  /** Something that stands on lines of its own at the left edge. */
  private void item() {
    if (begun) {
      writer.statement();
      document.flush();
    } else {
      writer.begin();
      begun = true;
    }
  }

  private void declaration(Declaration declaration) {
    writer.token();
    writer.space();
    switch (declaration) {
      case Declaration.Context context -> writer.token();
      case Declaration.ExternType type -> {
        writer.token();
        writer.space();
        names();
      }
      case Declaration.ExternVal val -> {
        writer.token();
        writer.space();
        names();
        annotation();
      }
      case Declaration.Val val -> value(val.body());
      case Declaration.VariableVal val -> value(val.body());
    }
    semicolon();
    if (writer.is(Kind.DOC)) {
      writer.below();
      writer.token();
    }
  }

  private void names() {
    writer.token();
    while (writer.is(Kind.COMMA)) {
      writer.tight();
      writer.token();
      writer.unit();
      writer.token();
      writer.endUnit();
    }
  }

  private void annotation() {
    writer.space();
    writer.token();
    writer.space();
    types.type();
  }

  private void value(Expr body) {
    writer.token();
    if (writer.is(Kind.COLON)) {
      annotation();
    }
    equals(body);
  }

  private void equals(Expr value) {
    writer.space();
    writer.token();
    unit(value);
  }

  /** A function never moves as a whole: its body does, behind the last arrow. */
  private void unit(Expr expr) {
    if (expr instanceof Expr.Lambda || expr instanceof Expr.BlockLambda) {
      writer.space();
      expression(expr);
    } else {
      writer.unit();
      expression(expr);
      writer.endUnit();
    }
  }

  private void semicolon() {
    if (writer.is(Kind.SEMICOLON)) {
      writer.tight();
      writer.token();
    }
  }

  private void statement(Stmt statement) {
    switch (statement) {
      case Stmt.Assign assign -> {
        writer.token();
        equals(assign.value());
      }
      case Stmt.Bind bind -> {
        writer.token();
        writer.space();
        writer.token();
        writer.space();
        writer.token();
      }
      case Expr expr -> expression(expr);
    }
  }

  private void expression(Expr expr) {
    switch (expr) {
      case Expr.Name name -> writer.token();
      case Expr.Str str -> writer.token();
      case Expr.Num num -> writer.token();
      case Expr.ListOf list -> list(list);
      case Expr.Group group -> group(group.body());
      case Expr.Let let -> let(let);
      case Expr.If branches -> branches(branches);
      case Expr.For loop -> loop(loop);
      case Expr.Apply apply -> {
        expression(apply.function());
        apply.arguments().forEach(this::unit);
      }
      case Expr.Where where -> {
        expression(where.head());
        writer.space();
        block(where.settings());
        writer.token();
        body(where.settings());
        writer.token();
        document.endGroup();
      }
      case Expr.With with -> with(with, false);
      case Expr.Lambda lambda -> function(lambda.type() != null, lambda.body());
      case Expr.BlockLambda lambda -> function(lambda.pred() != null, lambda.body());
    }
  }

  private void list(Expr.ListOf list) {
    document.group();
    writer.token();
    if (list.items().isEmpty()) {
      writer.empty(0);
    } else {
      writer.open(0);
      expression(list.items().getFirst());
      for (Expr item : list.items().subList(1, list.items().size())) {
        writer.tight();
        writer.token();
        writer.line();
        expression(item);
      }
      writer.close(0);
    }
    writer.token();
    document.endGroup();
  }

  /** {@code begin … end}, or parentheses: close around one statement, a block around several. */
  private void group(Seq body) {
    if (writer.is(Kind.BEGIN)) {
      block(body);
      writer.token();
      body(body);
      writer.token();
      document.endGroup();
    } else if (body.statements().size() == 1) {
      writer.token();
      writer.tight();
      statement(body.statements().getFirst());
      semicolon();
      writer.tight();
      writer.token();
    } else {
      block(body);
      writer.token();
      writer.open(0);
      statements(body);
      writer.close(0);
      writer.token();
      document.endGroup();
    }
  }

  private void let(Expr.Let let) {
    block(let.first(), let.body());
    settings(let.first());
    writer.token();
    body(let.body());
    writer.token();
    document.endGroup();
  }

  /**
   * @param heading whether the block takes lines of its own in any case: what a file says of a
   *     domain or a host is hardly ever one statement for long
   */
  private void with(Expr.With with, boolean heading) {
    expression(with.head());
    writer.space();
    block(with.settings(), with.block());
    if (with.settings() != null) {
      settings(with.settings());
    }
    if (heading && !with.block().statements().isEmpty()) {
      document.breakGroups();
    }
    writer.token();
    body(with.block());
    writer.token();
    document.endGroup();
  }

  /** The word, then settings that stay on its line if they can, whatever becomes of the block. */
  private void settings(Seq settings) {
    document.group();
    writer.token();
    body(settings);
    document.endGroup();
  }

  private void branches(Expr.If branches) {
    block(branches.then(), branches.otherwise());
    writer.token();
    writer.space();
    expression(branches.condition());
    writer.space();
    writer.token();
    body(branches.then());
    if (branches.otherwise() != null) {
      writer.token();
      body(branches.otherwise());
    }
    writer.token();
    document.endGroup();
  }

  private void loop(Expr.For loop) {
    block(loop.body());
    writer.token();
    writer.space();
    writer.token();
    writer.space();
    writer.token();
    writer.space();
    expression(loop.list());
    writer.space();
    writer.token();
    body(loop.body());
    writer.token();
    document.endGroup();
  }

  /** The group of an expression with sequences in it: a block if there is anything in them. */
  private void block(@Nullable Seq... sequences) {
    for (Seq sequence : sequences) {
      if (sequence != null && !sequence.statements().isEmpty()) {
        document.block();
        return;
      }
    }
    document.group();
  }

  /** From the word before a sequence to the one behind it. */
  private void body(Seq seq) {
    if (seq.statements().isEmpty()) {
      writer.empty(1);
    } else {
      writer.open(1);
      statements(seq);
      writer.close(1);
    }
  }

  private void statements(Seq seq) {
    boolean first = true;
    for (Stmt statement : seq.statements()) {
      if (!first) {
        writer.statement();
      }
      first = false;
      statement(statement);
      semicolon();
    }
  }

  private void function(boolean annotated, Expr body) {
    writer.token();
    writer.tight();
    writer.token();
    if (annotated) {
      writer.space();
      writer.token();
      writer.space();
      writer.token();
      writer.tight();
      types.type();
      writer.tight();
      writer.token();
    }
    writer.space();
    writer.token();
    unit(body);
  }
}
