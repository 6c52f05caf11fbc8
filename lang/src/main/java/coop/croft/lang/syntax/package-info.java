/** From bytes to trees: source text, tokens, the parser and what it builds. */
@org.jspecify.annotations.NullMarked
package coop.croft.lang.syntax;
