package coop.croft.cli.reference;

import coop.croft.lang.reference.DocText;
import java.util.Arrays;
import java.util.List;

/** The words and signs of the language itself, for people; the library declares all others. */
public enum Keyword {
  WITH(
      "with",
      "f x with … end",
      """
      Gives a block to what takes one: what stands between `with` and `end` is inside of what \
      stands in front.""",
      """
      dom "greenhouse.example" with
        web "www" with errorDocument 404 "/lost.html" end
      end"""),
  WHERE(
      "where",
      "f x where X = a; Y = b end, f x where X = a with … end",
      """
      Sets variables for what stands in front of it, and for nothing else. A site reads its own where \
      it is opened, so they stand here and not in its block.""",
      """
      dom "greenhouse.example" with
        web "blog" where DocumentRoot = "/home/alice/blog" with frontController "/index.php" end;
        dns (dnsA "shop" "203.0.113.80") where TTL = 600 end
      end"""),
  END(
      "end",
      "… end",
      """
      Ends what `with`, `where`, `let`, `begin`, `if` or `for` began. In `f x where X = a with … end` \
      one `end` is for both.""",
      """
      dom "greenhouse.example" with
        website with redirectAliases end
      end"""),
  VAL(
      "val",
      "val name = value; val name : type = value;",
      """
      Gives a name to a value, for all that follows in the file. Declarations stand in front of \
      everything else. A name in capitals is a variable of your own, with its type and its default.""",
      """
      val office : ip = "203.0.113.80";

      dom "greenhouse.example" with
        dns (dnsA "shop" office);
        dns (dnsA "ftp" office)
      end"""),
  LET(
      "let in",
      "let X = a; Y = b in … end",
      "Sets variables for what stands between `in` and `end`, and for nothing else.",
      """
      dom "greenhouse.example" with
        let TTL = 600 in
          dns (dnsA "shop" "203.0.113.80");
          dns (dnsA "ftp" "203.0.113.80")
        end
      end"""),
  BEGIN(
      "begin",
      "begin … end",
      """
      Makes one statement of several. What is set between `begin` and `end` holds behind it, too.""",
      """
      val host_of_all = \\name -> begin
        dns (dnsA name "203.0.113.80");
        dns (dnsAAAA name "2001:db8::80")
      end;

      dom "greenhouse.example" with
        host_of_all "shop"
      end"""),
  IF(
      "if then else",
      "if c then … else … end",
      """
      Does what stands behind `then` if the condition is true, else what stands behind `else`, which \
      may be left out. As a value it comes to one of the two.""",
      """
      val moving = true;

      dom "greenhouse.example" with
        TTL = if moving then 300 else 3600 end;
        if moving then dns (dnsTXT "@" "moving") end
      end"""),
  FOR(
      "for in do",
      "for x in list do … end",
      "Does the same for each element of a list, in its order; `x` is the element.",
      """
      dom "greenhouse.example" with
        for name in ["shop", "ftp"] do dns (dnsA name "203.0.113.80") end
      end"""),
  ROOT(
      "Root",
      "[Root]",
      """
      In a predicate: no block is around, the statement stands in the file itself. `^Root` holds \
      everywhere.""",
      """
      val nothing : [^Root] = begin end;"""),
  EXTERN(
      "extern type context",
      "extern val name : type; extern type name; context Name;",
      """
      Stands in Croft's own library files and those of the site: it declares what is written in Java. \
      Programs use what these declare, and declare values by `val`.""",
      ""),
  READ(
      "<-",
      "x <- X; …",
      "Gives a name to the value that a variable has here, for the statements that follow.",
      """
      dom "greenhouse.example" with
        usual <- TTL;
        dns (dnsTXT "@" "moving") where TTL = 300 end;
        dns (dnsA "shop" "203.0.113.80") where TTL = usual end
      end"""),
  FUNCTION(
      "\\",
      "\\x -> …, \\x : (type) -> …",
      """
      A function: `x` stands for what it is applied to. It goes on up to the next semicolon or closing \
      word.""",
      """
      val at_office = \\name -> dns (dnsA name "203.0.113.80");

      dom "greenhouse.example" with
        at_office "shop"
      end"""),
  BLOCK_FUNCTION(
      "\\\\",
      "\\\\x : (predicate) -> …",
      """
      Something that takes a block by `with`: `x` stands for the block, which is checked under the \
      predicate.""",
      """
      val site = \\\\block : (Vhost) -> website where Official = "www" with block end;

      dom "greenhouse.example" with
        site with redirectAliases end
      end""");

  /** What kind of thing it is, in lists beside variables and actions. */
  static final String KIND = "word";

  /** By so much an example goes in, for {@link DocText}. */
  private static final int COLUMNS = 7;

  private final String words;
  private final String form;
  private final String text;
  private final String example;

  /**
   * @param words with blanks between them
   * @param example a whole program; empty where a program cannot say it
   */
  Keyword(String words, String form, String text, String example) {
    this.words = words;
    this.form = form;
    this.text = text;
    this.example = example;
  }

  /** All forms that a word or sign has a part in; none if it is none of the language. */
  public static List<Keyword> of(String word) {
    return Arrays.stream(values()).filter(k -> k.words().contains(word)).toList();
  }

  /** Those that make up the form, in their order. */
  public List<String> words() {
    return List.of(words.split(" "));
  }

  /** How it is written. */
  public String form() {
    return form;
  }

  /** What it does, and whole programs that show it. */
  public DocText doc() {
    return DocText.of(text + "\n\n" + example.indent(COLUMNS));
  }
}
